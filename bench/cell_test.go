package bench

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/boundedq/queue/bench/internal/lane"
	"github.com/boundedq/queue/compare/queuebench"
)

// cell returns a cell in which values go one by one.
func cell(scenario string, impl queuebench.Impl, capacity, producers, consumers int) queuebench.Cell {
	return queuebench.Cell{
		Scenario: scenario, Impl: impl, Capacity: capacity,
		Producers: producers, Consumers: consumers, Batch: 1,
	}
}

// The names of the cells are those that results were committed with. As in
// [queuebench.Cell.Name] every key is always there, and no value ends in a minus
// sign and digits.

// name returns the name of c in BenchmarkQueue.
func name(c queuebench.Cell) string {
	return fmt.Sprintf("scenario=%s/impl=%s/cap=%d/p=%d/c=%d",
		c.Scenario, c.Impl.Name, c.Capacity, c.Producers, c.Consumers)
}

// directName returns the name of c in BenchmarkDirect, where values may go in
// batches.
func directName(c queuebench.Cell) string {
	return fmt.Sprintf("scenario=%s/impl=%s/batch=%d/cap=%d/p=%d/c=%d",
		c.Scenario, c.Impl.Name, c.Batch, c.Capacity, c.Producers, c.Consumers)
}

// matrix returns the cells of BenchmarkQueue, the controls among them.
func matrix() []queuebench.Cell {
	of := func(opts ...queuebench.Option) []queuebench.Cell {
		return cellsOf(lane.Queues(), append(opts, queuebench.Controls())...)
	}
	oneEach := queuebench.Goroutines([2]int{1, 1})
	return slices.Concat(
		of(queuebench.Scenarios("handoff"), queuebench.Capacities(1, 16, 128, 1024),
			queuebench.Goroutines([2]int{1, 1}, [2]int{4, 4}, [2]int{8, 1}, [2]int{1, 8})),
		of(queuebench.Scenarios("transform"), queuebench.Capacities(1, 100)),
		// Each queue in company, and alone where the above have it not.
		of(queuebench.Scenarios("wake", "busy", "busywake"), queuebench.Capacities(1, 64, 1024), oneEach),
		of(queuebench.Scenarios("handoff"), queuebench.Capacities(64), oneEach))
}

// cellsOf is [queuebench.Cells] with options that are in order, being constants.
func cellsOf(impls []queuebench.Impl, opts ...queuebench.Option) []queuebench.Cell {
	cells, err := queuebench.Cells(impls, opts...)
	if err != nil {
		panic(err)
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
