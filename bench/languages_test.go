package bench

import (
	"slices"
	"testing"

	"github.com/boundedq/queue/bench/internal/lane"
	"github.com/boundedq/queue/compare/queuebench"
)

// BenchmarkLanguages has our rows of the table across languages: the cells that the
// programs in the folder languages measure too. The rings are called as the types that
// they are, because those programs call their queues so.
func BenchmarkLanguages(b *testing.B) {
	cells := languagesMatrix()
	shuffle(cells, *seed)
	for _, c := range cells {
		c.RunAs(b, name(c))
	}
}

// languagesMatrix returns the cells of BenchmarkLanguages. A ring with roles is there
// only where its own roles are taken: at 1/1 that is the SPSC, and not also the others.
// Of the controls there is the ring once more, but not what a harness takes without a
// queue: each language has its own harness.
func languagesMatrix() []queuebench.Cell {
	direct, queues := byName(lane.Direct()), byName(lane.Queues())
	cells := cellsOf(
		[]queuebench.Impl{direct["ring"], queues["condq"], queues["chanq"], direct["spsc"], direct["mpsc"], direct["spmc"]},
		queuebench.Scenarios("handoff", "pingpong"), queuebench.Controls(),
		queuebench.Capacities(0, 1, 16, 128, 1024),
		queuebench.Goroutines([2]int{1, 1}, [2]int{4, 1}, [2]int{1, 4}, [2]int{4, 4}))
	return slices.DeleteFunc(cells, func(c queuebench.Cell) bool {
		switch c.Impl.Name {
		case "nop", "faa":
			return true
		case "mpsc", "spmc":
			return c.Producers == 1 && c.Consumers == 1
		}
		return false
	})
}
