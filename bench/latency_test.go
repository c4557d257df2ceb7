package bench

import (
	"fmt"
	"strings"
	"testing"

	"github.com/boundedq/queue/bench/internal/lane"
	"github.com/boundedq/queue/compare/queuebench"
)

// latencyName returns the name of c in BenchmarkLatency, where the numbers of
// goroutines are fixed and how often a value is sent is a key of its own.
func latencyName(c queuebench.Cell) string {
	every, paced := strings.CutPrefix(c.Scenario, "paced")
	if paced {
		return fmt.Sprintf("scenario=paced/impl=%s/cap=%d/every=%s", c.Impl.Name, c.Capacity, every)
	}
	return fmt.Sprintf("scenario=%s/impl=%s/cap=%d", c.Scenario, c.Impl.Name, c.Capacity)
}

// sleepers is how many goroutines wait in the idle scenario.
const sleepers = 1000

// latencyMatrix returns the cells of BenchmarkLatency.
func latencyMatrix() []queuebench.Cell {
	var cells []queuebench.Cell
	direct := byName(lane.Direct())
	for _, name := range []string{"chan", "ring", "spsc", "lockfree"} {
		kind := direct[name]
		for _, capacity := range []int{0, 1, 2, 16, 64, 1024} {
			cells = append(cells, cell("pingpong", kind, capacity, 1, 1))
		}
		cells = append(cells, cell("busypingpong", kind, 64, 1, 1))
		for _, scenario := range []string{"wake", "busywake"} {
			for _, capacity := range []int{0, 1, 4, 16, 64, 1024} {
				cells = append(cells, cell(scenario, kind, capacity, 1, 1))
			}
		}
		for _, capacity := range []int{16, 1024} {
			for _, paced := range []string{"paced2us", "paced10us"} {
				cells = append(cells, cell(paced, kind, capacity, 1, 1))
			}
		}
		if kind.Roles.Allow(2, 2) {
			for _, capacity := range []int{0, 1, 64, 1024} {
				cells = append(cells, cell("join", kind, capacity, 2, 2))
			}
		}
		if kind.Roles.Allow(1, sleepers) {
			for _, capacity := range []int{1, 1024} {
				cells = append(cells, cell("idle", kind, capacity, 1, sleepers))
			}
		}
	}
	return cells
}

// BenchmarkLatency measures how long one value takes, and what it costs to wait
// for it.
func BenchmarkLatency(b *testing.B) {
	cells := latencyMatrix()
	shuffle(cells, *seed)
	for _, c := range cells {
		c.RunAs(b, latencyName(c))
	}
}
