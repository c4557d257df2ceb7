package chanq

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/boundedq/queue"
)

// The conformance suite (compare/queuetest) holds chanq to the contract. Here is
// what it cannot see from outside.

// A sender that Close turns away says so only when nobody inside can be accepted
// any more: else it might be heard that the queue is closed, and a value come
// after that.
func TestTurnedAwayWaitsForTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := New[int](1)
		if err := q.TrySend(1); err != nil {
			t.Fatal(err)
		}
		if !q.enter() { // the test is a sender that has been stopped inside
			t.Fatal("a new queue is closed")
		}
		var parked, closer error
		parked = queue.ErrFull // stands for: not back yet
		closer = queue.ErrFull
		go func() { parked = q.Send(t.Context(), 2) }()
		synctest.Wait()
		go func() { q.Close(); closer = nil }()

		// Close now waits for the mutex, which no bubble calls settled; the
		// parked sender leaves when closing is closed.
		<-q.closing
		if v, err := q.TryRecv(); v != 1 || err != nil {
			t.Errorf("TryRecv: %d, %v, want 1", v, err)
		}
		if _, err := q.TryRecv(); err != queue.ErrEmpty {
			t.Errorf("TryRecv while a sender is inside: %v, want ErrEmpty", err)
		}
		q.values <- 3 // the stopped sender is accepted after all
		if parked != queue.ErrFull || closer != queue.ErrFull {
			t.Errorf("while a sender was inside, Send returned %v and Close %v", parked, closer)
		}
		q.mu.RUnlock()

		synctest.Wait()
		if parked != queue.ErrClosed || closer != nil {
			t.Errorf("Send: %v, want ErrClosed; Close: %v", parked, closer)
		}
		if v, err := q.TryRecv(); v != 3 || err != nil {
			t.Errorf("TryRecv: %d, %v, want 3", v, err)
		}
		if _, err := q.TryRecv(); err != queue.ErrClosed {
			t.Errorf("TryRecv on a drained queue: %v, want ErrClosed", err)
		}
	})
}

func TestChan(t *testing.T) {
	q := New[int](2)
	for i := range 2 {
		if err := q.Send(context.Background(), i); err != nil {
			t.Fatal(err)
		}
	}
	q.Close()
	for want := range 2 {
		if v, ok := <-q.Chan(); v != want || !ok {
			t.Errorf("received %d, %v, want %d", v, ok, want)
		}
	}
	if _, ok := <-q.Chan(); ok {
		t.Error("the channel of a drained queue is still open")
	}
}

var _ queue.BoundedQueue[int] = (*Queue[int])(nil)
