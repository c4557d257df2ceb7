package mutants

import (
	"context"
	"runtime"
	"sync"

	"github.com/boundedq/queue"
)

// An Unmade is the monitor with a fault in its zero value. That has no field to tell
// one fault from another, so its type does.
type Unmade[T any, Z zero] struct {
	q  *Queue[T] // nil in a zero value
	mu sync.Mutex
}

// A zero is what a zero value does before it makes do with capacity 0.
type zero interface{ before(mu *sync.Mutex) }

type (
	zeroWaits        struct{}
	zeroSpins        struct{}
	zeroRefuses      struct{}
	zeroDereferences struct{}
	zeroKeepsLock    struct{}
)

func (zeroWaits) before(*sync.Mutex)        { <-(chan struct{})(nil) }
func (zeroRefuses) before(*sync.Mutex)      {}
func (zeroDereferences) before(*sync.Mutex) { *(*int)(nil) = 1 }

func (zeroSpins) before(*sync.Mutex) {
	for {
		runtime.Gosched()
	}
}

func (zeroKeepsLock) before(mu *sync.Mutex) {
	mu.Lock()
	panic("mutants: a queue is made by New")
}

// unmades has what makes the queues whose zero value has a fault.
func unmades[T any]() map[Fault]func(capacity int) queue.BoundedQueue[T] {
	return map[Fault]func(int) queue.BoundedQueue[T]{
		ZeroWaits:        newUnmade[T, zeroWaits],
		ZeroSpins:        newUnmade[T, zeroSpins],
		ZeroRefuses:      newUnmade[T, zeroRefuses],
		ZeroDereferences: newUnmade[T, zeroDereferences],
		ZeroKeepsLock:    newUnmade[T, zeroKeepsLock],
	}
}

func newUnmade[T any, Z zero](capacity int) queue.BoundedQueue[T] {
	return &Unmade[T, Z]{q: New[T](None)(capacity).(*Queue[T])}
}

func (u *Unmade[T, Z]) queue() *Queue[T] {
	if u.q != nil {
		return u.q
	}
	var z Z
	z.before(&u.mu)
	return newQueue[T](None, 0)
}

func (u *Unmade[T, Z]) Send(ctx context.Context, v T) error { return u.queue().Send(ctx, v) }
func (u *Unmade[T, Z]) TrySend(v T) error                   { return u.queue().TrySend(v) }
func (u *Unmade[T, Z]) Recv(ctx context.Context) (T, error) { return u.queue().Recv(ctx) }
func (u *Unmade[T, Z]) TryRecv() (T, error)                 { return u.queue().TryRecv() }
func (u *Unmade[T, Z]) Len() int                            { return u.queue().Len() }
func (u *Unmade[T, Z]) Cap() int                            { return u.queue().Cap() }
func (u *Unmade[T, Z]) Close()                              { u.queue().Close() }
