package queuetest

import (
	"context"

	"github.com/boundedq/queue"
)

var blockCases = []testCase{
	{
		name: "Block/SendWaitsWhenFull", keeps: waits, run: sendWaitsWhenFull, place: inBubble,
		about: "A Send on a full queue returns when a value was received, and not before.",
	},
	{
		name: "Block/RecvWaitsWhenEmpty", keeps: waits, run: recvWaitsWhenEmpty, place: inBubble,
		about: "A Recv on an empty queue returns when a value was sent, and not before.",
	},
	{
		name: "Block/OneRecvWakesOneSend", keeps: wakes, run: oneRecvWakesOneSend, place: inBubble, needs: severalSenders,
		about: "With many senders waiting, k receives let exactly k of them go.",
	},
	{
		name: "Block/OneSendWakesOneRecv", keeps: wakes, run: oneSendWakesOneRecv, place: inBubble, needs: severalReceivers,
		about: "With many receivers waiting, k sends let exactly k of them go.",
	},
	{
		name: "Block/BurstWakesAll", keeps: wakes, run: burstWakesAll, place: inBubble, needs: manyOnBothSides, stress: true,
		about: "As many values as waiting receivers, sent at once, by one goroutine or by many, wake all of them; the same for room.",
	},
	{
		name: "Block/NoLostWakeup", keeps: wakeHandedOn, run: noLostWakeup, place: inBubble, stress: true,
		about: "Traffic that nobody closes, with waits that are cancelled in between: everybody gets through.",
	},
	{
		name: "Block/NoLostWakeupRealTime", keeps: wakeHandedOn, run: noLostWakeup, stress: true,
		about: "The same outside a bubble, where the scheduler has real processors.",
	},
	{
		name: "Block/WakeupHandedOnAfterCancel", keeps: wakeHandedOn, run: wakeupHandedOn, place: inBubble, needs: all(manyOnBothSides, parking), stress: true,
		about: "All waiters but one are cancelled at the moment when there is something for one: the one that is left gets it, unless a cancelled one did.",
	},
	{
		name: "Block/CancelledWhileServed", keeps: wakeHandedOn, run: cancelledWhileServed, needs: all(severalSenders, parking, closing, counting), stress: true, since: 2,
		about: "Many waiters are cancelled while as many are being served: nobody hangs, and those that were not cancelled get their share.",
	},
	{
		name: "Block/NoHiddenBatching", keeps: wakes, run: noHiddenBatching, place: inBubble,
		about: "A single value in a large queue can be received without another one pushing it out, and a single slot refilled.",
	},
	{
		name: "Block/SelfProducerConsumer", keeps: completesAtOnce, run: selfProducerConsumer,
		about: "One goroutine that sends and receives in turn never waits.",
	},
}

func sendWaitsWhenFull(t *trial) {
	for _, capacity := range t.caps(1, 2, 3, 64) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		for _, op := range []struct {
			name string
			recv func()
		}{
			{"TryRecv", func() { t.tryRecv(q, 0, nil) }},
			{"Recv", func() { t.recv(background, q, 0, nil) }},
		} {
			t.set("cap=%d after=%s", capacity, op.name)
			t.fill(q, 0, capacity)
			ws := t.parkSenders(background, q, capacity, 1)
			op.recv()
			t.Settle()
			t.wantReturned(ws, 1, nil)
			t.drain(q, 1, capacity)
			t.Join()
		}
	}
}

func recvWaitsWhenEmpty(t *trial) {
	for _, capacity := range t.caps(1, 2, 3, 64) {
		q := t.New(capacity)
		for _, op := range []struct {
			name string
			send func()
		}{
			{"TrySend", func() { t.trySend(q, 7, nil) }},
			{"Send", func() { t.send(background, q, 7, nil) }},
		} {
			t.set("cap=%d after=%s", capacity, op.name)
			ws := t.parkReceivers(background, q, 1)
			op.send()
			t.Settle()
			t.wantReturned(ws, 1, nil)
			if v := ws[0].v; !t.same(v, 7) {
				t.Fatalf("Recv() = %#x, want 7", v)
			}
			t.length(q, 0)
			t.Join()
		}
	}
}

const crowd = 8

func oneRecvWakesOneSend(t *trial) {
	for _, capacity := range t.caps(0, 1, 2, 3, 5) {
		t.set("cap=%d senders=%d", capacity, crowd)
		q := t.New(capacity)
		t.fill(q, 0, capacity)
		ws := t.parkSenders(background, q, capacity, crowd)
		for k := 1; k <= crowd; k++ {
			t.take(q)
			t.Settle()
			t.wantReturned(ws, k, nil)
			t.length(q, capacity)
		}
		t.Join()
	}
}

func oneSendWakesOneRecv(t *trial) {
	for _, capacity := range t.caps(0, 1, 2, 3, 5) {
		t.set("cap=%d receivers=%d", capacity, crowd)
		q := t.New(capacity)
		ws := t.parkReceivers(background, q, crowd)
		for k := 1; k <= crowd; k++ {
			t.trySend(q, k, nil)
			t.Settle()
			t.wantReturned(ws, k, nil)
			t.length(q, 0)
		}
		t.Join()
	}
}

func burstWakesAll(t *trial) {
	for _, capacity := range t.caps(1, 2, crowd, 64) {
		n := min(capacity, crowd)
		for round := range t.N(16) {
			t.set("cap=%d waiters=%d round=%d", capacity, n, round)
			q := t.New(capacity)
			inTurn := func(f func(i int)) {
				for i := range n {
					f(i)
				}
			}
			atOnce := func(f func(i int)) {
				for i := range n {
					t.Go(func() { f(i) })
				}
			}
			for _, burst := range []func(func(int)){inTurn, atOnce} {
				ws := t.parkReceivers(background, q, n)
				burst(func(i int) { t.trySend(q, i, nil) })
				t.Settle()
				t.wantReturned(ws, n, nil)

				t.fill(q, 0, capacity)
				ws = t.parkSenders(background, q, capacity, n)
				burst(func(int) { t.take(q) })
				t.Settle()
				t.wantReturned(ws, n, nil)
				t.drainAll(q)
			}
			t.Join()
		}
	}
}

func noLostWakeup(t *trial) {
	for round := range t.N(160) {
		capacity := t.cap(round % 4)
		p, c := 1+t.rng.IntN(5), 1+t.rng.IntN(5)
		t.set("cap=%d p=%d c=%d round=%d", capacity, p, c, round)
		tr := traffic{q: t.New(capacity), producers: p, consumers: c, each: 60, keepOpen: true}
		switch t.rng.IntN(3) {
		case 0:
			tr.send, tr.recv = sendAnyhow, recvAnyhow
		case 1:
			tr.send, tr.recv = sendImpatiently, recvImpatiently
		}
		t.conserved(t.run(tr))
		t.length(tr.q, 0)
	}
}

func wakeupHandedOn(t *trial) {
	for round := range t.N(400) {
		capacity := t.cap(round % 4)
		t.set("cap=%d round=%d", capacity, round)
		t.handOnReceive(capacity, round&4 == 0)
		t.handOnSend(capacity, round&4 == 0)
	}
}

// handOnReceive sends one value to waiting receivers all but one of which are
// cancelled at the same time.
func (t *trial) handOnReceive(capacity int, cancelFirst bool) {
	q := t.New(capacity)
	ctx, cancel := t.Cancellable()
	gone := t.parkReceivers(ctx, q, 1+t.rng.IntN(3))
	stays := t.parkReceivers(background, q, 1)
	together(cancelFirst, cancel, func() { t.trySend(q, 7, nil) })
	t.Settle()
	t.oneServed(gone, stays, func() {
		t.trySend(q, 8, nil)
	})
	t.tryRecv(q, 0, queue.ErrEmpty)
}

// handOnSend makes room for one of several waiting senders, in the same way.
func (t *trial) handOnSend(capacity int, cancelFirst bool) {
	q := t.New(capacity)
	t.fill(q, 0, capacity)
	ctx, cancel := t.Cancellable()
	gone := t.parkSenders(ctx, q, id(1, 0), 1+t.rng.IntN(3))
	stays := t.parkSenders(background, q, id(2, 0), 1)
	recv := func() { t.take(q) }
	together(cancelFirst, cancel, recv)
	t.Settle()
	t.oneServed(gone, stays, recv)
	if got := len(t.drainAll(q)); got != capacity {
		t.Fatalf("the queue held %d values after all, want %d", got, capacity)
	}
}

func together(cancelFirst bool, cancel context.CancelFunc, f func()) {
	if cancelFirst {
		cancel()
		f()
	} else {
		f()
		cancel()
	}
}

// oneServed expects that exactly one of the waiters got what there was, and that
// the cancelled ones are gone. If it was one of those, the one that stays is
// served by again.
func (t *trial) oneServed(gone, stays []*waiter, again func()) {
	all, ok := returned(gone)
	left, okLeft := returned(stays)
	switch {
	case all != len(gone):
		t.Fatalf("%d of %d waiters returned after their context was cancelled", all, len(gone))
	case ok+okLeft == 0:
		t.Fatalf("%d waiters were cancelled, none of them took what there was, and the last one still waits for it", all)
	case ok+okLeft > 1 || left != okLeft:
		t.Fatalf("%d cancelled waiters and %d of the others succeeded, and there was something for one", ok, okLeft)
	}
	for _, w := range gone {
		if w.err != nil && w.err != context.Canceled {
			t.Fatalf("a cancelled waiter returned %v", w.err)
		}
	}
	if okLeft == 0 {
		again()
	}
	t.Join()
}

// cancelledWhileServed runs in real time: in a bubble nobody would notice a
// waiter that waits for a lock.
func cancelledWhileServed(t *trial) {
	for round := range t.N(200) {
		capacity := t.cap(1 << (round % 4))
		t.set("cap=%d waiters=%d round=%d", capacity, crowd+1, round)
		q := t.New(capacity)
		t.fill(q, 0, capacity)
		ctx, cancel := t.Cancellable()
		gone := t.parkSenders(ctx, q, capacity, crowd)
		stays := t.parkSenders(background, q, capacity+crowd, 1)
		if round&4 == 0 {
			cancel()
		} else {
			t.Go(cancel)
		}
		for v := range capacity { // there is at least that much
			t.tryRecv(q, v, nil)
		}
		t.Settle()
		all, ok := returned(gone)
		_, left := returned(stays)
		if all != crowd {
			t.Fatalf("%d of %d senders returned after their context was cancelled", all, crowd)
		}
		if n := q.Len(); n != ok+left || n < capacity && left == 0 {
			t.Fatalf("the queue holds %d values, and %d cancelled senders and %d of the others say that they sent one", n, ok, left)
		}
		q.Close()
		t.Join()
	}
}

func noHiddenBatching(t *trial) {
	for _, capacity := range t.caps(1, 2, 64, 1024) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		t.trySend(q, 1, nil)
		t.tryRecv(q, 1, nil)
		t.parkReceivers(background, q, 1)
		t.trySend(q, 2, nil)
		t.Join()
		t.fill(q, 0, capacity)
		t.parkSenders(background, q, capacity, 1)
		t.tryRecv(q, 0, nil)
		t.Join()
		t.drain(q, 1, capacity)
	}
}

func selfProducerConsumer(t *trial) {
	for _, capacity := range t.caps(1, 2, 64) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		for v := range t.N(20000) {
			t.send(background, q, v, nil)
			t.recv(background, q, v, nil)
		}
	}
}
