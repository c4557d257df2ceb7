package queuetest

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/boundedq/queue"
)

func reuseAcrossBubbles(t *trial) {
	if t.cfg.lacks.notDurable {
		t.Skipf("the queue is declared NotDurable")
	}
	t.inChild("used several bubbles", t.crossBubbles)
}

// crossBubbles is the child's part.
func (t *trial) crossBubbles() {
	outside := t.stage
	for range 2 {
		synctest.Test(t.tb, func(*testing.T) {
			t.guard(func() {
				t.stage = bubbleStage{}
				t.waitInEveryWay()
			})
		})
	}
	t.stage = outside
	t.waitInEveryWay()
}

// waitInEveryWay makes goroutines wait on both sides and ends each wait in
// another way.
func (t *trial) waitInEveryWay() {
	defer t.release()
	for _, capacity := range t.caps(0, 1, 3) {
		q := t.New(capacity)
		t.parkReceivers(background, q, 4)
		for range 2 {
			t.send(background, q, 1, nil)
			t.Settle()
			t.trySend(q, 1, nil)
			t.Settle()
		}
		t.Join()

		t.fill(q, 0, capacity)
		t.parkSenders(background, q, capacity, 4)
		for range capacity + 4 {
			t.take(q)
			t.Settle()
		}
		t.Join()

		ctx, cancel := t.Cancellable()
		ws := t.parkReceivers(ctx, q, 4)
		cancel()
		t.Join()
		t.wantReturned(ws, 4, context.Canceled)

		ws = t.parkReceivers(background, q, 4)
		q.Close()
		t.Join()
		t.wantReturned(ws, 4, queue.ErrClosed)
	}
}
