package queue

import (
	"context"
	"time"
)

// SendTimeout is Send that waits for d at most. It returns nil when v was accepted,
// [ErrClosed] on a closed queue, ctx.Err() when ctx was done first, and
// [context.DeadlineExceeded] when no room came within d. After an error the caller
// still owns v.
//
// With a d of zero or less it is one TrySend: it never waits and does not look at
// ctx, and says DeadlineExceeded where it would have to wait.
//
// It allocates nothing unless it must wait: only then is a context made, of ctx and
// d. A nil ctx makes it panic then (clause 17).
func SendTimeout[T any](ctx context.Context, s Sender[T], v T, d time.Duration) error {
	// To a Counted it is one call with one outcome. The type itself is asked for, and
	// not a method: a decorator that embeds one has a Send of its own, which counts.
	if c, ok := s.(*Counted[T]); ok {
		return c.sendTimeout(ctx, v, d)
	}
	err := s.TrySend(v)
	switch {
	case err != ErrFull:
		return err
	case d <= 0:
		return context.DeadlineExceeded
	}
	return sendWithin(ctx, s, v, d)
}

// RecvTimeout is Recv that waits for d at most. It returns [ErrClosed] on a queue
// that is closed and drained, ctx.Err() when ctx was done first, and
// [context.DeadlineExceeded] when no value came within d.
//
// With a d of zero or less it is one TryRecv: it never waits and does not look at
// ctx, and says DeadlineExceeded where it would have to wait.
//
// It allocates nothing unless it must wait: only then is a context made, of ctx and
// d. A nil ctx makes it panic then (clause 17).
func RecvTimeout[T any](ctx context.Context, r Receiver[T], d time.Duration) (T, error) {
	v, err := r.TryRecv()
	switch {
	case err != ErrEmpty:
		return v, err
	case d <= 0:
		return v, context.DeadlineExceeded
	}
	caller := soundly("queue.RecvTimeout", ctx)
	limited, cancel := context.WithTimeout(caller, d)
	defer cancel()
	v, err = r.Recv(limited)
	return v, ended(err, limited, caller)
}

// sendWithin is the part of SendTimeout that waits.
func sendWithin[T any](ctx context.Context, s Sender[T], v T, d time.Duration) error {
	caller := soundly("queue.SendTimeout", ctx)
	limited, cancel := context.WithTimeout(caller, d)
	defer cancel()
	return ended(s.Send(limited, v), limited, caller)
}

// ended returns the error of an operation that waited under limited, a child of the
// caller's context. If that one has ended, too, it is its own error: a child takes
// the error of the innermost context of the standard library, and the caller's may
// be one around that, with words of its own.
func ended(err error, limited, caller context.Context) error {
	if err != nil && err == limited.Err() && caller.Err() != nil {
		return caller.Err()
	}
	return err
}
