package queuetest

import (
	"runtime"

	"github.com/boundedq/queue"
)

var lenCases = []testCase{
	{
		name: "Len/SequentialExact", keeps: lenIsSnapshot, run: lenSequentialExact, needs: counting,
		about: "With one goroutine, Len counts every send and every receive.",
	},
	{
		name: "Len/NeverOutOfRange", keeps: lenIsSnapshot, run: lenNeverOutOfRange, needs: counting, stress: true,
		about: "Under load, Len is never below 0 or above Cap.",
	},
	{
		name: "Len/ExactAtRest", keeps: lenIsSnapshot, run: lenExactAtRest, place: inBubble, needs: counting,
		about: "Goroutines that wait do not count: a full queue with senders behind it holds Cap, an empty one with receivers 0.",
	},
}

func lenSequentialExact(t *trial) {
	for _, capacity := range t.caps(edges...) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		for n := range capacity {
			t.length(q, n)
			t.trySend(q, n, nil)
		}
		t.trySend(q, 0, queue.ErrFull)
		for n := capacity; n > 0; n-- {
			t.length(q, n)
			t.tryRecv(q, capacity-n, nil)
		}
		t.length(q, 0)
	}
}

func lenNeverOutOfRange(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		look := func(q queue.BoundedQueue[int]) {
			if n := q.Len(); n < 0 || n > capacity {
				t.Fatalf("Len() = %d", n)
			}
		}

		t.set("cap=%d p=2 c=2", capacity)
		watch := func(q queue.BoundedQueue[int]) {
			for range t.N(2000) {
				look(q)
				runtime.Gosched()
			}
		}
		t.conserved(t.run(traffic{
			q: t.New(capacity), producers: 2, consumers: 2, each: t.N(2000),
			send: func(a *actor, v int) error {
				defer look(a.q)
				return sendAnyhow(a, v)
			},
			recv: func(a *actor) (int, error) {
				defer look(a.q)
				return recvAnyhow(a)
			},
			with: []func(queue.BoundedQueue[int]){watch},
		}))

		// Without a pause, so that much goes by while Len looks from one place
		// of the queue to another.
		t.set("cap=%d p=1 c=1", capacity)
		q, times := t.New(capacity), t.N(100_000)
		t.Go(func() {
			for v := range times {
				_ = q.TrySend(v)
				_, _ = q.TryRecv()
			}
		})
		t.Go(func() {
			for range times {
				look(q)
			}
		})
		t.Join()
	}
}

func lenExactAtRest(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d", capacity)
		full, empty := t.New(capacity), t.New(capacity)
		t.fill(full, 0, capacity)
		ctx, cancel := t.Cancellable()
		t.parkSenders(ctx, full, capacity, t.senders(4))
		t.length(full, capacity)
		t.parkReceivers(ctx, empty, t.receivers(4))
		t.length(empty, 0)
		cancel()
		t.Join()
		t.length(full, capacity)
		t.length(empty, 0)
	}
}
