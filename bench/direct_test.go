package bench

import (
	"testing"

	"github.com/boundedq/queue/bench/internal/lane"
	"github.com/boundedq/queue/ring"
)

// BenchmarkDirect is the handoff scenario for the rings, each called as the type
// that it is, with the bare channel as the baseline.
func BenchmarkDirect(b *testing.B) {
	cells := directMatrix()
	shuffle(cells, *seed)
	for _, c := range cells {
		b.Run(c.directName(), func(b *testing.B) { scenarios[c.scenario](b, c) })
	}
}

// throughInterface is the ring behind queue.BoundedQueue, called as BenchmarkQueue
// calls it.
var throughInterface = lane.Kind{
	Name: "ring-iface",
	New:  func(capacity int) lane.Lane { return lane.FromQueue(ring.New[uint64](capacity)) },
}

// directMatrix returns the cells of BenchmarkDirect. Each has a cell of the bare
// channel at the same capacity with the same producers and consumers.
func directMatrix() []cell {
	var cells []cell
	add := func(kind lane.Kind, producers, consumers int, capacities ...int) {
		for _, capacity := range capacities {
			cells = append(cells, cell{"handoff", kind, capacity, producers, consumers})
		}
	}
	single, batched := byName(lane.Direct()), byName(lane.Batched())

	for _, pc := range [][2]int{{1, 1}, {2, 2}, {8, 8}, {32, 32}, {1, 8}, {8, 1}, {3, 5}} {
		for _, name := range []string{"chan", "ring"} {
			add(single[name], pc[0], pc[1], 0, 1, 2, 7, 16, 64, 256, 1024, 4096, 16384)
		}
	}
	for _, role := range []struct {
		name                 string
		producers, consumers int
	}{{"spsc", 1, 1}, {"mpsc", 8, 1}, {"spmc", 1, 8}} {
		p, c := role.producers, role.consumers
		add(single[role.name], p, c, 0, 1, 7, 16, 100, 1024, 8192)
		add(batched[role.name], p, c, 100, 1024, 8192)
		add(single["ring"], p, c, 100, 8192)
		add(single["chan"], p, c, 100, 8192)
	}
	add(single["chan"], 2, 2, 100, 8192)
	for _, n := range []int{1, 2} {
		add(batched["ring"], n, n, 100, 1024, 8192)
		add(throughInterface, n, n, 1024)
	}
	return cells
}

func byName(kinds []lane.Kind) map[string]lane.Kind {
	named := map[string]lane.Kind{}
	for _, kind := range kinds {
		named[kind.Name] = kind
	}
	return named
}
