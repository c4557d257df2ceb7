package queuetest

import "github.com/boundedq/queue"

var basicCases = []testCase{
	{
		name: "Basic/NewIsEmpty", keeps: capIsExact, run: newIsEmpty,
		about: "A new queue has the capacity asked for, holds nothing, and says so.",
	},
	{
		name: "Basic/FIFOSingle", keeps: isFIFO, run: fifoSingle,
		about: "One goroutine fills and drains: the values come in the order in which they went.",
	},
	{
		name: "Basic/SameValue", keeps: sendIsNilOrNot, run: sameValue,
		about: "What comes out is what went in, zero and negative numbers included.",
	},
	{
		name: "Basic/EmptyLeavesZero", keeps: recvErrIsZero, run: emptyLeavesZero,
		about: "A receive that fails returns the zero value, also where another value was before.",
	},
}

// edges are capacities where indices are off by one if they ever are: around
// powers of two, and the smallest.
var edges = []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 127, 128, 129}

func newIsEmpty(t *trial) {
	for _, capacity := range t.caps(edges...) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		if n := q.Cap(); n != capacity {
			t.Fatalf("Cap() = %d, want %d", n, capacity)
		}
		t.length(q, 0)
		t.tryRecv(q, 0, queue.ErrEmpty)
	}
}

func fifoSingle(t *trial) {
	for _, capacity := range t.caps(edges...) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		for lap := range 3 {
			t.fill(q, id(lap, 0), capacity)
			t.drain(q, id(lap, 0), capacity)
			t.tryRecv(q, 0, queue.ErrEmpty)
		}
	}
}

func sameValue(t *trial) {
	const big = int(^uint(0) >> 1)
	capacity := t.cap(3)
	t.set("cap=%d", capacity)
	q := t.New(capacity)
	for _, v := range []int{0, 1, -1, big, -big - 1} {
		t.trySend(q, v, nil)
		t.tryRecv(q, v, nil)
		t.send(background, q, v, nil)
		t.recv(background, q, v, nil)
	}
}

func emptyLeavesZero(t *trial) {
	for _, capacity := range t.caps(1, 3) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		ctx := ended()
		for range 3 * capacity {
			t.trySend(q, 7, nil)
			t.tryRecv(q, 7, nil)
			t.tryRecv(q, 0, queue.ErrEmpty)
			t.recv(ctx, q, 0, ctx.Err())
		}
		t.finish(q)
	}
}
