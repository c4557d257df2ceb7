package peers

import (
	"context"
	"fmt"

	"github.com/bytedance/gopkg/lang/channel"

	"github.com/boundedq/queue"
)

// Bytedance is the channel of bytedance's gopkg: a list behind a mutex, and a
// goroutine for each channel that carries the values from it to a native one. It
// waits by itself, parked, and a receive is one of a native channel. It has no send
// that knows a context and none that does not wait, except by having no bound at all:
// both are the adapter's. The goroutine holds one value besides those of the list, so
// the list is made smaller by one and the capacity is at least 2. Values are boxed, a
// receive may find nothing while the goroutine carries the value, and a send after
// Close, or one that waits then, drops its value and says nothing.
type Bytedance[T any] struct {
	ch  channel.Channel
	cap int
	end
}

// NewBytedance returns an empty queue. It panics if the capacity is less than 2.
func NewBytedance[T any](capacity int) *Bytedance[T] {
	if capacity < 2 {
		panic(fmt.Sprintf("bytedance: capacity %d: must be 2 or more", capacity))
	}
	return &Bytedance[T]{ch: channel.New(channel.WithSize(capacity - 1)), cap: capacity}
}

// Send is Input under a context that cannot end; else see [Backoff].
func (b *Bytedance[T]) Send(ctx context.Context, v T) error {
	if ctx.Done() != nil {
		if err := b.TrySend(v); err != queue.ErrFull {
			return err
		}
		return sendAgain(ctx, b, v)
	}
	if b.closed.Load() {
		return queue.ErrClosed
	}
	b.ch.Input(v)
	return nil
}

// TrySend is Input if Len tells that there is room. Where several goroutines send,
// another may take the room in between, and then it waits.
func (b *Bytedance[T]) TrySend(v T) error {
	if b.closed.Load() {
		return queue.ErrClosed
	}
	if b.ch.Len() >= b.cap {
		return queue.ErrFull
	}
	b.ch.Input(v)
	return nil
}

// Recv receives from Output.
func (b *Bytedance[T]) Recv(ctx context.Context) (T, error) {
	select {
	case v, ok := <-b.ch.Output():
		return received[T](v, ok)
	case <-ctx.Done():
		var zero T
		return zero, ctx.Err()
	}
}

// TryRecv receives from Output in a select with a default.
func (b *Bytedance[T]) TryRecv() (T, error) {
	select {
	case v, ok := <-b.ch.Output():
		return received[T](v, ok)
	default:
		var zero T
		return zero, queue.ErrEmpty
	}
}

// received is the answer to a receive from a native channel of boxed values.
func received[T any](v any, ok bool) (T, error) {
	if !ok {
		var zero T
		return zero, queue.ErrClosed
	}
	return unbox[T](v), nil
}

// Len is Len, which counts a value until the receive of it is over for the goroutine
// too.
func (b *Bytedance[T]) Len() int { return b.ch.Len() }

// Cap returns the capacity that was asked for.
func (b *Bytedance[T]) Cap() int { return b.cap }

// Close is Close: receivers get what was accepted before. What is sent later, or
// waits to be, may be dropped.
func (b *Bytedance[T]) Close() {
	b.end.Close()
	b.ch.Close()
}

var _ queue.BoundedQueue[int] = (*Bytedance[int])(nil)
