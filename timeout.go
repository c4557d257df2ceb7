package queue

import (
	"context"
	"time"
)

// SendTimeout is Send with a time limit in place of a context. It returns nil
// when v was accepted, [ErrClosed] on a closed queue, and
// [context.DeadlineExceeded] when no room came within d; then the caller still
// owns v. A d of zero or less tries once and does not wait.
//
// It allocates nothing unless it must wait: only then is a context made.
func SendTimeout[T any](s Sender[T], v T, d time.Duration) error {
	if err := s.TrySend(v); err != ErrFull {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	return s.Send(ctx, v)
}

// RecvTimeout is Recv with a time limit in place of a context. It returns
// [ErrClosed] on a queue that is closed and drained, and
// [context.DeadlineExceeded] when no value came within d. A d of zero or less
// tries once and does not wait.
//
// It allocates nothing unless it must wait: only then is a context made.
func RecvTimeout[T any](r Receiver[T], d time.Duration) (T, error) {
	if v, err := r.TryRecv(); err != ErrEmpty {
		return v, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	return r.Recv(ctx)
}
