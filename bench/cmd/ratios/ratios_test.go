package main

import (
	"strings"
	"testing"

	"golang.org/x/perf/benchfmt"
)

// fixture is two samples of each cell. The medians of ring at capacity 16 are 50 ns
// and 60 ns of processor time, those of the channel 100 ns and 120 ns.
const fixture = `goos: linux
goarch: amd64
pkg: example.com/bench
cpu: Example 9000
BenchmarkQueue/scenario=handoff/impl=condq/cap=1/p=1/c=1-2 	 100	 900 ns/op
BenchmarkDirect/scenario=handoff/impl=chan/batch=1/cap=16/p=1/c=1-2 	 100	 90.0 ns/op	 110 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=chan/batch=1/cap=16/p=1/c=1-2 	 100	 110 ns/op	 130 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=ring/batch=1/cap=16/p=1/c=1-2 	 100	 40.0 ns/op	 60 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=ring/batch=1/cap=16/p=1/c=1-2 	 100	 60.0 ns/op	 60 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=ring/batch=64/cap=16/p=1/c=1-2 	 100	 10.0 ns/op	 12 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=ring/batch=64/cap=16/p=1/c=1-2 	 100	 10.0 ns/op	 12 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=chan/batch=1/cap=1024/p=8/c=1-2 	 100	 100 ns/op	 100 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=chan/batch=1/cap=1024/p=8/c=1-2 	 100	 100 ns/op	 100 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=ring/batch=1/cap=1024/p=8/c=1-2 	 100	 200 ns/op	 100 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=ring/batch=1/cap=1024/p=8/c=1-2 	 100	 200 ns/op	 100 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=chan/batch=1/cap=1/p=8/c=1 	 100	 100 ns/op	 100 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=chan/batch=1/cap=1/p=8/c=1 	 100	 100 ns/op	 100 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=mpsc/batch=1/cap=1/p=8/c=1 	 100	 50 ns/op	 300 cpu-ns/op
BenchmarkDirect/scenario=handoff/impl=mpsc/batch=1/cap=1/p=8/c=1 	 100	 50 ns/op	 300 cpu-ns/op
BenchmarkLatency/scenario=wake/impl=chan/cap=1-2 	 90	 2000 p50-ns	 90000 cpu-ns/op
BenchmarkLatency/scenario=wake/impl=chan/cap=1-2 	 90	 2000 p50-ns	 90000 cpu-ns/op
BenchmarkLatency/scenario=wake/impl=ring/cap=1-2 	 90	 2008 p50-ns	 94500 cpu-ns/op
BenchmarkLatency/scenario=wake/impl=ring/cap=1-2 	 90	 2008 p50-ns	 94500 cpu-ns/op
BenchmarkLatency/scenario=paced/impl=chan/cap=16/every=2us-2 	 90	 400 p50-ns	 9000 p99-ns
BenchmarkLatency/scenario=paced/impl=chan/cap=16/every=2us-2 	 90	 400 p50-ns	 9000 p99-ns
BenchmarkLatency/scenario=paced/impl=ring/cap=16/every=2us-2 	 90	 300 p50-ns	 9000 p99-ns
BenchmarkLatency/scenario=paced/impl=ring/cap=16/every=2us-2 	 90	 300 p50-ns	 9000 p99-ns
PASS
`

const printed = `- goos: linux
- goarch: amd64
- cpu: Example 9000
- pkg: example.com/bench
- samples of each cell: 2

Each number is a ratio of medians, the queue's to the bare channel's, called directly; below 1 is better.

## Where a queue loses

2 of 6 cells: more than 1.00 of the channel's time or more than 1.05 of its processor time.

| scenario | queue | batch | capacity | producers/consumers | GOMAXPROCS | time | processor time | samples |
|---|---|---:|---:|---:|---:|---:|---:|---:|
| handoff | mpsc | 1 | 1 | 8/1 | 1 | 0.50 | 3.00 | 2 |
| handoff | ring | 1 | 1024 | 8/1 | 2 | 2.00 | 1.00 | 2 |

## GOMAXPROCS 1

Time and, in brackets, processor time, by capacity and by producers/consumers.

### handoff, mpsc, single values

| capacity | 8/1 | geometric mean |
|---:|---:|---:|
| 1 | 0.50 (3.00) | 0.50 (3.00) |
| geometric mean from 16 up |  |  |

## GOMAXPROCS 2

Time and, in brackets, processor time, by capacity and by producers/consumers.

### handoff, ring, single values

| capacity | 1/1 | 8/1 | geometric mean |
|---:|---:|---:|---:|
| 16 | 0.50 (0.50) |  | 0.50 (0.50) |
| 1024 |  | 2.00 (1.00) | 2.00 (1.00) |
| geometric mean from 16 up | 0.50 (0.50) | 2.00 (1.00) | 1.00 (0.71) |

### handoff, ring, batches of 64

| capacity | 1/1 | geometric mean |
|---:|---:|---:|
| 16 | 0.10 (0.10) | 0.10 (0.10) |
| geometric mean from 16 up | 0.10 (0.10) | 0.10 (0.10) |

## Latency, GOMAXPROCS 2

| scenario | capacity | measured | chan | ring |
|---|---|---|---:|---:|
| wake | 1 | p50 | 2.00 µs | 2.01 µs (1.00) |
| wake | 1 | processor time | 90.0 µs | 94.5 µs (1.05) |
| paced, every 2 µs | 16 | p50 | 400 ns | 300 ns (0.75) |
| paced, every 2 µs | 16 | p99 | 9.00 µs | 9.00 µs (1.00) |

`

func ratiosOf(text string) (string, error) {
	var out strings.Builder
	err := run(benchfmt.NewReader(strings.NewReader(text), "fixture"), aboutChannel, &out)
	return out.String(), err
}

func TestPrinted(t *testing.T) {
	got, err := ratiosOf(fixture)
	if err != nil {
		t.Fatal(err)
	}
	if got != printed {
		t.Errorf("printed\n%s\nwant\n%s", got, printed)
	}
}

func TestUnequalNumbersOfSamples(t *testing.T) {
	const one = "BenchmarkDirect/scenario=handoff/impl=ring/batch=1/cap=16/p=1/c=1-2 	 100	 50 ns/op	 60 cpu-ns/op\n"
	got, err := ratiosOf(fixture + one)
	if err != nil || !strings.Contains(got, "samples of each cell: 2 to 3\n") {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestNoLosses(t *testing.T) {
	text, _, _ := strings.Cut(fixture, "BenchmarkDirect/scenario=handoff/impl=chan/batch=1/cap=1024/")
	got, err := ratiosOf(text)
	if err != nil || !strings.Contains(got, "0 of 2 cells") {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestBadInput(t *testing.T) {
	for _, test := range []struct {
		name, text, mention string
	}{
		{"empty", "", "no results"},
		{"settings only", "goos: linux\nPASS\n", "no results"},
		{"other benchmarks only", "BenchmarkQueue/scenario=handoff/impl=chan/cap=1/p=1/c=1 10 5 ns/op\n", "no results"},
		{"broken line", fixture + "BenchmarkDirect/scenario=handoff --- FAIL: x\n", "fixture:29"},
		{"no number", fixture + "BenchmarkDirect/scenario=handoff/impl=ring/batch=x/cap=1/p=1/c=1 10 5 ns/op\n", "fixture:29"},
		{"unknown key", fixture + "BenchmarkDirect/scenario=handoff/impl=ring/colour=red 10 5 ns/op\n", `"colour"`},
		{"no scenario", fixture + "BenchmarkLatency/impl=ring/cap=1 10 5 ns/op\n", "no scenario"},
		{"keys of the other", fixture + "BenchmarkLatency/scenario=wake/impl=ring/cap=1/p=1/c=1 10 5 ns/op\n", "not the keys of BenchmarkLatency"},
		{
			"no baseline", strings.ReplaceAll(fixture, "impl=chan/batch=1/cap=1024", "impl=chan/batch=1/cap=2048"),
			"impl=chan/batch=1/cap=1024/p=8/c=1 at GOMAXPROCS 2",
		},
		{"no baseline of a latency", strings.ReplaceAll(fixture, "impl=chan/cap=16/every=2us", "impl=chan/cap=16/every=3us"), "every=2us"},
	} {
		got, err := ratiosOf(test.text)
		if err == nil || !strings.Contains(err.Error(), test.mention) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want one line that mentions %s", test.name, err, test.mention)
		}
		if got != "" {
			t.Errorf("%s: printed\n%s", test.name, got)
		}
	}
}

func TestMissingFile(t *testing.T) {
	missing := t.TempDir() + "/missing.txt"
	var out strings.Builder
	err := run(&benchfmt.Files{Paths: []string{missing}}, aboutChannel, &out)
	if err == nil || !strings.Contains(err.Error(), "missing.txt") {
		t.Errorf("%v", err)
	}
}

func TestDuration(t *testing.T) {
	for seconds, want := range map[float64]string{
		1.234e-9: "1.23 ns",
		12.34e-9: "12.3 ns",
		123.4e-9: "123 ns",
		1.234e-6: "1.23 µs",
		0.1234:   "123 ms",
		2:        "2.00 s",
		5e-11:    "0.05 ns",
	} {
		if got := duration(seconds); got != want {
			t.Errorf("%v: %s, want %s", seconds, got, want)
		}
	}
}

// Of a queue in company the processor time is its own, and losses there are listed with
// the others, worst first.
func TestCompany(t *testing.T) {
	const busy = `
BenchmarkDirect/scenario=busy/impl=chan/batch=1/cap=16/p=1/c=1-2 1 200 ns/op 400 cpu-ns/op 50 own-cpu-ns/op
BenchmarkDirect/scenario=busy/impl=ring/batch=1/cap=16/p=1/c=1-2 1 100 ns/op 200 cpu-ns/op 200 own-cpu-ns/op
BenchmarkLatency/scenario=busywake/impl=chan/cap=1-2 1 2000 p50-ns
BenchmarkLatency/scenario=busywake/impl=ring/cap=1-2 1 20000000 p50-ns
`
	got, err := ratiosOf(fixture + busy)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		`
4 of 8 cells: more than 1.00 of the channel's time or more than 1.05 of its processor time.

| scenario | queue | batch | capacity | producers/consumers | GOMAXPROCS | time | processor time | samples |
|---|---|---:|---:|---:|---:|---:|---:|---:|
| busywake | ring | – | 1 | – | 2 | 10000 | – | 1 |
| busy | ring | 1 | 16 | 1/1 | 2 | 0.50 | 4.00 | 1 |
`, `
### busy, ring, single values

| capacity | 1/1 | geometric mean |
|---:|---:|---:|
| 16 | 0.50 (4.00) | 0.50 (4.00) |
`, `
| busywake | 1 | p50 | 2.00 µs | 20.0 ms (10000) |
`,
	} {
		if !strings.Contains(got, text) {
			t.Errorf("printed\n%s\nwant in it\n%s", got, text)
		}
	}
}
