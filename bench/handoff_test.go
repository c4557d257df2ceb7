package bench

import (
	"errors"
	"sync/atomic"
	"testing"

	"github.com/boundedq/queue/bench/internal/lane"
)

// handoff sends b.N values from the cell's producers to its consumers through
// one lane, as fast as they go. One operation is one value that arrived.
func handoff(b *testing.B, c cell) {
	l := c.kind.New(c.capacity)
	if err := lane.Warm(l, c.capacity); err != nil {
		b.Fatal(err)
	}
	sources := lane.Sources(b.N, c.producers)
	tallies := make([]*lane.Tally, c.consumers)

	var workers []func() error
	var running atomic.Int32 // producers that have not ended; touched once by each
	running.Store(int32(c.producers))
	for _, s := range sources {
		workers = append(workers, func() error {
			err := l.Produce(s)
			if running.Add(-1) == 0 {
				l.Close()
			}
			return err
		})
	}
	for i := range tallies {
		tallies[i] = lane.NewTally(c.producers)
		workers = append(workers, func() error { return l.Consume(tallies[i]) })
	}

	err := timed(b, workers)
	if err := errors.Join(err, lane.Verify(sources, tallies)); err != nil {
		b.Fatal(err)
	}
}
