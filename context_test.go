package queue_test

import (
	"context"
	"testing"
	"time"

	"github.com/boundedq/queue"
)

// mute is a context that ends without an error.
type mute struct {
	context.Context
	ended chan struct{}
}

func (c mute) Done() <-chan struct{} { return c.ended }

func (mute) Err() error { return nil }

// muteAfter returns a context that ends after d without an error. For d == 0 it has ended.
func muteAfter(d time.Duration) context.Context {
	c := mute{context.Background(), make(chan struct{})}
	if d == 0 {
		close(c.ended)
	} else {
		time.AfterFunc(d, func() { close(c.ended) })
	}
	return c
}

// helpers has each helper that may wait, at work on a queue where it must: on full, or on
// empty, both of capacity 2.
var helpers = map[string]func(ctx context.Context, full, empty queue.BoundedQueue[int]) error{
	"SendTimeout": func(ctx context.Context, full, _ queue.BoundedQueue[int]) error {
		return queue.SendTimeout(ctx, full, 3, time.Hour)
	},
	"RecvTimeout": func(ctx context.Context, _, empty queue.BoundedQueue[int]) error {
		_, err := queue.RecvTimeout(ctx, empty, time.Hour)
		return err
	},
	"SendMany": func(ctx context.Context, full, _ queue.BoundedQueue[int]) error {
		_, err := queue.SendMany(ctx, full, []int{3, 4})
		return err
	},
	"RecvMany": func(ctx context.Context, _, empty queue.BoundedQueue[int]) error {
		_, err := queue.RecvMany(ctx, empty, make([]int, 2))
		return err
	},
	"Pipe, waiting for values": func(ctx context.Context, full, empty queue.BoundedQueue[int]) error {
		return queue.Pipe(ctx, empty, full, 2, double)
	},
	"Pipe, waiting for room": func(ctx context.Context, full, empty queue.BoundedQueue[int]) error {
		empty.TrySend(1)
		return queue.Pipe(ctx, empty, full, 2, double)
	},
	"Pipe, in f": func(ctx context.Context, full, empty queue.BoundedQueue[int]) error {
		return queue.Pipe(ctx, full, empty, 1, func(ctx context.Context, _ int) (int, error) {
			<-ctx.Done()
			return 0, ctx.Err()
		})
	},
	"Count, Send": func(ctx context.Context, full, _ queue.BoundedQueue[int]) error {
		return queue.Count(full).Send(ctx, 3)
	},
	"Count, SendMany": func(ctx context.Context, full, _ queue.BoundedQueue[int]) error {
		_, err := queue.Count(full).SendMany(ctx, []int{3})
		return err
	},
	"Count, SendTimeout": func(ctx context.Context, full, _ queue.BoundedQueue[int]) error {
		return queue.SendTimeout[int](ctx, queue.Count(full), 3, time.Hour)
	},
	"Count, RecvMany": func(ctx context.Context, _, empty queue.BoundedQueue[int]) error {
		_, err := queue.Count(empty).RecvMany(ctx, make([]int, 2))
		return err
	},
	"All": func(ctx context.Context, _, empty queue.BoundedQueue[int]) error {
		for range queue.All(ctx, empty) {
		}
		return context.Canceled // All says nothing
	},
}

// A context that is done and has no error counts as cancelled, whether it was done before or
// ends while the helper waits.
func TestMuteContext(t *testing.T) {
	for name, help := range helpers {
		t.Run(name, func(t *testing.T) {
			overAll(t, func(t *testing.T, newQueue newQueue) {
				for _, d := range []time.Duration{0, time.Second} {
					full, empty := newQueue(2), newQueue(2)
					fill(t, full, 1, 2)
					start := time.Now()
					expectErr(t, "the result", help(muteAfter(d), full, empty), context.Canceled)
					expectElapsed(t, start, d)
				}
			})
		})
	}
}

// All looks at its context although nothing ever has to wait.
func TestAllEndsWithMuteContext(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(1)
		ctx := mute{context.Background(), make(chan struct{})}
		fill(t, q, 1)
		for v := range queue.All(ctx, q) {
			fill(t, q, v+1)
			if v == 3 {
				close(ctx.ended)
			}
			if v > 3 {
				t.Fatal("All goes on after its context has ended")
			}
		}
		expectHeld(t, q, 4)
	})
}

// busybody is a context each of whose methods waits until somebody else has used the queues,
// as one does whose methods take a lock that its owner holds while it uses them.
type busybody struct {
	context.Context
	queues []queue.BoundedQueue[int]
}

func (c busybody) use() {
	over := make(chan struct{})
	go func() {
		defer close(over)
		for _, q := range c.queues {
			q.Len()
			q.Cap()
			if v, err := q.TryRecv(); err == nil {
				q.TrySend(v)
			}
		}
	}()
	<-over
}

func (c busybody) Done() <-chan struct{} { c.use(); return c.Context.Done() }

func (c busybody) Err() error { c.use(); return c.Context.Err() }

func (c busybody) Deadline() (time.Time, bool) { c.use(); return c.Context.Deadline() }

func (c busybody) Value(key any) any { c.use(); return c.Context.Value(key) }

// No method of a context is called under a lock, by any helper.
func TestContextThatUsesTheQueue(t *testing.T) {
	for name, help := range helpers {
		t.Run(name, func(t *testing.T) {
			overAll(t, func(t *testing.T, newQueue newQueue) {
				full, empty := newQueue(2), newQueue(2)
				fill(t, full, 1, 2)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				counted := queue.Count(full)
				err := help(busybody{ctx, []queue.BoundedQueue[int]{counted, empty}}, counted, empty)
				expectErr(t, "the result", err, context.Canceled)
			})
		})
	}
}

// Who always looks at a context says so if it is nil.
func TestNilContext(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(1)
		fill(t, q, 1)
		expectPanic(t, "queue.All: the context is nil", func() {
			for range queue.All(noContext, q) {
			}
		})
		expectPanic(t, "queue.Pipe: the context is nil", func() { queue.Pipe(noContext, q, newQueue(1), 1, double) })
		c := queue.Count(q)
		expectPanic(t, "nil context", func() { c.SendMany(noContext, []int{2}) })
		if n, err := c.RecvMany(noContext, make([]int, 1)); n != 1 || err != nil {
			t.Errorf("RecvMany of a value = %d, %v", n, err)
		}
		if n, err := c.SendMany(noContext, []int{2}); n != 1 || err != nil {
			t.Errorf("SendMany with room = %d, %v", n, err)
		}
		expectHeld(t, q, 2)
	})
}
