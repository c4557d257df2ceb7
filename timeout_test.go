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
	send := func(q q, d time.Duration) error { return queue.SendTimeout(q, 9, d) }
	recv := func(q q, d time.Duration) error {
		v, err := queue.RecvTimeout(q, d)
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
			expectErr(t, "SendTimeout with room", queue.SendTimeout(q, 7, d), nil)
			q.Close()
			expectErr(t, "SendTimeout, closed", queue.SendTimeout(q, 8, d), queue.ErrClosed)
			if v, err := queue.RecvTimeout(q, d); v != 7 || err != nil {
				t.Errorf("RecvTimeout = %d, %v, want the accepted value although closed", v, err)
			}
			if v, err := queue.RecvTimeout(q, d); v != 0 || err != queue.ErrClosed {
				t.Errorf("RecvTimeout, drained = %d, %v, want 0, ErrClosed", v, err)
			}
			expectElapsed(t, start, 0)
		}
	})
}

func TestTimeoutAllocatesOnlyToWait(t *testing.T) {
	for _, impl := range compare.Implementations[int]() {
		open, closed := impl.New(1), impl.New(1)
		closed.Close()
		allocs := testing.AllocsPerRun(1000, func() {
			expectErr(t, "SendTimeout", queue.SendTimeout(open, 1, time.Hour), nil)
			_, err := queue.RecvTimeout(open, time.Hour)
			expectErr(t, "RecvTimeout", err, nil)
			expectErr(t, "SendTimeout, closed", queue.SendTimeout(closed, 1, time.Hour), queue.ErrClosed)
			_, err = queue.RecvTimeout(closed, time.Hour)
			expectErr(t, "RecvTimeout, closed", err, queue.ErrClosed)
		})
		if allocs != 0 {
			t.Errorf("%s: sending and receiving without waiting allocates %v times", impl.Name, allocs)
		}
	}
}
