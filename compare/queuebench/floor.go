package queuebench

import (
	"errors"
	"fmt"
	"testing"
)

// floor sends one value at a time and receives it, in one goroutine: nobody waits
// and nothing is contended for. One operation is one value.
func floor(b *testing.B, c Cell) {
	l := c.lane(b)
	err := timed(b, []func() error{func() error { return exchange(l, b.N) }})
	if err == nil {
		err = endOf(l)
	}
	if err != nil {
		b.Fatal(err)
	}
}

// exchange sends the values 1 to n and receives each before the next.
func exchange(l Lane, n int) error {
	for v := uint64(1); v <= uint64(n); v++ {
		if err := l.Send(v); err != nil {
			return err
		}
		got, err := l.Recv()
		if err != nil {
			return err
		}
		if got != v {
			return fmt.Errorf("received %d, want %d", got, v)
		}
	}
	return nil
}

// pairs sends a value and receives one, which may be another's, in each of the
// cell's goroutines. They never all wait: if all of them did, the lane would have
// to be full for those that send and empty for those that receive. One operation is
// one value.
func pairs(b *testing.B, c Cell) {
	l := c.lane(b)
	sources := sourcesOf(b.N, c.Producers)
	tallies := make([]*Tally, c.Producers)
	var workers []func() error
	for i, s := range sources {
		tallies[i] = newTally(c.Producers)
		workers = append(workers, func() error { return hangUp(pair(l, s, tallies[i]), l) })
	}
	err := timed(b, workers)
	if err == nil {
		err = errors.Join(verify(sources, tallies), endOf(l))
	}
	if err != nil {
		b.Fatal(err)
	}
}

// pair sends the values of s and receives as many into t.
func pair(l Lane, s Source, t *Tally) error {
	for v, end := s.Span(); v < end; v++ {
		if err := l.Send(v); err != nil {
			return err
		}
		got, err := l.Recv()
		if err != nil {
			return err
		}
		t.Add(got)
	}
	return nil
}

// endOf closes l and fails unless nothing was left in it.
func endOf(l Lane) error {
	l.Close()
	return expectEnd(l)
}
