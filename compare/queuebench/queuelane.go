package queuebench

import (
	"context"

	"github.com/boundedq/queue"
)

// queueLane calls a queue through [queue.BoundedQueue], as code that can swap
// one queue for another does. Its numbers include that dynamic call, one for
// each Send and each Recv; code that holds a *ring.Queue does not pay it.
type queueLane struct {
	q   queue.BoundedQueue[uint64]
	ctx context.Context // of every operation that is not given one
}

func (l queueLane) Produce(s Source) error {
	ctx := l.ctx
	for v, end := s.Span(); v < end; v++ {
		if err := l.q.Send(ctx, v); err != nil {
			return err
		}
	}
	return nil
}

func (l queueLane) Consume(t *Tally) error {
	ctx := l.ctx
	for {
		v, err := l.q.Recv(ctx)
		if err == queue.ErrClosed {
			return nil
		}
		if err != nil {
			// Producers must not wait for a consumer that is gone.
			l.q.Close()
			return err
		}
		t.Add(v)
	}
}

func (l queueLane) TrySend(v uint64) error { return l.q.TrySend(v) }

func (l queueLane) Send(v uint64) error { return l.q.Send(l.ctx, v) }

func (l queueLane) Recv() (uint64, error) { return l.q.Recv(l.ctx) }

func (l queueLane) SendContext(ctx context.Context, v uint64) error { return l.q.Send(ctx, v) }

func (l queueLane) RecvContext(ctx context.Context) (uint64, error) { return l.q.Recv(ctx) }

func (l queueLane) Close() { l.q.Close() }
