package customqueue

import (
	"context"
	"slices"

	"github.com/boundedq/queue/compare/explore"
)

// A waiter is a goroutine that waits, with the value that it sends or was given.
type waiter[T any] struct {
	v      T
	err    error
	served explore.Token // given once by whoever serves it
}

// A line has the goroutines that wait for the same thing, the first one first.
type line[T any] []*waiter[T]

// serve gives the first in line a value and an error, wakes it, and returns the
// value that it brought.
func (l *line[T]) serve(v T, err error) (brought T) {
	w := (*l)[0]
	*l = slices.Delete(*l, 0, 1)
	brought, w.v, w.err = w.v, v, err
	w.served.Give()
	return brought
}

// leave takes w out of the line, and reports false if it was served before that.
func (l *line[T]) leave(w *waiter[T]) bool {
	i := slices.Index(*l, w)
	if i < 0 {
		return false
	}
	*l = slices.Delete(*l, i, i+1)
	return true
}

// waitAndUnlock stands in line with v until it is served or ctx is done. The mutex is
// held when it is called, and free when it returns and while it asks ctx, which may be
// anybody's and use the queue.
func (q *Queue[T]) waitAndUnlock(ctx context.Context, l *line[T], v T) (T, error) {
	if ctx == nil { // ctx.Done would panic, too, but with a waiter in line
		q.mu.Unlock()
		panic("customqueue: nil context")
	}
	if q.hasty { // looked, let others in, and does not look again
		q.mu.Unlock()
		q.mu.Lock()
	}
	w := q.waiter()
	w.v = v
	*l = append(*l, w)
	q.mu.Unlock()
	served := w.served.Await(ctx.Done())
	q.mu.Lock()
	if !served && !l.leave(w) { // it was served in the meantime, and that counts
		w.served.Await(nil)
		served = !q.forgetful // or what it was given is lost
	}
	v, err := w.v, w.err
	q.dismiss(w)
	q.mu.Unlock()
	if !served {
		var zero T
		return zero, cause(ctx)
	}
	return v, err
}

// cause returns the error of a context that is done.
func cause(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return context.Canceled
}

// waiter returns one that was used before, if there is one: waiting allocates
// nothing that is not reused.
func (q *Queue[T]) waiter() *waiter[T] {
	last := len(q.idle) - 1
	if last < 0 {
		w := new(waiter[T])
		w.served.Init()
		return w
	}
	w := q.idle[last]
	q.idle = q.idle[:last]
	return w
}

// dismiss keeps w for the next who waits, but not its value.
func (q *Queue[T]) dismiss(w *waiter[T]) {
	var zero T
	w.v, w.err = zero, nil
	q.idle = append(q.idle, w)
}
