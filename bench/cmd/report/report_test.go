package main

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/boundedq/queue/bench/internal/cells"
	"golang.org/x/perf/benchfmt"
)

// lines returns a line of a benchmark for each of times, with cpu times as much
// processor time.
func lines(name string, cpu float64, times ...float64) string {
	var s strings.Builder
	for _, t := range times {
		fmt.Fprintf(&s, "Benchmark%s \t 100 \t %g ns/op \t %g cpu-ns/op\n", name, t, t*cpu)
	}
	return s.String()
}

// around returns seven different times with median t, less than 1 % apart: two such
// groups differ significantly if they do not overlap.
func around(t float64) []float64 {
	var times []float64
	for i := range 7 {
		times = append(times, t*(1+0.001*float64(i-3)))
	}
	return times
}

func parse(t *testing.T, text string) results {
	t.Helper()
	r, err := read(benchfmt.NewReader(strings.NewReader(text), "fixture"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// in is the cell of impl in the one place that most tests have.
func in(impl string) cells.Cell {
	return cells.Cell{Benchmark: "Direct", Scenario: "handoff", Impl: impl, Batch: 1, Capacity: 16, Producers: 1, Consumers: 1, Procs: 2}
}

func nameOf(impl string) string {
	return "Direct/scenario=handoff/impl=" + impl + "/batch=1/cap=16/p=1/c=1-2"
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Abs(b) }

func TestFigure(t *testing.T) {
	for _, test := range []struct {
		times             []float64
		median, low, high float64 // ns
	}{
		{[]float64{30, 10, 20}, 20, math.Inf(-1), math.Inf(1)},
		{[]float64{40, 10, 20, 30}, 25, math.Inf(-1), math.Inf(1)},
		// Of six the interval with 95 % is all of them: 1 - 2/64.
		{[]float64{1, 2, 3, 4, 5, 600}, 3.5, 1, 600},
		// Of ten, from the second to the ninth: 1 - 2*11/1024.
		{[]float64{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 5.5, 2, 9},
	} {
		r := parse(t, lines(nameOf("chan"), 2, test.times...))
		f, ok := r.figure(in("chan"), cells.PerOp)
		if !ok || !near(f.median*1e9, test.median) || f.bounded() != !math.IsInf(test.low, 0) {
			t.Errorf("%v: %v %v, want median %v", test.times, f, ok, test.median)
		}
		if f.bounded() && (!near(f.low*1e9, test.low) || !near(f.high*1e9, test.high)) {
			t.Errorf("%v: %v, want %v to %v", test.times, f, test.low, test.high)
		}
		if cpu, _ := r.figure(in("chan"), cells.CPUOp); !near(cpu.median, 2*f.median) {
			t.Errorf("%v: processor time %v", test.times, cpu.median)
		}
		if _, ok := r.figure(in("chan"), cells.P50); ok {
			t.Errorf("a latency of a cell that has none")
		}
	}
}

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		name   string
		ring   []float64
		ratio  float64
		p      float64
		chance bool
	}{
		// 2 of the C(14,7) orders of the samples are as extreme.
		{"apart", around(50), 0.5, 2.0 / 3432, false},
		{"six", around(50)[:6], 0.49975, 2.0 / 1716, true},
		{"equal", around(100), 1, 1, true},
	} {
		r := parse(t, lines(nameOf("chan"), 1, around(100)...)+lines(nameOf("ring"), 1, test.ring...))
		d := r.compare(in("ring"), in("chan"), cells.PerOp)
		if math.Abs(d.ratio-test.ratio) > 1e-6 || math.Abs(d.p-test.p) > 1e-9 || d.chance != test.chance {
			t.Errorf("%s: %+v, want %+v", test.name, d, test)
		}
		if d := r.compare(in("ring"), in("chan"), cells.P50); d != (difference{}) {
			t.Errorf("%s: a ratio of latencies that were not measured: %+v", test.name, d)
		}
	}
}

func TestRatioText(t *testing.T) {
	for want, d := range map[string]difference{
		"–": {}, "0.50": {ratio: 0.5}, "1.00~": {ratio: 0.999, chance: true}, "12.3": {ratio: 12.34}, "1234": {ratio: 1234},
	} {
		if d.String() != want {
			t.Errorf("%+v: %s, want %s", d, d, want)
		}
	}
}

func TestNanoseconds(t *testing.T) {
	for want, ns := range map[string]float64{"0.010": 0.01, "3.892": 3.892, "31.59": 31.59, "110.3": 110.3, "9999": 9999, "109635": 109635} {
		if got := nanoseconds(ns / 1e9); got != want {
			t.Errorf("%v: %s, want %s", ns, got, want)
		}
	}
}

func TestLosses(t *testing.T) {
	const elsewhere = "Direct/scenario=handoff/impl=%s/batch=%d/cap=1024/p=8/c=1"
	at := func(impl string, batch int) string { return fmt.Sprintf(elsewhere, impl, batch) }
	r := parse(t, ""+
		lines(nameOf("ring"), 1, around(100)...)+
		lines(nameOf("chan"), 1, around(80)...)+ // wins: 1.25
		lines(nameOf("spsc"), 1, around(20)...)+ // wins: 5
		lines(nameOf("condq"), 1, around(101)...)+ // loses
		// The same queue, and what is no queue, win nothing.
		lines(nameOf("ring-again"), 1, around(50)...)+
		lines(nameOf("condq-again"), 1, around(50)...)+
		lines(nameOf("ring-iface"), 1, around(50)...)+
		lines(nameOf("faa"), 1, around(5)...)+
		lines(nameOf("nop"), 1, around(1)...)+
		lines(at("ring", 1), 3, around(50)...)+ // half the time, 1.5 times the processor time
		lines(at("ring", 64), 1, around(200)...)+ // twice the time of single values
		lines(at("chan", 1), 1, around(100)...))
	lost, compared := r.losses()
	if compared != 5 {
		t.Errorf("%d comparisons, want 5", compared)
	}
	var got []string
	for _, l := range lost {
		got = append(got, fmt.Sprintf("%d %d %s %s %s", l.cell.Capacity, l.cell.Batch, l.winner.Impl, l.time, l.cpu))
	}
	want := []string{"16 1 spsc 5.00 5.00", "1024 64 chan 2.00 2.00", "1024 1 chan 0.50 1.50", "16 1 chan 1.25 1.25"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("losses\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Only the ratio that makes a cell a loss counts: that the other one is no chance says
// nothing about the loss.
func TestLossByChance(t *testing.T) {
	certain := func(ratio float64) difference { return difference{ratio: ratio} }
	perhaps := func(ratio float64) difference { return difference{ratio: ratio, chance: true} }
	for _, test := range []struct {
		time, cpu difference
		want      bool
	}{
		{certain(1.5), certain(1.5), false},
		{certain(1.5), perhaps(1.5), false},
		{perhaps(1.5), certain(1.5), false},
		{perhaps(1.5), perhaps(1.5), true},
		{perhaps(1.5), certain(0.5), true},
		{certain(0.5), perhaps(1.5), true},
		{certain(1.5), difference{}, false},
	} {
		if got := (loss{time: test.time, cpu: test.cpu}).chance(); got != test.want {
			t.Errorf("time %v, processor time %v: %v", test.time, test.cpu, got)
		}
	}
}

// In the latency scenarios a loss is one of the middle latency.
func TestLossOfLatency(t *testing.T) {
	const fixture = `
BenchmarkLatency/scenario=wake/impl=chan/cap=1-2 9 2000 p50-ns 100 cpu-ns/op
BenchmarkLatency/scenario=wake/impl=ring/cap=1-2 9 3000 p50-ns 100 cpu-ns/op
`
	lost, _ := parse(t, fixture).losses()
	if len(lost) != 1 || lost[0].time.String() != "1.50~" || lost[0].cpu.String() != "1.00~" {
		t.Errorf("%+v", lost)
	}
}

func TestNoise(t *testing.T) {
	const fixture = "Direct/scenario=handoff/impl=%s/batch=1/cap=%d/p=1/c=1"
	var text string
	for i, second := range []float64{102, 150, 97} {
		capacity := 1 << i
		text += lines(fmt.Sprintf(fixture, "chan", capacity), 1, around(100)...)
		text += lines(fmt.Sprintf(fixture, "ring", capacity), 1, 100, 100, 100)
		text += lines(fmt.Sprintf(fixture, "ring-again", capacity), 1, second, second, second)
	}
	text += lines(nameOf("chan"), 1, around(100)...) + lines(nameOf("ring"), 1, around(100)...) + lines(nameOf("ring-again"), 1, around(99)...)
	noises := parse(t, text).noises()
	if len(noises) != 2 {
		t.Fatalf("%+v, want time and processor time of ring", noises)
	}
	n := noises[0]
	// Apart by 1, 2, 3 and 50 %; three samples cannot differ, seven can.
	if n.Queue != "ring" || n.What != "time" || n.Cells != 4 || n.Median != "2.5 %" || n.Largest != "50.0 %" || n.Differ != 1 {
		t.Errorf("%+v", n)
	}
	if !strings.Contains(n.At, "capacity 2,") {
		t.Errorf("the largest is said to be at %s", n.At)
	}
}

func TestFewSamples(t *testing.T) {
	seven := lines(nameOf("chan"), 1, around(10)...)
	if parse(t, seven).few() {
		t.Error("seven samples are said to be few")
	}
	if !parse(t, seven+lines(nameOf("ring"), 1, around(10)[:6]...)).few() {
		t.Error("six samples are not said to be few")
	}
}

func TestConditions(t *testing.T) {
	const goos = "goos: linux\n"
	one := lines(nameOf("chan"), 1, 10)
	r := parse(t, goos+"cpu: A\ncommit: abc\nnote: quiet\n"+one+"cpu: B\n"+one)
	if r.mixed() != "machine" {
		t.Errorf("mixed: %q", r.mixed())
	}
	values := map[string]string{}
	for _, c := range r.conditions() {
		values[c.Name] = c.Value
	}
	for name, want := range map[string]string{
		"Machine": "A; B", "Commit": "abc", "Go": "not recorded", "note": "quiet", "Samples of each cell": "2", "Cells": "1",
	} {
		if values[name] != want {
			t.Errorf("%s: %q, want %q", name, values[name], want)
		}
	}
	if parse(t, goos+one).mixed() != "" {
		t.Error("one machine is said to be several")
	}
}
