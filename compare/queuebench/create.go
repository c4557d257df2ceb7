package queuebench

import (
	"context"
	"errors"
	"testing"
)

// create makes queues of the cell's capacity, one after the other, and uses the last
// one, so that it must be one. One operation is one queue, with what the garbage
// collector does about those before it.
func create(b *testing.B, c Cell) {
	b.ReportAllocs()
	if _, err := c.open(); err != nil {
		b.Fatal(err)
	}
	var last Lane
	err := timed(b, []func() error{func() error {
		last = c.Impl.makeMany(c.Capacity, b.N)
		return nil
	}})
	if err == nil && c.Capacity > 0 {
		err = errors.Join(exchange(last, 20), endOf(last))
	}
	if err != nil {
		b.Fatal(err)
	}
}

// makeMany makes n queues, and nothing else that would be counted, and returns a
// lane of the last one.
func (i Impl) makeMany(capacity, n int) (last Lane) {
	if i.New == nil {
		for range n {
			last = i.Lane(capacity)
		}
		return last
	}
	q := i.New(capacity)
	for range n - 1 {
		q = i.New(capacity)
	}
	return queueLane{q, context.Background()}
}
