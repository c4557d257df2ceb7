package bench

import (
	"strings"
	"testing"

	"github.com/boundedq/queue/compare/queuebench"
)

// latencyOperations is how often a test runs each scenario: two of them rest in
// each operation.
var latencyOperations = map[string]int{"pingpong": 200, "wake": 20, "busywake": 5, "busypingpong": 5, "join": 20, "paced2us": 2000, "paced10us": 2000, "idle": 1}

func TestSoundQueueHasLatencies(t *testing.T) {
	units := map[string][]string{
		"pingpong":  {},
		"wake":      {"p50-ns"},
		"paced2us":  {"p50-ns", "p99-ns"},
		"paced10us": {"p50-ns", "p99-ns"},
		"idle":      {},
		"busywake":  {"p50-ns"},
		"join":      {"max-ns"},
	}
	for _, c := range latencyMatrix() {
		if c.Capacity > 1 && c.Capacity < 1024 {
			continue
		}
		t.Run(latencyName(c), func(t *testing.T) {
			r := measure(t, c, latencyOperations[c.Scenario])
			if r.N == 0 {
				t.Fatal("no numbers")
			}
			// Whether there is a time of an operation at all.
			if ns, ok := r.Extra["ns/op"]; (ok && ns == 0) == strings.HasSuffix(c.Scenario, "pingpong") {
				t.Errorf("ns/op: %v", r)
			}
			for _, unit := range units[c.Scenario] {
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

func TestLatencyNames(t *testing.T) {
	var names []string
	for _, c := range latencyMatrix() {
		names = append(names, latencyName(c))
		if !c.Impl.Roles.Allow(c.Producers, c.Consumers) {
			t.Errorf("%s: the queue is not made for so many", latencyName(c))
		}
	}
	seen := checkNames(t, names)
	for _, c := range latencyMatrix() {
		baseline := c
		baseline.Impl = queuebench.Chan()
		if !seen[latencyName(baseline)] {
			t.Errorf("%s has no cell of the bare channel beside it", latencyName(c))
		}
	}
	for _, name := range []string{
		"scenario=pingpong/impl=spsc/cap=0",
		"scenario=wake/impl=ring/cap=16",
		"scenario=paced/impl=chan/cap=1024/every=2us",
		"scenario=paced/impl=ring/cap=16/every=10us",
		"scenario=idle/impl=ring/cap=1",
		"scenario=busywake/impl=spsc/cap=0",
		"scenario=busypingpong/impl=ring/cap=64",
		"scenario=join/impl=ring/cap=0",
	} {
		if !seen[name] {
			t.Errorf("%s is missing", name)
		}
	}
}
