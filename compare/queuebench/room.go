package queuebench

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/boundedq/queue"
)

// A tryLane is a lane that can be asked for room without waiting for it.
type tryLane interface {
	Lane
	// TrySend returns [queue.ErrFull] where Send would wait.
	TrySend(v uint64) error
}

// openTrying makes a tryLane, or none: a control has nothing to ask for, and a lane of
// the caller's own, without a queue behind it, has no method for it.
func (i Impl) openTrying(capacity int) tryLane {
	switch {
	case i.native:
		return make(chanLane, capacity)
	case i.New != nil:
		return queueLane{i.New(capacity), context.Background()}
	}
	return nil
}

// reportFull reports how many sends in a hundred find the lane full, in traffic like t
// whose producers work before each value, unless work is nil.
//
// A send does not tell whether it had to wait, and one that asks first is not what is
// to be timed. So it is found out in a run of its own that follows the timed one: of
// so many values that the time in which the lane fills up counts for little, and no
// more.
func reportFull(b *testing.B, c Cell, t traffic, work func(v uint64) uint64) {
	l := c.Impl.openTrying(c.Capacity)
	if l == nil || c.Batch > 1 {
		return
	}
	if err := warm(l, c.Capacity); err != nil {
		b.Fatal(err)
	}
	var full atomic.Int64
	t.produce = func(_ Lane, s *Source) error {
		n, err := produceAsking(l, *s, work)
		full.Add(int64(n))
		return err
	}
	n := min(b.N, 20*(c.Capacity+1000))
	if _, err := t.through(l, c, n, together); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(100*float64(full.Load())/float64(n), "full-%")
}

// produceAsking sends the values of s and counts those for which there was no room at
// once.
func produceAsking(l tryLane, s Source, work func(v uint64) uint64) (full int, err error) {
	for v, end := s.Span(); v < end; v++ {
		if work != nil {
			work(v)
		}
		err := l.TrySend(v)
		if err == queue.ErrFull {
			full++
			err = l.Send(v)
		}
		if err != nil {
			return full, err
		}
	}
	return full, nil
}
