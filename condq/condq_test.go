package condq

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/boundedq/queue"
)

// The conformance suite (compare/queuetest) holds condq to the contract. Here is
// what it cannot see from outside.

// A receiver that is chosen for a value but cancelled before it runs passes its
// signal on. A parked select ends with what comes first, so the test chooses by
// hand, cancels, and only then lets the wake-up come.
func TestCancelledWaiterHandsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New[int](1)
		ctx, cancel := context.WithCancel(t.Context())
		var firstErr error
		go func() { _, firstErr = q.Recv(ctx) }()
		synctest.Wait()
		got := 0
		go func() { got, _ = q.Recv(t.Context()) }()
		synctest.Wait()

		q.mu.Lock()
		w := q.notEmpty.waiters.Choose()
		q.buf[0], q.len = 5, 1 // put, up to its signal
		cancel()
		w.Wake()
		q.mu.Unlock()
		synctest.Wait()
		if firstErr != context.Canceled || got != 5 {
			t.Fatalf("the cancelled receiver: %v, want context.Canceled; the other got %d, want 5", firstErr, got)
		}
	})
}

// A waiter that was chosen and came too late waits in front of those who came
// after it, not behind them.
func TestLoserKeepsItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New[int](1)
		var order []int
		for i := range 2 {
			go func() {
				if _, err := q.Recv(t.Context()); err == nil {
					order = append(order, i)
				}
			}()
			synctest.Wait()
		}
		q.mu.Lock()
		q.put(1)
		q.take() // somebody faster
		q.mu.Unlock()
		synctest.Wait()
		if len(order) != 0 {
			t.Fatalf("received from an empty queue: %v", order)
		}
		for want := range 2 {
			if err := q.TrySend(want); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			if len(order) != want+1 || order[want] != want {
				t.Fatalf("after %d values: order %v", want+1, order)
			}
		}
	})
}

var _ queue.BoundedQueue[int] = (*Queue[int])(nil)
