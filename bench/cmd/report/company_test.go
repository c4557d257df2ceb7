package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestCompany(t *testing.T) {
	const fixture = `
BenchmarkQueue/scenario=handoff/impl=chan/cap=64/p=1/c=1-2 9 50 ns/op
BenchmarkQueue/scenario=handoff/impl=ring/cap=64/p=1/c=1-2 9 40 ns/op
BenchmarkQueue/scenario=busy/impl=chan/cap=64/p=1/c=1-2 1 200 ns/op 40 beside-%
BenchmarkQueue/scenario=busy/impl=ring/cap=64/p=1/c=1-2 1 900000 ns/op 99 beside-%
BenchmarkQueue/scenario=busy/impl=ring-again/cap=64/p=1/c=1-2 1 900000 ns/op 99 beside-%
BenchmarkLatency/scenario=busywake8/impl=chan/cap=1-2 1 2000 p50-ns
`
	var got []string
	for _, table := range parse(t, fixture).company() {
		for _, row := range table.Rows {
			got = append(got, fmt.Sprintf("%s %s %s %v", table.Benchmark, table.Alone, table.Busy, row))
		}
	}
	want := []string{
		"Latency wake busywake8 {chan 1 – 2 – 2000 1 1 –}",
		"Queue handoff busy {chan 64 1/1 2 50.00 200.0 1 1 40 %}",
		"Queue handoff busy {ring 64 1/1 2 40.00 900000 0.80~ 4500~ 99 %}",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Without company there is no section of it.
func TestNoCompany(t *testing.T) {
	var page strings.Builder
	if err := templates.ExecuteTemplate(&page, "page", parse(t, lines(nameOf("chan"), 1, 10)).page()); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page.String(), "company") {
		t.Error("the page is about company")
	}
}

// In company a loss of processor time is one of the queue's own.
func TestLossInCompany(t *testing.T) {
	const fixture = `
BenchmarkQueue/scenario=busy/impl=chan/cap=1/p=1/c=1-2 1 200 ns/op 400 cpu-ns/op 50 own-cpu-ns/op
BenchmarkQueue/scenario=busy/impl=ring/cap=1/p=1/c=1-2 1 100 ns/op 200 cpu-ns/op 100 own-cpu-ns/op
`
	lost, _ := parse(t, fixture).losses()
	if len(lost) != 1 || lost[0].time.String() != "0.50~" || lost[0].cpu.String() != "2.00~" {
		t.Errorf("%+v", lost)
	}
}
