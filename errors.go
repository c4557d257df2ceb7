package queue

import "errors"

// The errors of a queue are returned bare, never wrapped: == and [errors.Is]
// both work. A wait that its context ended returns ctx.Err() instead, so
// [context.Canceled] or [context.DeadlineExceeded].
var (
	// ErrFull is what TrySend returns when the queue holds Cap values, or, at
	// capacity 0, when no receiver is waiting. It is temporary: the next receive
	// makes room. The caller still owns the value, and decides: wait with Send,
	// drop the value, or pass the refusal on to whoever asked.
	ErrFull = errors.New("queue: full")

	// ErrEmpty is what TryRecv returns when the queue holds nothing, or, at
	// capacity 0, when no sender is waiting. It is temporary: the next send
	// brings a value. The caller waits with Recv, or does something else first.
	ErrEmpty = errors.New("queue: empty")

	// ErrClosed is what a send returns once the queue is closed, and what a
	// receive returns once it is closed and its last value is gone. It is
	// terminal: no later call on that side will succeed. A sender stops and
	// keeps its value; a receiver has seen every value and is done.
	ErrClosed = errors.New("queue: closed")
)
