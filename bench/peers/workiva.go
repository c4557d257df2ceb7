package peers

import (
	"context"
	"runtime"
	"time"

	workiva "github.com/Workiva/go-datastructures/queue"

	"github.com/boundedq/queue"
)

// Workiva is the RingBuffer of go-datastructures. It waits by itself, yielding
// the processor, but knows no context: only under one that can end is the waiting
// the adapter's. The capacity is rounded up to a power of two, values are boxed,
// a try may be refused because it lost a race, and Close, which is Dispose, drops
// what the queue holds.
type Workiva[T any] struct {
	r *workiva.RingBuffer
}

// NewWorkiva returns an empty queue.
func NewWorkiva[T any](capacity int) *Workiva[T] {
	return &Workiva[T]{workiva.NewRingBuffer(uint64(capacity))}
}

// Send is Put under a context that cannot end; else see [Backoff].
func (w *Workiva[T]) Send(ctx context.Context, v T) error {
	if ctx.Done() == nil {
		return closed(w.r.Put(v))
	}
	if err := w.TrySend(v); err != queue.ErrFull {
		return err
	}
	return sendAgain(ctx, w, v)
}

// TrySend is Offer.
func (w *Workiva[T]) TrySend(v T) error {
	ok, err := w.r.Offer(v)
	if !ok && err == nil {
		return queue.ErrFull
	}
	return closed(err)
}

// Recv is Get under a context that cannot end; else see [Backoff].
func (w *Workiva[T]) Recv(ctx context.Context) (T, error) {
	if ctx.Done() == nil {
		v, err := w.r.Get()
		return unbox[T](v), closed(err)
	}
	if v, err := w.TryRecv(); err != queue.ErrEmpty {
		return v, err
	}
	return recvAgain(ctx, w)
}

// TryRecv is Poll with the shortest timeout there is, which looks at the clock:
// RingBuffer has no receive that does not wait.
func (w *Workiva[T]) TryRecv() (T, error) {
	v, err := w.r.Poll(time.Nanosecond)
	if err == workiva.ErrTimeout {
		err = queue.ErrEmpty
	}
	return unbox[T](v), closed(err)
}

// Len is Len.
func (w *Workiva[T]) Len() int { return int(w.r.Len()) }

// Cap is Cap.
func (w *Workiva[T]) Cap() int { return int(w.r.Cap()) }

// Close is Dispose: it drops what the queue holds.
func (w *Workiva[T]) Close() { w.r.Dispose() }

// Drain waits until receivers have taken everything, yielding the processor, and
// closes the queue: what a program has to do that wants all its values. If nothing is
// taken for a second it closes the queue all the same, because a value that was lost
// is waited for in vain.
func (w *Workiva[T]) Drain() {
	left, since := w.r.Len(), time.Now()
	for left > 0 && time.Since(since) < patience {
		runtime.Gosched()
		if n := w.r.Len(); n != left {
			left, since = n, time.Now()
		}
	}
	w.Close()
}

// closed translates the error of a disposed ring.
func closed(err error) error {
	if err == workiva.ErrDisposed {
		return queue.ErrClosed
	}
	return err
}

// unbox returns the zero value for nil, which is what comes with an error, and
// what a nil interface becomes on its way through any.
func unbox[T any](v any) T {
	t, _ := v.(T)
	return t
}

var _ queue.BoundedQueue[int] = (*Workiva[int])(nil)
