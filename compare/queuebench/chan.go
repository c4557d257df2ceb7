package queuebench

import "github.com/boundedq/queue"

// chanLane is the native channel with nothing around it: no context, no error
// from a closed channel, no close that may be repeated. It gives less than the
// queues do, which is what makes it the baseline.
type chanLane chan uint64

// Chan returns the bare native channel, the baseline that [Run] puts before the
// queues that it is given. It is called directly, and has no batches: where others
// send and receive in batches its values go one by one. Where they have a context that
// can end it is in a select, beside ctx.Done().
func Chan() Impl {
	return Impl{
		Name:   "chan",
		Lane:   func(capacity int) Lane { return make(chanLane, capacity) },
		native: true,
	}
}

func (ch chanLane) Produce(s Source) error {
	for v, end := s.Span(); v < end; v++ {
		ch <- v
	}
	return nil
}

func (ch chanLane) Consume(t *Tally) error {
	for {
		v, ok := <-ch
		if !ok {
			return nil
		}
		t.Add(v)
	}
}

func (ch chanLane) TrySend(v uint64) error {
	select {
	case ch <- v:
		return nil
	default:
		return queue.ErrFull
	}
}

func (ch chanLane) Send(v uint64) error {
	ch <- v
	return nil
}

func (ch chanLane) Recv() (uint64, error) {
	v, ok := <-ch
	if !ok {
		return 0, queue.ErrClosed
	}
	return v, nil
}

func (ch chanLane) Close() { close(ch) }
