package queuetest

import (
	"sync/atomic"

	"github.com/boundedq/queue"
)

// The cases here are for queues that have declared something: they test what is
// left of the clause.

var declaredCases = []testCase{
	{
		name: "Capacity/RoundedUpIsReported", keeps: neverHoldsMore, run: roundedUpIsReported, since: 2,
		of:    func(l *lacks) bool { return l.roundsUp },
		about: "A capacity is rounded up, never down; Cap tells the real one, which the queue holds exactly, and which New can be asked for.",
	},
	{
		name: "Capacity/BelowMinimumPanics", keeps: badCapPanics, run: belowMinimumPanics, since: 2,
		of:    func(l *lacks) bool { return l.minCapacity > 0 },
		about: "New panics on a capacity that is declared not to be had, or else returns a queue that has it.",
	},
	{
		name: "Try/WeakDeclared", keeps: tryIsStrict, run: weakDeclared, needs: manyOnBothSides, stress: true, since: 2,
		of:    func(l *lacks) bool { return l.weak },
		about: "There is always room and always a value: whoever is refused gets through when it tries again. How often that was is in the log.",
	},
}

func roundedUpIsReported(t *trial) {
	exact := true
	for _, asked := range append(countUp(1, 100), 1000) {
		if asked < t.cfg.lacks.minCapacity {
			continue
		}
		t.set("cap=%d", asked)
		q := t.New(asked)
		real := q.Cap()
		if real < asked {
			t.Fatalf("Cap() = %d, and New was asked for %d", real, asked)
		}
		if again := t.New(real).Cap(); again != real {
			t.Fatalf("New(%d) returned a queue of capacity %d, and one of capacity %d when asked for that", asked, real, again)
		}
		exact = exact && real == asked
		t.holdsExactly(q, real, 0)
	}
	if exact {
		t.Notef("declared RoundsUp, and each capacity was what was asked for")
	}
}

func belowMinimumPanics(t *trial) {
	for n := range t.cfg.lacks.minCapacity {
		t.set("cap=%d", n)
		q, _ := t.tryNew(n)
		if q == nil {
			continue
		}
		real := q.Cap()
		if real != n && !(t.cfg.lacks.roundsUp && real > n) {
			t.Fatalf("New(%d) returned a queue of capacity %d", n, real)
		}
		if real > 0 {
			t.holdsExactly(q, real, 0)
		}
		t.Notef("declared MinCapacity(%d), and New(%d) returned a queue of capacity %d", t.cfg.lacks.minCapacity, n, real)
	}
}

func weakDeclared(t *trial) {
	var tries, refused atomic.Int64
	each := t.N(4000)
	for _, n := range t.sides(t.cap, 1, 2, 3, 4, 8) {
		t.set("cap=%d goroutines=%d", n, n)
		q := t.New(n)
		for g := range n {
			t.Go(func() {
				vain := 0
				for i := range each {
					for r := (retry{}); q.TrySend(id(g, i)) == queue.ErrFull && t.again(&r); {
						vain++
					}
					r := retry{}
					for _, err := q.TryRecv(); err == queue.ErrEmpty && t.again(&r); _, err = q.TryRecv() {
						vain++
					}
				}
				tries.Add(int64(2*each + vain))
				refused.Add(int64(vain))
			})
		}
		t.Join()
	}
	if refused.Load() == 0 {
		t.Notef("declared Weak, and no spurious refusal was seen in %d tries", tries.Load())
		return
	}
	t.Notef("%d of %d tries were refused without reason, one in %d",
		refused.Load(), tries.Load(), tries.Load()/refused.Load())
}

var overflowCases = []testCase{
	{
		name: "Wrap/IndexOverflow", keeps: isFIFO, run: indexOverflow, needs: needsNewAt, since: 2,
		about: "Counters that pass 2^32, 2^63 or 2^64 go on as if nothing had happened, at every fill level.",
	},
}

func needsNewAt(cfg *config) string {
	if cfg.newAt == nil {
		return "needs NewAt, which is for tests inside the package of the queue"
	}
	return ""
}

func indexOverflow(t *trial) {
	const before = 20 // steps, so that several laps end there
	for _, edge := range []uint64{1 << 32, 1 << 63, 0} {
		for _, capacity := range t.caps(1, 2, 3, 4, 5, 7, 8, 100) {
			for back := range uint64(before) {
				t.set("cap=%d start=%#x", capacity, edge-back)
				t.crossing(newOf(t, func(n int) queue.BoundedQueue[int] { return t.cfg.newAt(n, edge-back) }, capacity), capacity)
			}
		}
	}
}

// crossing takes a new queue through a few laps at all levels.
func (t *trial) crossing(q queue.BoundedQueue[int], capacity int) {
	if n := q.Cap(); n != capacity {
		t.Fatalf("Cap() = %d, want %d", n, capacity)
	}
	t.length(q, 0)
	v := 0
	for range 3 {
		for _, level := range []int{1, capacity/2 + 1, capacity} {
			t.fill(q, v, level)
			t.length(q, level)
			if level == capacity {
				t.trySend(q, -1, queue.ErrFull)
			}
			t.drain(q, v, level)
			t.tryRecv(q, 0, queue.ErrEmpty)
			v += level
		}
	}
	t.fill(q, v, capacity)
	t.finishFull(q, v, capacity)
}

// finishFull closes a queue that holds n values which count up from first.
func (t *trial) finishFull(q queue.BoundedQueue[int], first, n int) {
	if !t.cfg.lacks.noClose {
		q.Close()
		t.trySend(q, -1, queue.ErrClosed)
	}
	t.length(q, n)
	t.drain(q, first, n)
	t.closed(q)
}
