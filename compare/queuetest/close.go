package queuetest

import (
	"runtime"

	"github.com/boundedq/queue"
)

var closeCases = []testCase{
	{
		name: "Close/DrainThenClosed", keeps: closeDrains, run: drainThenClosed, needs: closing,
		about: "What was in the queue when it was closed comes out first, then ErrClosed for ever.",
	},
	{
		name: "Close/SendAfterClose", keeps: closeStopsSends, run: sendAfterClose, needs: closing,
		about: "A closed queue refuses every send with ErrClosed, full or not, and is not changed by it.",
	},
	{
		name: "Close/WakesAllSenders", keeps: closeStopsSends, run: closeWakesSenders, place: inBubble, needs: closing,
		about: "All senders that wait when the queue is closed return ErrClosed; their values are not in the queue.",
	},
	{
		name: "Close/WakesAllReceivers", keeps: closeDrains, run: closeWakesReceivers, place: inBubble, needs: closing,
		about: "All receivers that wait when the queue is closed return ErrClosed.",
	},
	{
		name: "Close/AcceptedIsDelivered", keeps: delivered, run: acceptedIsDelivered, needs: closing, stress: true,
		about: "The queue is closed in the middle of traffic with tries, waits and cancels: what was accepted arrives once, what was refused never.",
	},
	{
		name: "Close/Idempotent", keeps: anyoneCloses, run: closeIdempotent, needs: closing,
		about: "Closing again changes nothing.",
	},
	{
		name: "Close/Concurrent", keeps: anyoneCloses, run: closeConcurrent, needs: closing, stress: true,
		about: "Many goroutines close at once, in the middle of traffic.",
	},
	{
		name: "Close/WhileFull", keeps: closeDrains, run: closeWhileFull, place: inBubble, needs: closing,
		about: "A full queue with senders waiting is closed and drained: exactly Cap values come, then ErrClosed.",
	},
	{
		name: "Close/ServesNobody", keeps: closeStopsSends, run: closeServesNobody, place: inBubble, needs: all(closing, severalSenders), stress: true, since: 2,
		about: "Once anybody has been told ErrClosed, the senders that Close has not come to yet are not served any more, though there is room.",
	},
	{
		name: "Close/NoGhost", keeps: closedIsFinal, run: noGhost, needs: all(closing, severalSenders), stress: true,
		about: "Once a receiver has seen ErrClosed nothing comes any more, also from senders that were under way.",
	},
}

func drainThenClosed(t *trial) {
	for _, capacity := range t.caps(edges...) {
		for _, held := range []int{0, capacity / 2, capacity} {
			t.set("cap=%d held=%d", capacity, held)
			q := t.New(capacity)
			t.fill(q, 1, held)
			q.Close()
			for v := 1; v <= held; v++ {
				t.length(q, held-v+1)
				t.recv(background, q, v, nil)
			}
			t.closed(q)
			t.closed(q)
		}
	}
}

func sendAfterClose(t *trial) {
	for _, capacity := range t.caps(edges...) {
		for _, held := range []int{0, capacity / 2, capacity} {
			t.set("cap=%d held=%d", capacity, held)
			q := t.New(capacity)
			t.fill(q, 1, held)
			q.Close()
			for range 3 {
				t.trySend(q, -1, queue.ErrClosed)
				t.send(background, q, -1, queue.ErrClosed)
				t.send(ended(), q, -1, queue.ErrClosed)
				t.length(q, held)
			}
			t.drain(q, 1, held)
			t.closed(q)
		}
	}
}

func closeWakesSenders(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d senders=%d", capacity, t.senders(2*crowd))
		q := t.New(capacity)
		t.fill(q, 1, capacity)
		ctx, _ := t.Cancellable()
		ws := t.parkSenders(background, q, -crowd, t.senders(crowd))
		if !t.cfg.lacks.singleProducer {
			ws = append(ws, t.parkSenders(ctx, q, -2*crowd, crowd)...)
		}
		q.Close()
		t.Settle()
		t.wantReturned(ws, len(ws), queue.ErrClosed)
		t.length(q, capacity)
		t.drain(q, 1, capacity)
		t.closed(q)
	}
}

func closeWakesReceivers(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d receivers=%d", capacity, t.receivers(2*crowd))
		q := t.New(capacity)
		ctx, _ := t.Cancellable()
		ws := t.parkReceivers(background, q, t.receivers(crowd))
		if !t.cfg.lacks.singleConsumer {
			ws = append(ws, t.parkReceivers(ctx, q, crowd)...)
		}
		q.Close()
		t.Settle()
		t.wantReturned(ws, len(ws), queue.ErrClosed)
		for _, w := range ws {
			if w.v != 0 {
				t.Fatalf("Recv() = %#x, %v, want the zero value", w.v, w.err)
			}
		}
		t.closed(q)
	}
}

// sendInAnyWay is for traffic that somebody closes: it tries, waits, or waits
// under a context that somebody cancels.
func sendInAnyWay(a *actor, v int) error {
	switch a.rng.IntN(3) {
	case 0:
		return a.q.TrySend(v)
	case 1:
		return a.q.Send(background, v)
	}
	return sendAndCancel(a.q, v)
}

// closeSoon closes the queue after a while that is counted in turns.
func (t *trial) closeSoon() func(queue.BoundedQueue[int]) {
	turns := t.rng.IntN(60)
	return func(q queue.BoundedQueue[int]) {
		for range turns {
			runtime.Gosched()
		}
		q.Close()
	}
}

func acceptedIsDelivered(t *trial) {
	for round := range t.N(960) {
		capacity := t.cap([]int{0, 1, 2, 64}[round%4])
		p, c := 1+t.rng.IntN(4), 1+t.rng.IntN(4)
		t.set("cap=%d p=%d c=%d round=%d", capacity, p, c, round)
		q := t.New(capacity)
		t.conserved(t.run(traffic{
			q: q, producers: p, consumers: c, each: 40,
			send: sendInAnyWay, recv: recvAnyhow,
			with: []func(queue.BoundedQueue[int]){t.closeSoon()},
		}))
		t.closed(q)
	}
}

func closeIdempotent(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		t.fill(q, 1, capacity)
		for range 3 {
			q.Close()
			t.length(q, capacity)
		}
		t.drain(q, 1, capacity)
		q.Close()
		t.closed(q)
	}
}

func closeConcurrent(t *trial) {
	const closers = 16
	for round := range t.N(60) {
		capacity := t.cap(round % 4)
		t.set("cap=%d p=2 c=2 closers=%d round=%d", capacity, closers, round)
		tr := traffic{q: t.New(capacity), producers: 2, consumers: 2, each: 40}
		for range closers {
			tr.with = append(tr.with, t.closeSoon())
		}
		t.conserved(t.run(tr))
		t.closed(tr.q)
	}
}

func closeWhileFull(t *trial) {
	for _, capacity := range t.caps(1, 2, 3, 64) {
		t.set("cap=%d senders=%d", capacity, t.senders(crowd))
		q := t.New(capacity)
		t.fill(q, 1, capacity)
		ws := t.parkSenders(background, q, -crowd, t.senders(crowd))
		q.Close()
		t.drain(q, 1, capacity) // before the senders had a chance to run
		if !t.cfg.lacks.singleProducer {
			t.closed(q)
		}
		t.Join()
		t.wantReturned(ws, len(ws), queue.ErrClosed)
		t.closed(q)
	}
}

func closeServesNobody(t *trial) {
	for round := range t.N(200) {
		capacity := t.cap(1 + round%3)
		t.set("cap=%d senders=%d round=%d", capacity, crowd, round)
		q := t.New(capacity)
		t.fill(q, 1, capacity)
		ws := t.parkSenders(background, q, -crowd, crowd)
		t.Go(q.Close)
		err := queue.ErrFull
		for err == queue.ErrFull {
			runtime.Gosched()
			err = q.TrySend(0)
		}
		if err != queue.ErrClosed {
			t.Fatalf("TrySend on a full queue that is being closed = %v", err)
		}
		t.drain(q, 1, capacity)
		t.tryRecv(q, 0, queue.ErrClosed)
		t.Join()
		t.wantReturned(ws, len(ws), queue.ErrClosed)
	}
}

func noGhost(t *trial) {
	for round := range t.N(120) {
		capacity := t.cap([]int{0, 1, 2, 3}[round%4])
		t.set("cap=%d p=4 c=2 round=%d", capacity, round)
		q := t.New(capacity)
		t.conserved(t.run(traffic{
			q: q, producers: 4, consumers: 2, each: 20,
			send: sendInAnyWay,
			recv: func(a *actor) (int, error) {
				v, err := a.q.Recv(background)
				if err != queue.ErrClosed {
					return v, err
				}
				for range 20 {
					t.tryRecv(a.q, 0, queue.ErrClosed)
					t.trySend(a.q, -1, queue.ErrClosed)
					runtime.Gosched()
				}
				return 0, queue.ErrClosed
			},
			with: []func(queue.BoundedQueue[int]){t.closeSoon()},
		}))
		t.closed(q)
	}
}
