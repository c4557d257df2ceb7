package lane

import "github.com/boundedq/queue"

// chanLane is the native channel with nothing around it: no context, no error
// from a closed channel, no close that may be repeated. It gives less than the
// queues do, which is what makes it the baseline.
type chanLane chan uint64

// NewChan returns a lane that is a bare native channel.
func NewChan(capacity int) Lane { return make(chanLane, capacity) }

func (ch chanLane) Produce(s Source) error {
	for v, end := s.span(); v < end; v++ {
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
