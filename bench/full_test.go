package bench

import (
	"testing"

	"github.com/boundedq/queue/compare/queuebench"
)

// BenchmarkFull is every queue in every scenario of queuebench at every capacity.
func BenchmarkFull(b *testing.B) { runEqual(b, fullMatrix()) }

// fullMatrix returns the cells of BenchmarkFull, before those are left out that a peer
// does not hold the capacity of.
func fullMatrix() []queuebench.Cell {
	return cellsOf(rivals("ring", "condq", "chanq", "spsc", "mpsc", "spmc"), queuebench.Controls(),
		queuebench.Capacities(0, 1, 2, 7, 16, 128, 1024, 8192, 65536),
		queuebench.Goroutines([2]int{1, 1}, [2]int{4, 4}, [2]int{8, 1}, [2]int{1, 8}, [2]int{32, 32}))
}
