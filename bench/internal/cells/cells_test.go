package cells

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/perf/benchfmt"
)

func everything(benchfmt.Name) bool { return true }

func read(text string) (Set, error) {
	return Read(benchfmt.NewReader(strings.NewReader(text), "fixture"), everything)
}

// The keys of a name may be in any order: those of the benchmarks differ.
func TestNames(t *testing.T) {
	for name, want := range map[string]Cell{
		"Queue/scenario=handoff/impl=ring/cap=64/p=4/c=3-2":          {"Queue", "handoff", "ring", 0, 64, 4, 3, 0, 2},
		"Direct/scenario=handoff/impl=mpsc/batch=64/cap=0/p=8/c=1":   {"Direct", "handoff", "mpsc", 64, 0, 8, 1, 0, 1},
		"Queues/scenario=full/impl=ring-again/cap=7/p=1/c=1/batch=1": {"Queues", "full", "ring-again", 1, 7, 1, 1, 0, 1},
		"Latency/scenario=paced/impl=chan/cap=16/every=2us-16":       {"Latency", "paced", "chan", 0, 16, 0, 0, 2 * time.Microsecond, 16},
	} {
		s, err := read("Benchmark" + name + " 10 5 ns/op\n")
		if err != nil || len(s.Cells[want][PerOp]) != 1 {
			t.Errorf("%s: %v %v, want %+v", name, s.Cells, err, want)
		}
	}
}

func TestSamplesOfACellAreOne(t *testing.T) {
	const name = "BenchmarkQueue/scenario=handoff/impl=%s/cap=1/p=1/c=1 10 %d ns/op\n"
	s, err := read("go: go1.25\n" + fmt.Sprintf(name, "chan", 1) + fmt.Sprintf(name, "ring", 2) + "go: go1.26\n" + fmt.Sprintf(name, "ring", 4))
	if err != nil || s.Check() != nil {
		t.Fatal(err, s.Check())
	}
	ring := Cell{Benchmark: "Queue", Scenario: "handoff", Impl: "ring", Capacity: 1, Producers: 1, Consumers: 1, Procs: 1}
	if got := fmt.Sprint(s.Cells[ring][PerOp]); got != "[2e-09 4e-09]" {
		t.Errorf("samples of ring: %s", got)
	}
	if s.Count(ring) != 2 || s.Counts() != "1 to 2" {
		t.Errorf("%d samples of ring, %s of all", s.Count(ring), s.Counts())
	}
	if got := fmt.Sprint(s.Settings["go"]); got != "[go1.25 go1.26]" {
		t.Errorf("go: %s", got)
	}
	if got := s.Sorted(); len(got) != 2 || got[0] != ring.Baseline() {
		t.Errorf("sorted: %v", got)
	}
}

func TestBatchesAreComparedWithSingleValues(t *testing.T) {
	const name = "BenchmarkDirect/scenario=handoff/impl=%s/batch=%d/cap=1/p=1/c=1 10 5 ns/op\n"
	s, err := read(fmt.Sprintf(name, "chan", 1) + fmt.Sprintf(name, "ring", 64))
	if err != nil || s.Check() != nil {
		t.Error(err, s.Check())
	}
	s, err = read(fmt.Sprintf(name, "chan", 64) + fmt.Sprintf(name, "ring", 64))
	if err != nil || s.Check() == nil {
		t.Errorf("no error without single values of the channel")
	}
}

func TestLoses(t *testing.T) {
	for _, test := range []struct {
		time, cpu float64
		want      bool
	}{
		{1, 1, false}, {1.004, 1.054, false}, {1.006, 0.5, true}, {0.5, 1.056, true}, {0, 0, false},
	} {
		if got := Loses(test.time, test.cpu); got != test.want {
			t.Errorf("%v %v: %v", test.time, test.cpu, got)
		}
	}
}
