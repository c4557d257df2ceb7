package queuetest

import (
	"context"

	"github.com/boundedq/queue"
)

var misuseCases = []testCase{
	{
		name: "Misuse/NilContext", keeps: nilContext, run: nilContextInChild, needs: all(manyOnBothSides, parking, closing), since: 2,
		about: "A nil context makes the caller panic, or is good enough where nothing has to wait; the queue works on. In a child process, which a lock that is unlocked twice would end.",
	},
}

// noContext is nil in a way that linters let pass.
var noContext context.Context

func nilContextInChild(t *trial) {
	t.inChild("gave the queue a nil context", func() { nilContexts(t) })
}

// nilContexts lets senders and receivers run into a nil context. One that waits
// all the same must be served or find the queue closed, as with any other.
// Whether a value whose sender panicked is in the queue is nobody's business.
func nilContexts(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		for range 2 {
			for range capacity + 2 {
				t.mayPanic(func() { _ = q.Send(noContext, 1) })
			}
			t.Settle()
			for range capacity + 2 { // each may let one go that waits
				t.drainAll(q)
				t.Settle()
			}
			for range 2 {
				t.mayPanic(func() { _, _ = q.Recv(noContext) })
			}
			t.Settle()
			for range 2 {
				if err := q.TrySend(2); err != nil && err != queue.ErrFull {
					t.Fatalf("TrySend() = %v", err)
				}
				t.Settle()
			}
			t.drainAll(q)
		}
		if capacity > 0 {
			t.holdsExactly(q, capacity, 0)
		}
		ws := t.parkReceivers(background, q, 1)
		t.trySend(q, 1, nil)
		t.Settle()
		t.wantReturned(ws, 1, nil)
		q.Close()
		t.Join()
		t.closed(q)
	}
}

// mayPanic runs f on a goroutine of its own and forgives it a panic.
func (t *trial) mayPanic(f func()) {
	t.Go(func() {
		defer func() { _ = recover() }()
		f()
	})
}
