package condq

import (
	"context"
	"math"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/boundedq/queue"
)

// The conformance suite (compare/queuetest) holds condq to the contract. Here is
// what it cannot see from outside: the moments at which a waiter's being served and
// the end of its wait cross.

// A sender that was served and cancelled before it ran has been accepted: the
// receiver, or the queue, has the value.
func TestServedAndCancelled(t *testing.T) {
	for _, capacity := range []int{0, 1, 3} {
		synctest.Test(t, func(t *testing.T) {
			q := full(t, capacity)
			ctx, cancel := context.WithCancel(t.Context())
			sent := queue.ErrFull // stands for: not back yet
			go func() { sent = q.Send(ctx, 7) }()
			synctest.Wait()

			q.mu.lock()
			s := q.notFull.Choose() // a receive, by hand
			if s == nil || *s.Value != 7 {
				t.Fatal("no sender is waiting with its value")
			}
			if capacity > 0 {
				q.take()
				q.put(*s.Value)
			}
			cancel()
			q.mu.unlock()
			synctest.Wait() // the sender knows that it was cancelled, and chosen
			if sent != queue.ErrFull {
				t.Errorf("capacity %d: Send returned %v before it was woken", capacity, sent)
			}
			s.Serve(0, nil)
			synctest.Wait()
			if sent != nil {
				t.Errorf("capacity %d: Send of a value that was taken: %v", capacity, sent)
			}
		})
	}
}

// One that was cancelled first leaves nothing behind.
func TestCancelledAndNotServed(t *testing.T) {
	for _, capacity := range []int{0, 1, 3} {
		synctest.Test(t, func(t *testing.T) {
			q := full(t, capacity)
			ctx, cancel := context.WithCancel(t.Context())
			sent := queue.ErrFull
			go func() { sent = q.Send(ctx, 7) }()
			synctest.Wait()
			cancel()
			synctest.Wait()
			if sent != context.Canceled {
				t.Errorf("capacity %d: cancelled Send: %v", capacity, sent)
			}
			for range capacity {
				if v, err := q.TryRecv(); v != 1 || err != nil {
					t.Errorf("capacity %d: TryRecv = %d, %v, want 1, nil", capacity, v, err)
				}
			}
			if v, err := q.TryRecv(); err != queue.ErrEmpty {
				t.Errorf("capacity %d: TryRecv after a cancelled Send: %d, %v", capacity, v, err)
			}
			if n := q.notFull.Len(); n != 0 {
				t.Errorf("capacity %d: %d senders wait", capacity, n)
			}
		})
	}
}

// Close is over for everybody from the moment at which it sets closed: a sender that
// it has not turned away yet is not served any more.
func TestNobodyServedOnceClosed(t *testing.T) {
	for _, capacity := range []int{0, 1, 3} {
		synctest.Test(t, func(t *testing.T) {
			q := full(t, capacity)
			sent := queue.ErrFull
			go func() { sent = q.Send(t.Context(), 7) }()
			synctest.Wait()
			q.closed = true // the first half of Close
			for range capacity {
				if v, err := q.TryRecv(); v != 1 || err != nil {
					t.Errorf("capacity %d: TryRecv = %d, %v, want 1, nil", capacity, v, err)
				}
			}
			if v, err := q.TryRecv(); err != queue.ErrClosed {
				t.Errorf("capacity %d: TryRecv after the last value: %d, %v", capacity, v, err)
			}
			q.Close()
			synctest.Wait()
			if sent != queue.ErrClosed {
				t.Errorf("capacity %d: Send on a closed queue: %v", capacity, sent)
			}
		})
	}
}

// full returns a queue full of ones.
func full(t *testing.T, capacity int) *Queue[int] {
	q := New[int](capacity)
	for range capacity {
		if err := q.TrySend(1); err != nil {
			t.Fatal(err)
		}
	}
	return q
}

// The mutex keeps goroutines apart, those too that found it taken.
func TestMutex(t *testing.T) {
	var mu mutex
	mu.init()
	var all sync.WaitGroup
	const goroutines, each = 8, 10_000
	count := 0
	for range goroutines {
		all.Go(func() {
			for range each {
				mu.lock()
				count++
				mu.unlock()
			}
		})
	}
	all.Wait()
	if count != goroutines*each {
		t.Errorf("counted %d under the mutex, want %d", count, goroutines*each)
	}
}

var _ queue.BoundedQueue[int] = (*Queue[int])(nil)

// Values without size fit a queue of any capacity, and the sum of two indices of it may not
// fit a word.
func TestLargestCapacity(t *testing.T) {
	q := New[struct{}](math.MaxInt)
	q.head = math.MaxInt - 1 // after as many values
	for range 3 {
		if err := q.TrySend(struct{}{}); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if _, err := q.TryRecv(); err != nil {
			t.Fatal(err)
		}
	}
	if q.head != 1 || q.Len() != 1 {
		t.Errorf("the oldest value of %d is at %d, want 1 at 1", q.Len(), q.head)
	}
}
