package queuebench

import (
	"context"

	"github.com/boundedq/queue"
)

// selectLane is the native channel in a select with the end of a context, as a
// program has it that must not wait for longer.
type selectLane struct {
	chanLane
	ctx context.Context // of every operation that is not given one
}

func (l selectLane) Produce(s Source) error {
	ctx := l.ctx
	for v, end := s.Span(); v < end; v++ {
		select {
		case l.chanLane <- v:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// Consume does not close the lane where it fails: the producers have the same
// context.
func (l selectLane) Consume(t *Tally) error {
	ctx := l.ctx
	for {
		select {
		case v, ok := <-l.chanLane:
			if !ok {
				return nil
			}
			t.Add(v)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (l selectLane) Send(v uint64) error { return l.SendContext(l.ctx, v) }

func (l selectLane) Recv() (uint64, error) { return l.RecvContext(l.ctx) }

func (l selectLane) SendContext(ctx context.Context, v uint64) error {
	select {
	case l.chanLane <- v:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l selectLane) RecvContext(ctx context.Context) (uint64, error) {
	select {
	case v, ok := <-l.chanLane:
		if !ok {
			return 0, queue.ErrClosed
		}
		return v, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}
