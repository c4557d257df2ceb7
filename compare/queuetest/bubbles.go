package queuetest

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/boundedq/queue"
)

func reuseAcrossBubbles(t *trial) {
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
	senders, receivers := t.senders(4), t.receivers(4)
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		ws := t.parkReceivers(background, q, receivers)
		for i := range receivers {
			if i%2 == 0 {
				t.send(background, q, 1, nil)
			} else {
				t.trySend(q, 1, nil)
			}
			t.Settle()
		}
		t.Join()
		t.wantReturned(ws, receivers, nil)

		t.fill(q, 0, capacity)
		ws = t.parkSenders(background, q, capacity, senders)
		for range capacity + senders {
			t.take(q)
			t.Settle()
		}
		t.Join()
		t.wantReturned(ws, senders, nil)

		ctx, cancel := t.Cancellable()
		ws = t.parkReceivers(ctx, q, receivers)
		cancel()
		t.Join()
		t.wantReturned(ws, receivers, context.Canceled)

		if t.cfg.lacks.noClose {
			continue
		}
		ws = t.parkReceivers(background, q, receivers)
		q.Close()
		t.Join()
		t.wantReturned(ws, receivers, queue.ErrClosed)
	}
}
