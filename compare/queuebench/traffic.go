package queuebench

import (
	"errors"
	"sync/atomic"
)

// traffic is values that go from producers to consumers through one lane.
type traffic struct {
	produce func(Lane, *Source) error // of one that sends less, sets N to what it sent
	consume func(Lane, *Tally) error
	check   func([]Source, []*Tally) error // judges what has been received
}

// flatOut is traffic of which neither side does anything else.
var flatOut = traffic{sendAll, Lane.Consume, verify}

func sendAll(l Lane, s *Source) error { return l.Produce(*s) }

// last returns a function of which the nth call closes the lanes. Each goroutine calls it
// once, when it ends.
func last(n int, lanes ...Lane) func() {
	var running atomic.Int32
	running.Store(int32(n))
	return func() {
		if running.Add(-1) == 0 {
			for _, l := range lanes {
				l.Close()
			}
		}
	}
}

// through sends n values through l, with the producers and consumers of c, which run
// makes go. The last producer that ends closes l. It returns what was received.
func (t traffic) through(l Lane, c Cell, n int, run func(workers []func() error) error) ([]*Tally, error) {
	sources := sourcesOf(n, c.Producers)
	tallies := make([]*Tally, c.Consumers)

	var workers []func() error
	ended := last(c.Producers, l)
	for i := range sources {
		workers = append(workers, func() error {
			defer ended()
			return t.produce(l, &sources[i])
		})
	}
	for i := range tallies {
		tallies[i] = newTally(c.Producers)
		workers = append(workers, func() error { return t.consume(l, tallies[i]) })
	}

	err := run(workers)
	return tallies, errors.Join(err, t.check(sources, tallies))
}
