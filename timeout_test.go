package queue_test

import (
	"context"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare"
)

// Both helpers, on a queue on which they cannot succeed at once. The event
// comes after one second, if there is one.
func TestTimeout(t *testing.T) {
	type q = queue.BoundedQueue[int]
	send := func(q q, d time.Duration) error { return queue.SendTimeout(context.Background(), q, 9, d) }
	recv := func(q q, d time.Duration) error {
		v, err := queue.RecvTimeout(context.Background(), q, d)
		if err == nil && v != 9 || err != nil && v != 0 {
			return errBoom
		}
		return err
	}
	bring := func(q q) { q.TrySend(9) }
	take := func(q q) { q.TryRecv() }

	for _, tt := range []struct {
		name     string
		op       func(q q, d time.Duration) error
		capacity int
		held     []int
		d        time.Duration
		event    func(q q)
		err      error
		elapsed  time.Duration
		left     []int
	}{
		{"send runs out", send, 2, []int{1, 2}, 3 * time.Second, nil, context.DeadlineExceeded, 3 * time.Second, []int{1, 2}},
		{"send finds room in time", send, 2, []int{1, 2}, 3 * time.Second, take, nil, time.Second, []int{2, 9}},
		{"send is closed upon", send, 2, []int{1, 2}, 3 * time.Second, q.Close, queue.ErrClosed, time.Second, []int{1, 2}},
		{"send with no time", send, 2, []int{1, 2}, 0, nil, context.DeadlineExceeded, 0, []int{1, 2}},
		{"send with less than no time", send, 2, []int{1, 2}, -time.Hour, nil, context.DeadlineExceeded, 0, []int{1, 2}},
		{"send meets nobody", send, 0, nil, time.Second / 2, nil, context.DeadlineExceeded, time.Second / 2, nil},
		{"send meets a receiver", send, 0, nil, 3 * time.Second, take, nil, time.Second, nil},
		{"recv runs out", recv, 2, nil, 3 * time.Second, nil, context.DeadlineExceeded, 3 * time.Second, nil},
		{"recv finds a value in time", recv, 2, nil, 3 * time.Second, bring, nil, time.Second, nil},
		{"recv is closed upon", recv, 2, nil, 3 * time.Second, q.Close, queue.ErrClosed, time.Second, nil},
		{"recv with no time", recv, 2, nil, 0, nil, context.DeadlineExceeded, 0, nil},
		{"recv with less than no time", recv, 2, nil, -time.Hour, nil, context.DeadlineExceeded, 0, nil},
		{"recv meets nobody", recv, 0, nil, time.Second / 2, nil, context.DeadlineExceeded, time.Second / 2, nil},
		{"recv meets a sender", recv, 0, nil, 3 * time.Second, bring, nil, time.Second, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			overAll(t, func(t *testing.T, newQueue newQueue) {
				q := newQueue(tt.capacity)
				fill(t, q, tt.held...)
				if tt.event != nil {
					time.AfterFunc(time.Second, func() { tt.event(q) })
				}
				start := time.Now()
				expectErr(t, "the result", tt.op(q, tt.d), tt.err)
				expectElapsed(t, start, tt.elapsed)
				expectHeld(t, q, tt.left...)
			})
		})
	}
}

// What can be done at once is done, whatever the time limit.
func TestTimeoutNotNeeded(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for _, d := range []time.Duration{-1, 0, time.Hour} {
			q := newQueue(1)
			start := time.Now()
			expectErr(t, "SendTimeout with room", queue.SendTimeout(t.Context(), q, 7, d), nil)
			q.Close()
			expectErr(t, "SendTimeout, closed", queue.SendTimeout(t.Context(), q, 8, d), queue.ErrClosed)
			if v, err := queue.RecvTimeout(context.Background(), q, d); v != 7 || err != nil {
				t.Errorf("RecvTimeout = %d, %v, want the accepted value although closed", v, err)
			}
			if v, err := queue.RecvTimeout(context.Background(), q, d); v != 0 || err != queue.ErrClosed {
				t.Errorf("RecvTimeout, drained = %d, %v, want 0, ErrClosed", v, err)
			}
			expectElapsed(t, start, 0)
		}
	})
}

// The context and the time limit: whichever ends first ends the wait, with its own error.
func TestTimeoutWithContext(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for _, tt := range []struct {
			ctx     func() (context.Context, func())
			d       time.Duration
			err     error
			elapsed time.Duration
		}{
			{func() (context.Context, func()) { return context.WithTimeout(t.Context(), time.Hour) }, time.Second, context.DeadlineExceeded, time.Second},
			{func() (context.Context, func()) { return context.WithTimeout(t.Context(), time.Second) }, time.Hour, context.DeadlineExceeded, time.Second},
			{func() (context.Context, func()) { return done, func() {} }, time.Hour, context.Canceled, 0},
			{func() (context.Context, func()) { return done, func() {} }, 0, context.DeadlineExceeded, 0}, // not looked at
			{func() (context.Context, func()) { return done, func() {} }, -1, context.DeadlineExceeded, 0},
			{func() (context.Context, func()) {
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(time.Second, func() { cancel(errBoom) })
				return ctx, func() { cancel(nil) }
			}, time.Hour, context.Canceled, time.Second},
			{func() (context.Context, func()) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				return outspoken{ctx}, cancel
			}, time.Hour, errBoom, time.Second},
			{func() (context.Context, func()) { return outspoken{t.Context()}, func() {} }, time.Second, context.DeadlineExceeded, time.Second},
		} {
			ctx, cancel := tt.ctx()
			q := newQueue(1)
			fill(t, q, 1)
			start := time.Now()
			expectErr(t, "SendTimeout", queue.SendTimeout(ctx, q, 2, tt.d), tt.err)
			expectElapsed(t, start, tt.elapsed)
			expectHeld(t, q, 1)
			cancel()

			ctx, cancel = tt.ctx()
			start = time.Now()
			_, err := queue.RecvTimeout(ctx, q, tt.d)
			expectErr(t, "RecvTimeout", err, tt.err)
			expectElapsed(t, start, tt.elapsed)
			cancel()
		}
	})
}

// outspoken is a context that has an error of its own, around one of the standard library.
type outspoken struct{ context.Context }

func (c outspoken) Err() error {
	if c.Context.Err() != nil {
		return errBoom
	}
	return nil
}

// tries counts the tries of a queue that is always full and always empty, and nothing but
// tried.
type tries struct {
	queue.BoundedQueue[int]
	sends, recvs int
}

func (q *tries) TrySend(int) error { q.sends++; return queue.ErrFull }

func (q *tries) TryRecv() (int, error) { q.recvs++; return 0, queue.ErrEmpty }

func TestTimeoutOfNothingTriesOnce(t *testing.T) {
	for _, d := range []time.Duration{0, -1, -time.Hour} {
		q := new(tries)
		expectErr(t, "SendTimeout", queue.SendTimeout(noContext, q, 1, d), context.DeadlineExceeded)
		_, err := queue.RecvTimeout(noContext, q, d)
		expectErr(t, "RecvTimeout", err, context.DeadlineExceeded)
		if q.sends != 1 || q.recvs != 1 {
			t.Errorf("%v: %d sends and %d receives were tried, want one each", d, q.sends, q.recvs)
		}
	}
}

// A nil context is not looked at where nothing must wait, and said to be nil where
// something must.
func TestTimeoutWithNilContext(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(1)
		expectErr(t, "SendTimeout with room", queue.SendTimeout(noContext, q, 1, time.Hour), nil)
		expectPanic(t, "queue.SendTimeout: the context is nil", func() { queue.SendTimeout(noContext, q, 2, time.Hour) })
		v, err := queue.RecvTimeout(noContext, q, time.Hour)
		expectErr(t, "RecvTimeout of a value", err, nil)
		if v != 1 {
			t.Errorf("received %d, want 1", v)
		}
		expectPanic(t, "queue.RecvTimeout: the context is nil", func() { queue.RecvTimeout(noContext, q, time.Hour) })
		q.Close()
		expectErr(t, "SendTimeout, closed", queue.SendTimeout(noContext, q, 1, time.Hour), queue.ErrClosed)
	})
}

func TestTimeoutAllocatesOnlyToWait(t *testing.T) {
	for _, impl := range compare.Implementations[int]() {
		open, closed, counted := impl.New(1), impl.New(1), queue.Count(impl.New(1))
		closed.Close()
		allocs := testing.AllocsPerRun(1000, func() {
			for _, q := range []queue.BoundedQueue[int]{open, counted} {
				for _, d := range []time.Duration{time.Hour, 0, -1} {
					expectErr(t, "SendTimeout", queue.SendTimeout(done, q, 1<<30, d), nil)
					expectErr(t, "SendTimeout of nothing", queue.SendTimeout(done, q, 1, 0), context.DeadlineExceeded)
					_, err := queue.RecvTimeout(done, q, d)
					expectErr(t, "RecvTimeout", err, nil)
					_, err = queue.RecvTimeout(done, q, -1)
					expectErr(t, "RecvTimeout of less than nothing", err, context.DeadlineExceeded)
				}
			}
			expectErr(t, "SendTimeout, closed", queue.SendTimeout(done, closed, 1, time.Hour), queue.ErrClosed)
			_, err := queue.RecvTimeout(done, closed, time.Hour)
			expectErr(t, "RecvTimeout, closed", err, queue.ErrClosed)
		})
		if allocs != 0 {
			t.Errorf("%s: sending and receiving without waiting allocates %v times", impl.Name, allocs)
		}
	}
}
