package peers

import (
	"context"
	"fmt"
	"sync"

	"github.com/gammazero/deque"

	"github.com/boundedq/queue"
)

// Deque is gammazero's deque under a mutex, with two sync.Conds for those who wait.
// Only the store is the peer's. The rest is what a user would write around it, with
// contexts as in the example of [context.AfterFunc]: a context that ends wakes all, and
// each asks its own, under the lock. So this is that pattern held to the contract, too.
// Who waits is not served but told to look again, and whoever comes meanwhile goes ahead
// of it; AfterFunc allocates; and no queue has capacity 0.
type Deque[T any] struct {
	mu       sync.Mutex
	notFull  sync.Cond
	notEmpty sync.Cond
	values   deque.Deque[T]
	cap      int
	closed   bool
}

// NewDeque returns an empty queue. It panics if the capacity is less than 1.
func NewDeque[T any](capacity int) *Deque[T] {
	if capacity < 1 {
		panic(fmt.Sprintf("deque: capacity %d: must be 1 or more", capacity))
	}
	d := &Deque[T]{cap: capacity}
	d.notFull.L, d.notEmpty.L = &d.mu, &d.mu
	return d
}

// Send waits until there is room, and is PushBack.
func (d *Deque[T]) Send(ctx context.Context, v T) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	err := d.wait(ctx, &d.notFull, d.full)
	if err != nil {
		return err
	}
	return d.push(v)
}

// TrySend is PushBack.
func (d *Deque[T]) TrySend(v T) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.full() {
		return queue.ErrFull
	}
	return d.push(v)
}

// Recv waits until there is a value, and is PopFront.
func (d *Deque[T]) Recv(ctx context.Context) (T, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.wait(ctx, &d.notEmpty, d.empty); err != nil {
		var zero T
		return zero, err
	}
	return d.pop()
}

// TryRecv is PopFront.
func (d *Deque[T]) TryRecv() (T, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.empty() {
		var zero T
		return zero, queue.ErrEmpty
	}
	return d.pop()
}

// wait returns nil when none is not true any more. It looks at none first, so that
// who was signalled takes what it was signalled for even if its context is done.
func (d *Deque[T]) wait(ctx context.Context, cond *sync.Cond, none func() bool) error {
	if !none() {
		return nil
	}
	stop := context.AfterFunc(ctx, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		cond.Broadcast()
	})
	defer stop()
	for none() {
		if err := ctx.Err(); err != nil {
			return err
		}
		cond.Wait()
	}
	return nil
}

// full says that a sender has to wait, empty that a receiver has to.
func (d *Deque[T]) full() bool  { return !d.closed && d.values.Len() == d.cap }
func (d *Deque[T]) empty() bool { return !d.closed && d.values.Len() == 0 }

func (d *Deque[T]) push(v T) error {
	if d.closed {
		return queue.ErrClosed
	}
	d.values.PushBack(v)
	d.notEmpty.Signal()
	return nil
}

func (d *Deque[T]) pop() (v T, err error) {
	if d.values.Len() == 0 {
		return v, queue.ErrClosed
	}
	v = d.values.PopFront()
	d.notFull.Signal()
	return v, nil
}

// Len is Len.
func (d *Deque[T]) Len() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.values.Len()
}

// Cap returns the capacity that was asked for.
func (d *Deque[T]) Cap() int { return d.cap }

// Close lets receivers take what is there, and all others return [queue.ErrClosed].
func (d *Deque[T]) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	d.notFull.Broadcast()
	d.notEmpty.Broadcast()
}

var _ queue.BoundedQueue[int] = (*Deque[int])(nil)
