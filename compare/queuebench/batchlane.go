package queuebench

import (
	"context"

	"github.com/boundedq/queue"
)

// batchLane produces and consumes in batches.
type batchLane struct {
	queueLane
	size     int
	sender   queue.BatchSender[uint64]
	receiver queue.BatchReceiver[uint64]
}

// newBatchLane returns a lane that moves size values of q with one call: of q's own
// SendMany and RecvMany if it has them, and else of those of package queue, as a
// program would. Which of them it is was found out before the clock runs.
func newBatchLane(q queue.BoundedQueue[uint64], size int) Lane {
	l := batchLane{queueLane{q, context.Background()}, size, sendsSingly{q}, receivesSingly{q}}
	if s, ok := q.(queue.BatchSender[uint64]); ok {
		l.sender = s
	}
	if r, ok := q.(queue.BatchReceiver[uint64]); ok {
		l.receiver = r
	}
	return l
}

type sendsSingly struct{ q queue.BoundedQueue[uint64] }

func (s sendsSingly) SendMany(ctx context.Context, vs []uint64) (int, error) {
	return queue.SendMany(ctx, s.q, vs)
}

type receivesSingly struct{ q queue.BoundedQueue[uint64] }

func (r receivesSingly) RecvMany(ctx context.Context, buf []uint64) (int, error) {
	return queue.RecvMany(ctx, r.q, buf)
}

// buffer returns room for one batch. It shares no cache line with another one's,
// which belongs to another goroutine.
func (l batchLane) buffer() []uint64 {
	const pad = padBytes / 8
	return make([]uint64, pad+l.size+pad)[pad : pad+l.size]
}

func (l batchLane) Produce(s Source) error {
	ctx := context.Background()
	buf := l.buffer()
	for v, end := s.Span(); v < end; {
		batch := buf[:min(uint64(l.size), end-v)]
		for i := range batch {
			batch[i] = v
			v++
		}
		if _, err := l.sender.SendMany(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

func (l batchLane) Consume(t *Tally) error {
	ctx := context.Background()
	buf := l.buffer()
	for {
		n, err := l.receiver.RecvMany(ctx, buf)
		if err == queue.ErrClosed {
			return nil
		}
		if err != nil {
			// Producers must not wait for a consumer that is gone.
			l.Close()
			return err
		}
		for _, v := range buf[:n] {
			t.Add(v)
		}
	}
}
