package bench

import (
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/internal/lane"
	"github.com/boundedq/queue/compare/queuebench"
	"github.com/boundedq/queue/ring"
)

// BenchmarkDirect is the handoff scenario, alone and in company, for the rings, each
// called as the type that it is, with the bare channel as the baseline.
func BenchmarkDirect(b *testing.B) {
	cells := directMatrix()
	shuffle(cells, *seed)
	for _, c := range cells {
		c.RunAs(b, directName(c))
	}
}

// throughInterface is the ring behind queue.BoundedQueue, called as BenchmarkQueue
// calls it.
var throughInterface = queuebench.Impl{
	Name: "ring-iface",
	New:  func(capacity int) queue.BoundedQueue[uint64] { return ring.New[uint64](capacity) },
}

// batchSize is how many values go with one call in the cells with batches.
const batchSize = 64

// directMatrix returns the cells of BenchmarkDirect. Each has a cell of the bare
// channel at the same capacity with the same producers and consumers.
func directMatrix() []queuebench.Cell {
	var cells []queuebench.Cell
	addIn := func(scenario string, kind queuebench.Impl, producers, consumers int, capacities ...int) {
		if !kind.Roles.Allow(producers, consumers) {
			return
		}
		for _, capacity := range capacities {
			cells = append(cells, cell(scenario, kind, capacity, producers, consumers))
		}
	}
	add := func(kind queuebench.Impl, producers, consumers int, capacities ...int) {
		addIn("handoff", kind, producers, consumers, capacities...)
	}
	addBatched := func(kind queuebench.Impl, producers, consumers int, capacities ...int) {
		first := len(cells)
		add(kind, producers, consumers, capacities...)
		for i := range cells[first:] {
			cells[first+i].Batch = batchSize
		}
	}
	direct := byName(lane.Direct())

	for _, pc := range [][2]int{{1, 1}, {2, 2}, {8, 8}, {32, 32}, {1, 8}, {8, 1}, {3, 5}} {
		for _, name := range []string{"chan", "ring"} {
			add(direct[name], pc[0], pc[1], 0, 1, 2, 7, 16, 64, 256, 1024, 4096, 16384)
		}
	}
	for _, pc := range [][2]int{{1, 1}, {2, 2}, {8, 8}, {1, 8}, {8, 1}} {
		add(direct["lockfree"], pc[0], pc[1], 1, 7, 16, 64, 256, 1024, 4096, 16384)
	}
	for _, role := range []struct {
		name                 string
		producers, consumers int
	}{{"spsc", 1, 1}, {"mpsc", 8, 1}, {"spmc", 1, 8}} {
		p, c := role.producers, role.consumers
		add(direct[role.name], p, c, 0, 1, 7, 16, 100, 1024, 8192)
		addBatched(direct[role.name], p, c, 100, 1024, 8192)
		add(direct["ring"], p, c, 100, 8192)
		add(direct["chan"], p, c, 100, 8192)
	}
	add(direct["chan"], 2, 2, 100, 8192)
	// In company, and alone where the above have it not.
	for _, name := range []string{"chan", "ring", "spsc", "lockfree"} {
		kind := direct[name]
		for _, pc := range [][2]int{{1, 1}, {4, 4}} {
			addIn("busy", kind, pc[0], pc[1], 0, 1, 4, 16, 64, 1024)
		}
		for _, pc := range [][2]int{{1, 1}, {2, 2}, {8, 8}, {1, 8}, {8, 1}} {
			addIn("busyprocess", kind, pc[0], pc[1], 64, 1024)
		}
		add(kind, 1, 1, 4)
		add(kind, 4, 4, 0, 1, 4, 16, 64, 1024)
	}
	add(direct["spsc"], 1, 1, 64)
	for _, n := range []int{1, 2} {
		addBatched(direct["ring"], n, n, 100, 1024, 8192)
		add(throughInterface, n, n, 1024)
	}
	return cells
}

func byName(kinds []queuebench.Impl) map[string]queuebench.Impl {
	named := map[string]queuebench.Impl{}
	for _, kind := range kinds {
		named[kind.Name] = kind
	}
	return named
}
