package queuetest

import (
	"slices"

	"github.com/boundedq/queue"
)

var iterCases = []testCase{
	{
		name: "Iter/DrainsUntilClosed", keeps: closeDrains, run: rangeUntilClosed, needs: all(closing, distinct), since: 2,
		about: "A loop over queue.All gets every value and ends when the queue is closed and empty; two loops share the values.",
	},
	{
		name: "Iter/BreakConsumesExactly", keeps: delivered, run: breakConsumesExactly, needs: distinct, claims: strictTries, since: 2,
		about: "A loop that breaks has received what it was given, and not one value more.",
	},
}

func rangeUntilClosed(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		for _, c := range t.sides(t.receivers, 1, 2) {
			t.set("cap=%d p=1 c=%d", capacity, c)
			q := t.New(capacity)
			l := &ledger{
				accepted: [][]int{countUp(id(0, 0), t.N(400))},
				received: make([][]int, c),
			}
			for i := range c {
				t.Go(func() { l.received[i] = slices.Collect(queue.All(background, q)) })
			}
			for _, v := range l.accepted[0] {
				t.send(background, q, v, nil)
			}
			q.Close()
			t.Join()
			t.ordered(l)
			t.conserved(l)
		}
	}
}

func breakConsumesExactly(t *trial) {
	const capacity = 5
	for taken := 1; taken < capacity; taken++ {
		t.set("cap=%d taken=%d", capacity, taken)
		q := t.New(capacity)
		t.fill(q, 0, capacity)
		t.breakAfter(taken, queue.All(background, q), 0)
		t.length(q, capacity-taken)
		t.breakAfter(1, queue.Drain(q), taken)
		if rest, want := slices.Collect(queue.Drain(q)), countUp(taken+1, capacity-taken-1); !slices.Equal(rest, want) {
			t.Fatalf("after the loops %v was left, want %v", rest, want)
		}
		t.length(q, 0)
	}
}

// breakAfter takes n values that count up from first out of a loop.
func (t *trial) breakAfter(n int, loop func(func(int) bool), first int) {
	next := first
	for v := range loop {
		if !t.same(v, next) {
			t.Fatalf("a loop yielded %#x, want %#x", v, next)
		}
		if next++; next == first+n {
			return
		}
	}
	t.Fatalf("a loop ended after %d values, and there were more", next-first)
}
