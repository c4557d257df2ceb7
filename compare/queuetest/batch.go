package queuetest

import (
	"context"
	"math/rand/v2"
	"sync/atomic"

	"github.com/boundedq/queue"
)

// The cases about batches go through the helpers of package queue. These use the
// queue's own SendMany and RecvMany where it has them and its single steps
// elsewhere, and the parameters of a failure say which of the two it was.
var batchCases = []testCase{
	{
		name: "Batch/PartialCounts", keeps: batchIsCounted, run: partialCounts, claims: strictTries, since: 2,
		about: "A batch that only partly fits is accepted as far as there is room, and the count says how far; a receive takes what is there, as much as its buffer holds.",
	},
	{
		name: "Batch/EmptyAndNil", keeps: batchIsTaken, run: emptyBatches, needs: closing, since: 2,
		about: "A batch of nothing and a buffer for nothing are done at once, whatever the state of the queue.",
	},
	{
		name: "Batch/VisibleBeforeWaiting", keeps: batchIsVisible, run: visibleBeforeWaiting, place: inBubble, needs: parking, since: 2,
		about: "While a batch waits for room, what it has brought so far can be received, value by value.",
	},
	{
		name: "Batch/RecvWaitsForOne", keeps: batchIsTaken, run: recvManyWaitsForOne, place: inBubble, since: 2,
		about: "A receive of many waits on an empty queue, and a single value is enough for it.",
	},
	{
		name: "Batch/WakesWaiters", keeps: wakes, run: batchWakesWaiters, place: inBubble, needs: all(manyOnBothSides, closing), claims: strictTries, since: 2,
		about: "A batch wakes a receiver for each of its values, and a receive of many a sender for each place.",
	},
	{
		name: "Batch/CancelMidBatch", keeps: batchIsCounted, run: cancelMidBatch, place: inBubble, needs: all(parking, closing), claims: strictTries, since: 2,
		about: "A batch that is cancelled while it waits counts exactly what it has brought; the rest never comes.",
	},
	{
		name: "Batch/CloseMidBatch", keeps: batchIsCounted, run: closeMidBatch, place: inBubble, needs: all(parking, closing), claims: strictTries, since: 2,
		about: "The same for a batch that Close finds waiting; what it has brought is drained.",
	},
	{
		name: "Batch/InterleavesFIFO", keeps: producerOrder, run: interleavesFIFO, needs: all(closing, distinct), stress: true, since: 2,
		about: "Batches of any size from several producers, taken in batches of any size: the values of each producer stay in order.",
	},
	{
		name: "Batch/AcceptedIsDelivered", keeps: delivered, run: batchesAreDelivered, needs: closing, stress: true, since: 2,
		about: "Batches are cancelled and the queue is closed at any moment: what the counts say arrives, each value once.",
	},
}

// setBatch is set for a case about batches.
func (t *trial) setBatch(q queue.BoundedQueue[int], format string, args ...any) {
	send, recv := "helper", "helper"
	if _, ok := q.(queue.BatchSender[int]); ok {
		send = "own"
	}
	if _, ok := q.(queue.BatchReceiver[int]); ok {
		recv = "own"
	}
	t.set(format+" SendMany=%s RecvMany=%s", append(args, send, recv)...)
}

// countUp returns n values that count up from first.
func countUp(first, n int) []int {
	vs := make([]int, n)
	for i := range vs {
		vs[i] = first + i
	}
	return vs
}

func (t *trial) sendMany(ctx context.Context, q queue.BoundedQueue[int], vs []int, want int, wantErr error) {
	if n, err := queue.SendMany(ctx, q, vs); n != want || err != wantErr {
		t.Fatalf("SendMany of %d values = %d, %v, want %d, %v", len(vs), n, err, want, wantErr)
	}
}

// recvMany expects n values that count up from first.
func (t *trial) recvMany(ctx context.Context, q queue.BoundedQueue[int], buf []int, first, n int, wantErr error) {
	got, err := queue.RecvMany(ctx, q, buf)
	if got != n || err != wantErr {
		t.Fatalf("RecvMany into a buffer of %d = %d, %v, want %d, %v", len(buf), got, err, n, wantErr)
	}
	for i, v := range buf[:n] {
		if !t.same(v, first+i) {
			t.Fatalf("RecvMany put %#x into place %d, want %#x", v, i, first+i)
		}
	}
}

// goSendMany is goSend for a batch: the waiter's v is the count.
func (t *trial) goSendMany(ctx context.Context, q queue.BoundedQueue[int], vs []int) *waiter {
	w := &waiter{done: make(chan struct{})}
	t.Go(func() {
		defer close(w.done)
		w.v, w.err = queue.SendMany(ctx, q, vs)
	})
	return w
}

// goRecvMany is goRecv for a batch: the waiter's v is the count.
func (t *trial) goRecvMany(ctx context.Context, q queue.BoundedQueue[int], buf []int) *waiter {
	w := &waiter{done: make(chan struct{})}
	t.Go(func() {
		defer close(w.done)
		w.v, w.err = queue.RecvMany(ctx, q, buf)
	})
	return w
}

func (t *trial) wantCount(w *waiter, n int, err error) {
	if w.v != n || w.err != err {
		t.Fatalf("a batch that waited returned %d, %v, want %d, %v", w.v, w.err, n, err)
	}
}

func partialCounts(t *trial) {
	ctx := ended()
	for _, capacity := range t.caps(1, 2, 3, 8) {
		for held := range capacity + 1 {
			q := t.New(capacity)
			t.setBatch(q, "cap=%d held=%d", capacity, held)
			t.fill(q, 0, held)
			room := capacity - held
			if room > 0 {
				t.sendMany(ctx, q, countUp(held, room-1), room-1, nil)
				t.sendMany(ctx, q, countUp(capacity-1, 3), 1, context.Canceled)
			}
			t.sendMany(ctx, q, countUp(-3, 3), 0, context.Canceled)
			t.length(q, capacity)

			t.recvMany(ctx, q, make([]int, 1), 0, 1, nil)
			if capacity > 1 {
				t.recvMany(ctx, q, make([]int, capacity+3), 1, capacity-1, nil)
			}
			t.recvMany(ctx, q, make([]int, 3), 0, 0, context.Canceled)
		}
	}
}

func emptyBatches(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		q := t.New(capacity)
		nothing := func(state string) {
			t.setBatch(q, "cap=%d state=%s", capacity, state)
			for _, empty := range [][]int{nil, {}} {
				if n, err := queue.SendMany(background, q, empty); n != 0 || err != nil && err != queue.ErrClosed {
					t.Fatalf("SendMany of no values = %d, %v", n, err)
				}
				t.recvMany(background, q, empty, 0, 0, nil)
			}
		}
		nothing("empty")
		t.fill(q, 0, capacity)
		nothing("full")
		t.length(q, capacity)
		q.Close()
		nothing("closed")
		t.drain(q, 0, capacity)
		nothing("drained")
	}
}

func visibleBeforeWaiting(t *trial) {
	const more = 4
	for _, capacity := range t.caps(0, 1, 2, 3, 8) {
		q := t.New(capacity)
		t.setBatch(q, "cap=%d batch=%d", capacity, capacity+more)
		w := t.goSendMany(background, q, countUp(0, capacity+more))
		for v := range capacity + more {
			t.Settle()
			if w.returned() != (v >= more) {
				t.Fatalf("after %d receives the batch has returned: %v", v, w.returned())
			}
			t.length(q, min(capacity, capacity+more-v))
			t.tryRecv(q, v, nil)
		}
		t.Join()
		t.wantCount(w, capacity+more, nil)
	}
}

func recvManyWaitsForOne(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		q := t.New(capacity)
		t.setBatch(q, "cap=%d", capacity)
		for v := range 3 {
			buf := make([]int, 8)
			w := t.goRecvMany(background, q, buf)
			t.parked([]*waiter{w}, "RecvMany")
			t.trySend(q, v, nil)
			t.Join()
			t.wantCount(w, 1, nil)
			if !t.same(buf[0], v) {
				t.Fatalf("RecvMany brought %#x, want %#x", buf[0], v)
			}
		}
		w := t.goRecvMany(t.Timeout(1), q, make([]int, 8))
		t.Join()
		t.wantCount(w, 0, context.DeadlineExceeded)
	}
}

func batchWakesWaiters(t *trial) {
	for _, capacity := range t.caps(1, 3, crowd) {
		q := t.New(capacity)
		t.setBatch(q, "cap=%d waiters=%d", capacity, crowd)
		ws := t.parkReceivers(background, q, crowd)
		t.sendMany(background, q, countUp(0, crowd), crowd, nil)
		t.Join()
		t.wantReturned(ws, crowd, nil)

		t.fill(q, 0, capacity)
		ws = t.parkSenders(background, q, capacity, crowd)
		n, err := queue.RecvMany(background, q, make([]int, capacity))
		if n != capacity || err != nil {
			t.Fatalf("RecvMany of a full queue = %d, %v, want %d, nil", n, err, capacity)
		}
		t.Settle()
		t.wantReturned(ws, min(n, crowd), nil)
		q.Close()
		t.Join()
	}
}

func cancelMidBatch(t *trial) {
	t.midBatch(func(q queue.BoundedQueue[int], cancel context.CancelFunc) error {
		cancel()
		return context.Canceled
	})
}

func closeMidBatch(t *trial) {
	t.midBatch(func(q queue.BoundedQueue[int], _ context.CancelFunc) error {
		q.Close()
		return queue.ErrClosed
	})
	for _, capacity := range t.caps(0, 1, 3) {
		q := t.New(capacity)
		t.setBatch(q, "cap=%d", capacity)
		w := t.goRecvMany(background, q, make([]int, 3))
		t.parked([]*waiter{w}, "RecvMany")
		q.Close()
		t.Join()
		t.wantCount(w, 0, queue.ErrClosed)
		t.sendMany(background, q, countUp(0, 3), 0, queue.ErrClosed)
	}
}

// midBatch ends the wait of a batch after each number of receives.
func (t *trial) midBatch(end func(queue.BoundedQueue[int], context.CancelFunc) error) {
	for _, capacity := range t.caps(0, 1, 3) {
		for received := range 3 {
			q := t.New(capacity)
			t.setBatch(q, "cap=%d received=%d", capacity, received)
			ctx, cancel := t.Cancellable()
			w := t.goSendMany(ctx, q, countUp(0, capacity+3))
			for v := range received {
				t.Settle()
				t.tryRecv(q, v, nil)
			}
			t.parked([]*waiter{w}, "SendMany")
			err := end(q, cancel)
			t.Join()
			t.wantCount(w, capacity+received, err)
			if capacity > 0 {
				t.recvMany(background, q, make([]int, capacity+3), received, capacity, nil)
			}
			q.Close()
			t.recvMany(background, q, make([]int, 3), 0, 0, queue.ErrClosed)
		}
	}
}

// maxBatch is the size of the largest batch of batchTraffic.
const maxBatch = 7

// batchTraffic is traffic in batches of random size. The last producer to end
// closes the queue.
func (t *trial) batchTraffic(q queue.BoundedQueue[int], p, c, each int,
	send func(a *actor, vs []int) (int, error), with func(queue.BoundedQueue[int])) *ledger {
	p, c = t.senders(p), t.receivers(c)
	l := &ledger{
		accepted: make([][]int, p),
		refused:  make([][]int, p),
		received: make([][]int, c),
	}
	for i := range c {
		rng := t.Rand(-1 - i)
		t.Go(func() { l.received[i] = t.recvBatches(q, rng) })
	}
	var sending atomic.Int32
	sending.Store(int32(p))
	for i := range p {
		a := &actor{q: q, rng: t.Rand(i)}
		t.Go(func() {
			for seq := 0; seq < each; {
				vs := countUp(id(i, seq), 1+a.rng.IntN(maxBatch))
				seq += len(vs)
				n, err := send(a, vs)
				if n < 0 || n > len(vs) || (n < len(vs)) != (err != nil) {
					t.Fatalf("SendMany of %d values = %d, %v", len(vs), n, err)
				}
				l.accepted[i] = append(l.accepted[i], vs[:n]...)
				l.refused[i] = append(l.refused[i], vs[n:]...)
			}
			if sending.Add(-1) == 0 {
				q.Close()
			}
		})
	}
	t.Go(func() { with(q) })
	t.Join()
	return l
}

func (t *trial) recvBatches(q queue.BoundedQueue[int], rng *rand.Rand) (received []int) {
	buf := make([]int, maxBatch)
	for {
		n, err := queue.RecvMany(background, q, buf[:1+rng.IntN(maxBatch)])
		received = append(received, buf[:n]...)
		switch {
		case err == queue.ErrClosed && n == 0:
			return received
		case err != nil || n == 0:
			t.Fatalf("RecvMany = %d, %v", n, err)
		}
	}
}

func interleavesFIFO(t *trial) {
	for _, capacity := range t.caps(0, 1, 2, 3, 64) {
		for _, c := range t.sides(t.receivers, 1, 3) {
			q := t.New(capacity)
			t.setBatch(q, "cap=%d p=4 c=%d", capacity, c)
			l := t.batchTraffic(q, 4, c, t.N(1000), func(a *actor, vs []int) (int, error) {
				return queue.SendMany(background, a.q, vs)
			}, func(queue.BoundedQueue[int]) {})
			t.ordered(l)
			t.conserved(l)
		}
	}
}

func batchesAreDelivered(t *trial) {
	for round := range t.N(120) {
		capacity := t.cap([]int{0, 1, 3, 64}[round%4])
		p, c := 1+t.rng.IntN(4), 1+t.rng.IntN(4)
		q := t.New(capacity)
		t.setBatch(q, "cap=%d p=%d c=%d round=%d", capacity, p, c, round)
		l := t.batchTraffic(q, p, c, 60, func(a *actor, vs []int) (int, error) {
			if a.rng.IntN(2) == 0 {
				return queue.SendMany(background, a.q, vs)
			}
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			go cancel()
			return queue.SendMany(ctx, a.q, vs)
		}, t.closeSoon())
		t.conserved(l)
		t.closed(q)
	}
}
