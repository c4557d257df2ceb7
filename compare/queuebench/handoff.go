package queuebench

import (
	"errors"
	"sync/atomic"
	"testing"
)

// handoff sends b.N values from the cell's producers to its consumers through
// one lane, as fast as they go. One operation is one value that arrived.
func handoff(b *testing.B, c Cell) {
	carry(b, c, c.lane(b), Lane.Produce, Lane.Consume, verify)
}

// carry sends b.N values through l, in which each producer runs produce and each
// consumer runs consume. The last producer that ends closes l. What was received is
// judged by check.
func carry(
	b *testing.B, c Cell, l Lane,
	produce func(Lane, Source) error, consume func(Lane, *Tally) error, check func([]Source, []*Tally) error,
) {
	sources := sourcesOf(b.N, c.Producers)
	tallies := make([]*Tally, c.Consumers)

	var workers []func() error
	var running atomic.Int32 // producers that have not ended; touched once by each
	running.Store(int32(c.Producers))
	for _, s := range sources {
		workers = append(workers, func() error {
			err := produce(l, s)
			if running.Add(-1) == 0 {
				l.Close()
			}
			return err
		})
	}
	for i := range tallies {
		tallies[i] = newTally(c.Producers)
		workers = append(workers, func() error { return consume(l, tallies[i]) })
	}

	err := timed(b, workers)
	if err := errors.Join(err, check(sources, tallies)); err != nil {
		b.Fatal(err)
	}
	if len(c.Impl.only) == 0 { // a control has nothing to share out
		reportUnfair(b, tallies)
	}
}
