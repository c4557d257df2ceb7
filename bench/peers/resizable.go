package peers

import (
	"context"

	"github.com/eapache/channels"

	"github.com/boundedq/queue"
)

// Resizable is the ResizableChannel of eapache's channels, which of that package comes
// nearest to a bounded queue: others drop values or have no bound. A goroutine for each
// channel carries the values from a native channel to a list and from there to another.
// It waits by itself, parked, and a send and a receive are those of the native channels,
// with a context by a select. So a context that is done may win though the channel is
// ready. A try is refused unless the goroutine is just waiting for it, values are boxed,
// Close ends the process if anybody sends, now or later, and without it the goroutine
// stays for ever.
type Resizable[T any] struct {
	ch *channels.ResizableChannel
}

// NewResizable returns an empty queue. It panics, as the peer does, if the capacity is 0
// or less than -1, which stands for no bound.
func NewResizable[T any](capacity int) *Resizable[T] {
	ch := channels.NewResizableChannel()
	ch.Resize(channels.BufferCap(capacity))
	return &Resizable[T]{ch}
}

// Send sends to In.
func (r *Resizable[T]) Send(ctx context.Context, v T) error {
	select {
	case r.ch.In() <- v:
		return nil
	case <-ctx.Done():
		return endOf(ctx)
	}
}

// TrySend sends to In in a select with a default.
func (r *Resizable[T]) TrySend(v T) error {
	select {
	case r.ch.In() <- v:
		return nil
	default:
		return queue.ErrFull
	}
}

// Recv receives from Out.
func (r *Resizable[T]) Recv(ctx context.Context) (T, error) {
	select {
	case v, ok := <-r.ch.Out():
		return received[T](v, ok)
	case <-ctx.Done():
		var zero T
		return zero, endOf(ctx)
	}
}

// TryRecv receives from Out in a select with a default.
func (r *Resizable[T]) TryRecv() (T, error) {
	select {
	case v, ok := <-r.ch.Out():
		return received[T](v, ok)
	default:
		var zero T
		return zero, queue.ErrEmpty
	}
}

// Len is Len, which asks the goroutine.
func (r *Resizable[T]) Len() int { return r.ch.Len() }

// Cap is Cap, which asks the goroutine.
func (r *Resizable[T]) Cap() int { return int(r.ch.Cap()) }

// Close is Close: receivers get what was accepted before. Whoever sends then panics.
func (r *Resizable[T]) Close() { r.ch.Close() }

var _ queue.BoundedQueue[int] = (*Resizable[int])(nil)
