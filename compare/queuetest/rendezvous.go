package queuetest

import (
	"context"

	"github.com/boundedq/queue"
)

var rendezvousCases = []testCase{
	{
		name: "Rendezvous/TryNeedsPartner", keeps: needsPartner, run: tryNeedsPartner, place: inBubble, needs: all(rendezvous, manyOnBothSides),
		about: "At capacity 0 a try fails with nobody waiting on the other side, and succeeds with somebody.",
	},
	{
		name: "Rendezvous/SendReturnsAfterTaken", keeps: handsOver, run: sendReturnsAfterTaken, place: inBubble, needs: all(rendezvous, severalSenders, distinct),
		about: "At capacity 0 a Send is still there while nobody has received, and each receive lets one go.",
	},
	{
		name: "Rendezvous/Overlap", keeps: handsOver, run: overlap, needs: all(atCapacity(0), distinct),
		about: "At capacity 0, when a Send returns, the receiver had come before: what it wrote on the way can be read.",
	},
	{
		name: "Rendezvous/LenIsZero", keeps: rendezvousLen, run: lenIsZero, place: inBubble, needs: all(rendezvous, manyOnBothSides, counting),
		about: "At capacity 0 Len is 0, whoever waits.",
	},
	{
		name: "Rendezvous/CloseWakesBothSides", keeps: closeDrains, run: rendezvousClose, place: inBubble, needs: all(rendezvous, manyOnBothSides, closing),
		about: "At capacity 0 nothing is held: closed is drained, and whoever waits returns ErrClosed.",
	},
	{
		name: "Rendezvous/CancelLeavesNothing", keeps: sendIsNilOrNot, run: rendezvousCancel, place: inBubble, needs: all(rendezvous, manyOnBothSides),
		about: "At capacity 0 who was cancelled is no partner any more.",
	},
}

func tryNeedsPartner(t *trial) {
	t.set("cap=0")
	q := t.New(0)
	for range 20 {
		t.trySend(q, 1, queue.ErrFull)
		t.tryRecv(q, 0, queue.ErrEmpty)

		receiver := t.parkReceivers(background, q, 1)
		t.tryRecv(q, 0, queue.ErrEmpty) // receivers are no partners of each other
		t.trySend(q, 7, nil)
		t.trySend(q, 8, queue.ErrFull) // the one there was has its value
		t.Join()
		t.wantReturned(receiver, 1, nil)
		if !t.same(receiver[0].v, 7) {
			t.Fatalf("Recv() = %#x, want 7", receiver[0].v)
		}

		sender := t.parkSenders(background, q, 9, 1)
		t.trySend(q, 1, queue.ErrFull)
		t.tryRecv(q, 9, nil)
		t.tryRecv(q, 0, queue.ErrEmpty)
		t.Join()
		t.wantReturned(sender, 1, nil)
	}
}

func sendReturnsAfterTaken(t *trial) {
	t.set("cap=0 senders=%d", crowd)
	q := t.New(0)
	ws := t.parkSenders(background, q, 1, crowd)
	for k := range crowd {
		t.wantReturned(ws, k, nil)
		v, err := q.Recv(background)
		if err != nil {
			t.Fatalf("Recv() = %v with senders waiting", err)
		}
		t.Settle()
		if !ws[v-1].returned() {
			t.Fatalf("the value of sender %d was taken, and its Send did not return", v)
		}
	}
	t.Join()
	t.tryRecv(q, 0, queue.ErrEmpty)
}

func overlap(t *trial) { t.backpressure(0) }

func lenIsZero(t *trial) {
	t.set("cap=0")
	sending, receiving := t.New(0), t.New(0)
	t.parkSenders(background, sending, 1, crowd)
	t.parkReceivers(background, receiving, crowd)
	t.length(sending, 0)
	t.length(receiving, 0)
	for range crowd {
		t.take(sending)
		t.trySend(receiving, 1, nil)
		t.length(sending, 0)
		t.length(receiving, 0)
	}
	t.Join()
}

func rendezvousClose(t *trial) {
	t.set("cap=0")
	for _, wait := range []func(q queue.BoundedQueue[int]) []*waiter{
		func(q queue.BoundedQueue[int]) []*waiter { return t.parkSenders(background, q, 1, crowd) },
		func(q queue.BoundedQueue[int]) []*waiter { return t.parkReceivers(background, q, crowd) },
	} {
		q := t.New(0)
		ws := wait(q)
		q.Close()
		t.closed(q)
		t.Join()
		t.wantReturned(ws, crowd, queue.ErrClosed)
		t.closed(q)
	}
}

func rendezvousCancel(t *trial) {
	t.set("cap=0")
	q := t.New(0)
	for range 20 {
		ctx, cancel := context.WithCancel(background)
		senders := t.parkSenders(ctx, q, 1, 2)
		cancel()
		t.Settle()
		t.wantReturned(senders, 2, context.Canceled)
		t.tryRecv(q, 0, queue.ErrEmpty)

		ctx, cancel = context.WithCancel(background)
		receivers := t.parkReceivers(ctx, q, 2)
		cancel()
		t.Settle()
		t.wantReturned(receivers, 2, context.Canceled)
		t.trySend(q, 1, queue.ErrFull)
	}
}
