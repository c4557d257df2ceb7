package bench

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/internal/lane"
)

// latencyOperations is how often a test runs each scenario: two of them rest in
// each operation.
var latencyOperations = map[string]int{"pingpong": 200, "wake": 20, "paced": 2000, "idle": 1}

func measureLatency(t *testing.T, c latencyCell) testing.BenchmarkResult {
	t.Helper()
	return operations(t, latencyOperations[c.scenario], func(b *testing.B) { latencies[c.scenario](b, c) })
}

func TestSoundQueueHasLatencies(t *testing.T) {
	units := map[string][]string{
		"pingpong": {},
		"wake":     {"p50-ns"},
		"paced":    {"p50-ns", "p99-ns"},
		"idle":     {},
	}
	for _, c := range latencyMatrix() {
		if c.capacity > 1 && c.capacity < 1024 {
			continue
		}
		t.Run(c.name(), func(t *testing.T) {
			r := measureLatency(t, c)
			if r.N == 0 {
				t.Fatal("no numbers")
			}
			// Whether there is a time of an operation at all.
			if ns, ok := r.Extra["ns/op"]; (ok && ns == 0) == (c.scenario == "pingpong") {
				t.Errorf("ns/op: %v", r)
			}
			for _, unit := range units[c.scenario] {
				if r.Extra[unit] <= 0 {
					t.Errorf("%s: %v", unit, r)
				}
			}
			if cpu, ok := r.Extra["cpu-ns/op"]; ok && cpu <= 0 {
				t.Errorf("cpu-ns/op is %v, which benchstat cannot scale", cpu)
			}
		})
	}
}

// Faults after which a scenario waits for ever are left out, for that is no number
// either: a value too few for all but paced, and one too many for idle.
func TestBrokenQueueHasNoLatencies(t *testing.T) {
	for _, scenario := range slices.Sorted(maps.Keys(latencies)) {
		for _, name := range []string{"duplicate", "replace", "stale", "refuse"} {
			if scenario == "idle" && name == "duplicate" {
				continue
			}
			t.Run(scenario+"/"+name, func(t *testing.T) {
				kind := kindOf(func(q queue.BoundedQueue[uint64]) queue.BoundedQueue[uint64] {
					return faulty{q, faults[name]}
				})
				c := latencyCell{scenario, kind, brokenCapacity, 2 * time.Microsecond}
				if r := measureLatency(t, c); r.N != 0 {
					t.Errorf("the benchmark gave numbers: %v", r)
				}
			})
		}
	}
}

func TestLatencyNames(t *testing.T) {
	var names []string
	for _, c := range latencyMatrix() {
		names = append(names, c.name())
		if _, ok := latencies[c.scenario]; !ok {
			t.Errorf("%s: no such scenario", c.name())
		}
		consumers := map[string]int{"idle": sleepers}[c.scenario]
		if !c.kind.Roles.Allow(1, max(consumers, 1)) {
			t.Errorf("%s: the queue is not made for so many", c.name())
		}
	}
	seen := checkNames(t, names)
	for _, c := range latencyMatrix() {
		baseline := c
		baseline.kind = lane.Kind{Name: "chan"}
		if !seen[baseline.name()] {
			t.Errorf("%s has no cell of the bare channel beside it", c.name())
		}
	}
	for _, name := range []string{
		"scenario=pingpong/impl=spsc/cap=0",
		"scenario=wake/impl=ring/cap=16",
		"scenario=paced/impl=chan/cap=1024/every=2us",
		"scenario=paced/impl=ring/cap=16/every=10us",
		"scenario=idle/impl=ring/cap=1",
	} {
		if !seen[name] {
			t.Errorf("%s is missing", name)
		}
	}
}
