package queuetest

import (
	"runtime"

	"github.com/boundedq/queue"
)

var lenCases = []testCase{
	{
		name: "Len/SequentialExact", keeps: lenIsSnapshot, run: lenSequentialExact,
		about: "With one goroutine, Len counts every send and every receive.",
	},
	{
		name: "Len/NeverOutOfRange", keeps: lenIsSnapshot, run: lenNeverOutOfRange,
		about: "Under load, Len is never below 0 or above Cap.",
	},
	{
		name: "Len/ExactAtRest", keeps: lenIsSnapshot, run: lenExactAtRest, place: inBubble,
		about: "Goroutines that wait do not count: a full queue with senders behind it holds Cap, an empty one with receivers 0.",
	},
}

func lenSequentialExact(t *trial) {
	for _, capacity := range edges {
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
	for _, capacity := range []int{0, 1, 3} {
		t.set("cap=%d p=2 c=2", capacity)
		watch := func(q queue.BoundedQueue[int]) {
			for range t.N(2000) {
				if n := q.Len(); n < 0 || n > capacity {
					t.Fatalf("Len() = %d", n)
				}
				runtime.Gosched()
			}
		}
		t.conserved(t.run(traffic{
			q: t.New(capacity), producers: 2, consumers: 2, each: t.N(2000),
			send: sendAnyhow, recv: recvAnyhow, with: []func(queue.BoundedQueue[int]){watch},
		}))
	}
}

func lenExactAtRest(t *trial) {
	for _, capacity := range []int{0, 1, 3} {
		t.set("cap=%d", capacity)
		full, empty := t.New(capacity), t.New(capacity)
		t.fill(full, 0, capacity)
		t.parkSenders(background, full, capacity, 4)
		t.length(full, capacity)
		t.parkReceivers(background, empty, 4)
		t.length(empty, 0)
		full.Close()
		empty.Close()
		t.Join()
		t.length(full, capacity)
		t.length(empty, 0)
	}
}
