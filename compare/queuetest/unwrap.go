package queuetest

import (
	"context"
	"errors"

	"github.com/boundedq/queue"
)

// An unwrapping queue returns the errors bare that the queue in it wraps. With it the
// suite goes on after it has said so.
type unwrapping[T any] struct{ queue.BoundedQueue[T] }

// unwrapped has the optional methods of q.
func unwrapped[T any](q queue.BoundedQueue[T]) queue.BoundedQueue[T] {
	u := unwrapping[T]{q}
	s, sends := q.(queue.BatchSender[T])
	r, receives := q.(queue.BatchReceiver[T])
	switch {
	case sends && receives:
		return struct {
			unwrapping[T]
			unwrapsSent[T]
			unwrapsReceived[T]
		}{u, unwrapsSent[T]{s}, unwrapsReceived[T]{r}}
	case sends:
		return struct {
			unwrapping[T]
			unwrapsSent[T]
		}{u, unwrapsSent[T]{s}}
	case receives:
		return struct {
			unwrapping[T]
			unwrapsReceived[T]
		}{u, unwrapsReceived[T]{r}}
	}
	return u
}

// bare returns the error of the contract that err wraps, and err if it wraps none.
func bare(err error) error {
	for _, known := range []error{queue.ErrFull, queue.ErrEmpty, queue.ErrClosed, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, known) {
			return known
		}
	}
	return err
}

func (u unwrapping[T]) inner() any { return u.BoundedQueue }

func (u unwrapping[T]) Send(ctx context.Context, v T) error { return bare(u.BoundedQueue.Send(ctx, v)) }

func (u unwrapping[T]) TrySend(v T) error { return bare(u.BoundedQueue.TrySend(v)) }

func (u unwrapping[T]) Recv(ctx context.Context) (T, error) {
	v, err := u.BoundedQueue.Recv(ctx)
	return v, bare(err)
}

func (u unwrapping[T]) TryRecv() (T, error) {
	v, err := u.BoundedQueue.TryRecv()
	return v, bare(err)
}

type unwrapsSent[T any] struct{ s queue.BatchSender[T] }

func (u unwrapsSent[T]) SendMany(ctx context.Context, vs []T) (int, error) {
	n, err := u.s.SendMany(ctx, vs)
	return n, bare(err)
}

type unwrapsReceived[T any] struct{ r queue.BatchReceiver[T] }

func (u unwrapsReceived[T]) RecvMany(ctx context.Context, vs []T) (int, error) {
	n, err := u.r.RecvMany(ctx, vs)
	return n, bare(err)
}
