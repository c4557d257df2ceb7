package handoff

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
)

// The conformance suite runs over this package through ring and condq. Here are
// the two moments at which a waiter's being served and the end of its wait cross.

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
			s := q.senders.Choose() // a receive, by hand
			if s == nil || s.Value.v != 7 {
				t.Fatal("no sender is waiting with its value")
			}
			if capacity > 0 {
				q.take()
				q.put(s.Value.v)
			}
			s.Value.served = true
			cancel()
			q.mu.unlock()
			synctest.Wait() // the sender knows that it was cancelled, and chosen
			if sent != queue.ErrFull {
				t.Errorf("capacity %d: Send returned %v before it was woken", capacity, sent)
			}
			s.Wake()
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
			if n := q.senders.Len(); n != 0 {
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

// The lock keeps goroutines apart, those too that found it taken.
func TestLock(t *testing.T) {
	var l lock
	var all sync.WaitGroup
	const goroutines, each = 8, 10_000
	count := 0
	for range goroutines {
		all.Go(func() {
			for range each {
				l.lock()
				count++
				l.unlock()
			}
		})
	}
	all.Wait()
	if count != goroutines*each {
		t.Errorf("counted %d under the lock, want %d", count, goroutines*each)
	}
}

// Who waits alone yields before it parks, and nobody does in a crowd, nor until the
// crowd has been gone for a while.
func TestYieldsAlone(t *testing.T) {
	if sched.Enabled {
		t.Skip("points take the place of yields")
	}
	q := New[int](1)
	alone := func() bool {
		w := q.senders.Add(false)
		yields := q.yields(&q.senders)
		q.senders.Remove(w)
		q.senders.Free(w)
		return yields
	}
	if !alone() {
		t.Error("who is alone does not yield")
	}
	first := q.senders.Add(false)
	if alone() {
		t.Error("the second of two waiters yields")
	}
	q.senders.Remove(first)
	for i := range crowdWaits - 1 {
		if alone() {
			t.Fatalf("a waiter yields %d waits after a crowd", i+1)
		}
	}
	if !alone() {
		t.Error("when the crowd has gone, who is alone does not yield")
	}
}
