package asynclog

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/boundedq/queue"
)

// pump is a queue, and the goroutine that empties it.
//
// Invariants:
//
//   - A record is counted once by who logs: accepted, or under the reason why not.
//   - An accepted record is counted once more by the goroutine: written or failed.
//   - Only the goroutine receives.
type pump[T any] struct {
	q      queue.BoundedQueue[T]
	policy Policy
	done   chan struct{} // closed when the goroutine has ended

	_                                 [128]byte // who logs writes below, the goroutine further down
	accepted, full, cancelled, closed atomic.Uint64
	_                                 [128]byte
	written, failed                   atomic.Uint64
	firstFailure                      error // of the goroutine, until done is closed
}

func newPump[T any](q queue.BoundedQueue[T], o Options) *pump[T] {
	return &pump[T]{q: q, policy: o.Policy, done: make(chan struct{})}
}

// send puts v into the queue as the policy says, and counts what came of it.
func (p *pump[T]) send(ctx context.Context, v T) error {
	var err error
	if p.policy == Drop {
		err = p.q.TrySend(v)
	} else {
		err = p.q.Send(ctx, v)
	}
	switch err {
	case nil:
		p.accepted.Add(1)
	case queue.ErrFull:
		p.full.Add(1)
	case queue.ErrClosed:
		p.closed.Add(1)
	default:
		p.cancelled.Add(1)
	}
	return err
}

// run hands what comes out of the queue to write, until the queue is closed and
// drained. write returns how many records it wrote, and why not the others.
func (p *pump[T]) run(batch int, write func([]T) (int, error)) {
	defer close(p.done)
	buf := make([]T, batch)
	for {
		n, err := queue.RecvMany[T](context.Background(), p.q, buf)
		if err != nil {
			return // ErrClosed: the context does not end
		}
		written, err := write(buf[:n])
		p.written.Add(uint64(written))
		p.failed.Add(uint64(n - written))
		if p.firstFailure == nil {
			p.firstFailure = err
		}
		clear(buf[:n]) // or the records would live as long as the next batch is small
	}
}

// Close ends logging, and waits until all that was accepted is written. Then it
// returns nil, or an error that says how many records could not be written and why
// the first of them could not. If ctx ends first it returns an error that wraps
// ctx.Err(), and writing goes on behind it; Close can be called again.
//
// Close does not close the writer or handler behind.
func (p *pump[T]) Close(ctx context.Context) error {
	p.q.Close()
	select {
	case <-p.done:
	case <-ctx.Done():
		return fmt.Errorf("asynclog: not all is written: %w", ctx.Err())
	}
	if n := p.failed.Load(); n > 0 {
		return fmt.Errorf("asynclog: %d of %d records were not written, the first because: %w", n, p.written.Load()+n, p.firstFailure)
	}
	return nil
}

// Report returns what became of the records so far.
func (p *pump[T]) Report() Report {
	return Report{
		Accepted:  p.accepted.Load(),
		Full:      p.full.Load(),
		Cancelled: p.cancelled.Load(),
		Closed:    p.closed.Load(),
		Written:   p.written.Load(),
		Failed:    p.failed.Load(),
	}
}
