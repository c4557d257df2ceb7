// Package rendezvous is the queue of capacity 0: a sender and a receiver meet, and
// the value goes from hand to hand. ring and condq use it for New(0).
package rendezvous

import (
	"context"
	"sync"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/park"
)

// Invariants, whenever mu is free:
//
//   - senders or receivers is empty: who arrives and finds somebody on the other
//     side meets them at once.
//   - Both are empty once closed is set.
//   - A waiter leaves its list exactly once: chosen by a partner, chosen by Close,
//     or removed by its own goroutine when its context is done. Which of the three
//     came first is decided under mu, so a value is either handed over or still
//     the sender's, never both and never neither.
//
// Every outcome takes effect while mu is held: a meeting when the partner is
// chosen, a refusal when the other list is seen to be empty, a cancelled wait when
// the waiter is removed.

// A Point is where senders and receivers meet. Its zero value is ready. It keeps
// the contract of [queue.BoundedQueue] at capacity 0.
type Point[T any] struct {
	mu                 sync.Mutex
	senders, receivers park.List[party[T]]
	closed             bool
}

// party is one side of a meeting to be.
type party[T any] struct {
	v   T    // a sender's value before the meeting, a receiver's after it
	met bool // false in a waiter that was woken: Close woke it
}

// Send waits for a receiver and hands it v.
func (p *Point[T]) Send(ctx context.Context, v T) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.trySend(v); err != queue.ErrFull {
		return err
	}
	_, err := p.wait(ctx, &p.senders, v)
	return err
}

// TrySend hands v to a receiver that is waiting.
func (p *Point[T]) TrySend(v T) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.trySend(v)
}

func (p *Point[T]) trySend(v T) error {
	if p.closed {
		return queue.ErrClosed
	}
	r := p.receivers.Choose()
	if r == nil {
		return queue.ErrFull
	}
	r.Value = party[T]{v: v, met: true}
	r.Wake()
	return nil
}

// Recv waits for a sender and takes its value.
func (p *Point[T]) Recv(ctx context.Context) (v T, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if v, err := p.tryRecv(); err != queue.ErrEmpty {
		return v, err
	}
	return p.wait(ctx, &p.receivers, v)
}

// TryRecv takes the value of a sender that is waiting.
func (p *Point[T]) TryRecv() (T, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.tryRecv()
}

func (p *Point[T]) tryRecv() (v T, err error) {
	if p.closed {
		return v, queue.ErrClosed
	}
	s := p.senders.Choose()
	if s == nil {
		return v, queue.ErrEmpty
	}
	v = s.Value.v
	s.Value.met = true
	s.Wake()
	return v, nil
}

// wait queues the caller, who brings v, on its side and returns what it has after
// the meeting. It is called with mu held, gives it up while it waits, and returns
// with it held.
func (p *Point[T]) wait(ctx context.Context, side *park.List[party[T]], v T) (T, error) {
	done := ctx.Done() // before anything changes: a nil ctx panics here
	w := side.Add(false)
	w.Value.v = v

	p.mu.Unlock()
	woken := w.Wait(done)
	p.mu.Lock()

	defer side.Free(w)
	var zero T
	if !woken {
		if side.Remove(w) {
			return zero, ctx.Err()
		}
		w.Wait(nil) // chosen first: the meeting stands. Wake came while mu was held
	}
	if !w.Value.met {
		return zero, queue.ErrClosed
	}
	return w.Value.v, nil
}

// Close turns away everybody who waits or comes later.
func (p *Point[T]) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, side := range []*park.List[party[T]]{&p.senders, &p.receivers} {
		for w := side.Choose(); w != nil; w = side.Choose() {
			w.Wake()
		}
	}
}
