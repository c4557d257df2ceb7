package queuetest

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"

	"github.com/boundedq/queue"
)

var capacityCases = []testCase{
	{
		name: "Capacity/ExactEvery", keeps: neverHoldsMore, run: exactEvery,
		about: "For every capacity from 1 to 100, and 1000: exactly that many sends succeed, and the next is refused.",
	},
	{
		name: "Capacity/NonPowerOfTwo", keeps: capIsExact, run: nonPowerOfTwo,
		about: "Capacities between powers of two stay exact when the queue goes round several times.",
	},
	{
		name: "Capacity/One", keeps: capIsExact, run: capacityOne, needs: atCapacity(1),
		about: "Capacity 1 holds one value: a ring whose slots say only \"full\" or \"empty\" mistakes one lap for the next here.",
	},
	{
		name: "Capacity/Huge", keeps: neverHoldsMore, run: hugeCapacity, since: 2,
		about: "A queue for a million values holds a million, and gives them back in order.",
	},
	{
		name: "Capacity/NegativePanics", keeps: badCapPanics, run: negativePanics,
		about: "New panics on a negative capacity.",
	},
	{
		name: "Capacity/TooLarge", keeps: badCapPanics, run: tooLarge,
		about: "New panics on a capacity that no memory holds; a queue that makes room as it goes may accept it.",
	},
	{
		name: "Capacity/PanicNamesValue", keeps: badCapPanics, run: panicNamesValue, since: 2,
		about: "Where New panics, it says which capacity it was asked for.",
	},
}

func exactEvery(t *trial) {
	for _, capacity := range t.caps(append(countUp(1, 100), 1000)...) {
		t.set("cap=%d", capacity)
		t.holdsExactly(t.New(capacity), capacity, 0)
	}
}

// holdsExactly fills the empty queue to the brim and empties it again.
func (t *trial) holdsExactly(q queue.BoundedQueue[int], capacity, first int) {
	t.fill(q, first, capacity)
	t.length(q, capacity)
	t.trySend(q, first+capacity, queue.ErrFull)
	t.drain(q, first, capacity)
	t.length(q, 0)
	t.tryRecv(q, 0, queue.ErrEmpty)
}

func nonPowerOfTwo(t *trial) {
	for _, capacity := range t.caps(3, 5, 6, 7, 9, 1000) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		for lap := range 5 {
			t.holdsExactly(q, capacity, id(lap, 0))
			t.trySend(q, 1, nil) // the next lap begins one slot further on
			t.tryRecv(q, 1, nil)
		}
	}
}

func capacityOne(t *trial) {
	t.set("cap=1")
	q := t.New(1)
	for v := range 100 {
		t.trySend(q, v, nil)
		t.trySend(q, -1, queue.ErrFull)
		t.length(q, 1)
		t.tryRecv(q, v, nil)
		t.tryRecv(q, 0, queue.ErrEmpty)
		t.length(q, 0)
	}
}

func hugeCapacity(t *trial) {
	capacity := t.cap(t.N(1 << 20))
	t.set("cap=%d", capacity)
	t.holdsExactly(t.New(capacity), capacity, 0)
}

func negativePanics(t *trial) {
	for _, capacity := range []int{-1, -64, math.MinInt} {
		t.set("cap=%d", capacity)
		if q, _ := t.tryNew(capacity); q != nil {
			t.Errorf("New(%d) returned a queue of capacity %d", capacity, q.Cap())
		}
	}
}

// tooMany is a capacity that no memory holds: where words have 64 bits no
// multiple of it fits one.
const tooMany = math.MaxInt>>(bits.UintSize/64) + bits.UintSize/64

func tooLarge(t *trial) {
	t.set("cap=%d", tooMany)
	if q, _ := t.tryNew(tooMany); q != nil {
		if n := q.Cap(); n != tooMany && !t.cfg.lacks.roundsUp {
			t.Errorf("New(%d) returned a queue of capacity %d", tooMany, n)
		}
		t.trySend(q, 1, nil)
		t.tryRecv(q, 1, nil)
	}
}

func panicNamesValue(t *trial) {
	for _, capacity := range append(countUp(0, t.cfg.lacks.minCapacity), -1, -64, math.MinInt, tooMany) {
		t.set("cap=%d", capacity)
		if _, p := t.tryNew(capacity); p != nil && !strings.Contains(fmt.Sprint(p), strconv.Itoa(capacity)) {
			t.Errorf("New(%d) panicked with %q, which does not name the capacity", capacity, fmt.Sprint(p))
		}
	}
}

// tryNew returns the queue or what New panicked with.
func (t *trial) tryNew(capacity int) (q queue.BoundedQueue[int], panicked any) {
	defer func() { panicked = recover() }()
	return t.New(capacity), nil
}
