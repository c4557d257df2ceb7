package bench

import (
	"fmt"
	"math/rand/v2"

	"github.com/boundedq/queue/bench/internal/lane"
)

// A cell is one sub-benchmark: a scenario at one point of the matrix.
type cell struct {
	scenario  string
	kind      lane.Kind
	capacity  int
	producers int
	consumers int
}

// name returns the cell's name. Every key is always there and in this order, for
// benchstat merges what it cannot tell apart. No value ends in a minus sign and
// digits, which benchstat would read as GOMAXPROCS.
func (c cell) name() string {
	return fmt.Sprintf("scenario=%s/impl=%s/cap=%d/p=%d/c=%d",
		c.scenario, c.kind.Name, c.capacity, c.producers, c.consumers)
}

// directName returns the cell's name in BenchmarkDirect, where values may go in
// batches.
func (c cell) directName() string {
	return fmt.Sprintf("scenario=%s/impl=%s/batch=%d/cap=%d/p=%d/c=%d",
		c.scenario, c.kind.Name, max(c.kind.Batch, 1), c.capacity, c.producers, c.consumers)
}

// matrix returns all cells, of the scenarios that scenarios names.
func matrix() []cell {
	var cells []cell
	for _, kind := range lane.Kinds() {
		for _, capacity := range []int{1, 16, 128, 1024} {
			for _, pc := range [][2]int{{1, 1}, {4, 4}, {8, 1}, {1, 8}} {
				cells = append(cells, cell{"handoff", kind, capacity, pc[0], pc[1]})
			}
		}
		for _, capacity := range []int{1, 100} {
			cells = append(cells, cell{"transform", kind, capacity, 1, 1})
		}
	}
	return cells
}

// shuffle reorders cells by seed, so that in a series of samples no cell always
// runs in the wake of the same other one. Seed 0 leaves them as they are.
func shuffle[C any](cells []C, seed uint64) {
	if seed == 0 {
		return
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	rng.Shuffle(len(cells), func(i, j int) { cells[i], cells[j] = cells[j], cells[i] })
}
