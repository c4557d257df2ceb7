package queue

import (
	"context"
	"iter"
)

// All returns an iterator over the values of r. It waits for the next value as
// Recv does, and ends when r is closed and drained, or when ctx is done, even if
// r still holds values then; ctx.Err() afterwards tells the two apart. It looks at
// ctx before each value, so a nil ctx makes it panic.
//
// Each value yielded has been received, and none more: a loop that breaks leaves
// the rest in r, for this goroutine or another. Several goroutines may range
// over one queue, and each value goes to one of them.
func All[T any](ctx context.Context, r Receiver[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		// Recv looks at ctx only when it must wait (clause 9), so a busy queue
		// would hold a loop for ever if ctx were not looked at here.
		for s := soundly("queue.All", ctx); s.Err() == nil; {
			v, err := r.Recv(ctx)
			if err != nil || !yield(v) {
				return
			}
		}
	}
}

// Drain returns an iterator over the values that r holds now. It never waits,
// and ends at the first moment at which r is empty, closed or not; against
// senders that keep up with it, it does not end.
//
// The usual place is after Close, when all accepted values are to be seen and
// nobody else receives:
//
//	q.Close()
//	for v := range queue.Drain(q) {
//		…
//	}
func Drain[T any](r Receiver[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for {
			v, err := r.TryRecv()
			if err != nil || !yield(v) {
				return
			}
		}
	}
}
