package queuebench

import (
	"sync/atomic"
	"testing"
	"time"
)

// goroutinesOf returns the company that the cell's scenario has, or ends b where there
// can be none.
func (c Cell) goroutinesOf(b *testing.B) company {
	if why := unpreempted(); why != "" {
		b.Skip(why)
	}
	_, n, err := numberOf(c.Scenario)
	if err != nil {
		b.Fatal(err)
	}
	return newGoroutines(n)
}

// busy is handoff beside goroutines that compute: the queue's have a processor now and
// then, and what counts is what they get done with it. One operation is one value that
// arrived.
func busy(b *testing.B, c Cell) { carryBeside(b, c, c.goroutinesOf(b)) }

// carryBeside sends values as fast as they go, beside company.
func carryBeside(b *testing.B, c Cell, with company) {
	l := c.lane(b)
	s := stretchOf(b, leastStretch)
	var used besideUsage
	over := newFlag()
	t := traffic{func(l Lane, s *Source) error { return sendUntil(l, s, over) }, Lane.Consume, verify}
	tallies, err := t.through(l, c, s.operations, func(workers []func() error) (err error) {
		used, err = s.beside(b, with, over, workers)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	used.report(b, int(total(tallies).count))
	reportUnfair(b, tallies)
}

// sendUntil sends the values of s until over is true, and leaves in s those that it has
// sent. It looks before each: any number of values at once may take a slow queue very
// long.
func sendUntil(l Lane, s *Source, over *atomic.Bool) error {
	v, end := s.Span()
	defer func(first uint64) { s.N = int(v - first) }(v)
	for ; v < end && !over.Load(); v++ {
		if err := l.Send(v); err != nil {
			return err
		}
	}
	return nil
}

// busypingpong is pingpong beside goroutines that compute.
func busypingpong(b *testing.B, c Cell) {
	with := c.goroutinesOf(b)
	s := stretchOf(b, leastStretch)
	t := trips{there: c.lane(b), back: c.lane(b), most: s.operations}
	over := newFlag()
	used, err := s.beside(b, with, over, t.workers(over))
	if err != nil {
		b.Fatal(err)
	}
	used.report(b, t.made)
}

const (
	// betweenWakes is how long a consumer waits in busywake before the value is sent.
	betweenWakes = 3 * time.Millisecond
	// wakesStretch is the shortest time of a sample of busywake, if time it has.
	wakesStretch = 300 * time.Millisecond
)

// busywake is wake beside goroutines that compute. The latency ends when the consumer
// has the value, for which it needs a processor. Nearly all processor time is that of who
// computes, and says nothing of a wake.
func busywake(b *testing.B, c Cell) {
	with := c.goroutinesOf(b)
	s := stretchOf(b, wakesStretch)
	most := min(s.operations, int(s.time/betweenWakes)+1)
	bs := newBursts(c.lane(b), 1, betweenWakes, most)
	over := newFlag()
	used, err := s.beside(b, with, over, bs.workers(over))
	times := bs.latencies(b, err)
	used.reportWork(b)
	reportWaits(b, times)
}
