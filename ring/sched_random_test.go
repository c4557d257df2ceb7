//go:build sched

package ring

import (
	"context"
	"flag"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/history"
	"github.com/boundedq/queue/internal/sched"
)

var (
	schedSeed  = flag.Int("sched.seed", -1, "run only the random trials with this seed")
	schedSeeds = flag.Int("sched.seeds", manySeeds, "run so many random trials of each kind")
)

// manySeeds are enough to come to every point.
const manySeeds = 3000

var strategies = []struct {
	name string
	new  func(seed uint64) sched.Strategy
}{
	{"uniform", sched.Uniform},
	{"pct", func(seed uint64) sched.Strategy { return sched.PCT(seed, 5, 60) }},
}

// TestRandomSchedules lets a few goroutines do a few random operations, with the
// steps of all in random order.
func TestRandomSchedules(t *testing.T) {
	reached := make(map[string]bool)
	passed := 0
	for _, strategy := range strategies {
		for _, subject := range subjects {
			t.Run(strategy.name+"/"+subject.name, func(t *testing.T) {
				first, end := 0, *schedSeeds
				if *schedSeed >= 0 {
					first, end = *schedSeed, *schedSeed+1
				}
				for seed := first; seed < end; seed++ {
					tr := newTrial(subject, uint64(seed))
					s := sched.New(strategy.new(uint64(seed)))
					if err := tr.run(s); err != nil {
						t.Fatalf("%v\n%v\nTo repeat it: go test -tags sched -run '%s$' ./ring -sched.seed=%d", err, tr, t.Name(), seed)
					}
					for _, step := range s.Trace() {
						reached[step.Point] = true
					}
				}
				passed++
			})
		}
	}
	all := passed == len(strategies)*len(subjects) && *schedSeed < 0 && *schedSeeds >= manySeeds
	for _, point := range points {
		if !reached[point] && all {
			t.Errorf("nobody came to %q", point)
		}
		delete(reached, point)
	}
	for _, point := range []string{callPoint, latePoint, "end"} {
		delete(reached, point)
	}
	for point := range reached {
		t.Errorf("%q is not in the list of points", point)
	}
}

// A subject is a queue to try. The functions report whether a send, or a receive,
// would not have to wait; they are nil if only the queue knows.
type subject struct {
	queue.BoundedQueue[int]
	canSend, canRecv func() int
}

// A cast is what clients choose their operations from, in turn.
type cast [][]history.Kind

var (
	sender   = []history.Kind{history.Send, history.Send, history.TrySend, sendMany, cancel}
	receiver = []history.Kind{history.Recv, history.Recv, history.TryRecv, recvMany, cancel}
	other    = []history.Kind{length, history.Close, cancel}
	anybody  = slices.Concat(sender[1:4], receiver[1:4], other)
	batches  = []history.Kind{sendMany}
	drains   = []history.Kind{recvMany}

	// Most casts keep clients to one side and to what waits, since what goes wrong
	// among waiters takes several on the same side.
	casts = []cast{
		{sender[:1], receiver[:1]},
		{sender[:1], receiver},
		{sender, receiver[:1]},
		{sender[:1], receiver[:1], anybody},
		{batches, receiver[:1], receiver[:1]},
		{drains, sender[:1], sender[:1]},
		{anybody},
	}
)

// A subjectKind is a kind of queue to try, of capacities from least on, with
// positions that begin at zero or close to where they overflow.
type subjectKind struct {
	name  string
	least int
	new   func(n int, overflows bool) subject
	casts []cast
}

var subjects = []subjectKind{
	{"ring", 1, onRing(func(q *Queue[int]) queue.BoundedQueue[int] { return q }), casts},
	{"SPSC", 1, onRing(kinds[0].on), []cast{{sender, receiver, other, other}}},
	{"MPSC", 1, onRing(kinds[1].on), []cast{{sender[:1], receiver, sender}, {sender, receiver, sender, other}}},
	{"SPMC", 1, onRing(kinds[2].on), []cast{{receiver[:1], sender, receiver}, {receiver, sender, receiver, other}}},
	{"small", 0, func(n int, _ bool) subject { return subject{New[int](n), nil, nil} }, casts},
}

func onRing(as func(*Queue[int]) queue.BoundedQueue[int]) func(int, bool) subject {
	return func(n int, overflows bool) subject {
		start := uint64(0)
		if overflows {
			start = math.MaxUint64
		}
		q := newAt(n, start)
		return subject{as(q), q.canSend, q.canRecv}
	}
}

// newTrial draws a trial.
func newTrial(kind subjectKind, seed uint64) *trial {
	rng := rand.New(rand.NewPCG(seed, 1))
	n := kind.least + draw(rng, 0, 1, 1, 2)
	tr := &trial{q: kind.new(n, draw(rng, true, false))}
	for range draw(rng, 0, 0, n, n, n/2) {
		tr.perform(0, tr.plan(history.TrySend))
	}
	tr.look()
	cast := draw(rng, kind.casts...)
	late := draw(rng, 0, 1, 2) // the even clients come later, or the odd, or nobody
	for client := range draw(rng, 2, 3, 4, 4) {
		ctx, cancel := context.WithCancel(background)
		tr.contexts = append(tr.contexts, ctx)
		tr.cancels = append(tr.cancels, cancel)
		var plan []*op
		round := 0
		if client%2 == late {
			round = 1
		}
		for range 1 + rng.IntN(maxOps) {
			o := tr.plan(draw(rng, cast[client%len(cast)]...))
			o.mayCancel = rng.IntN(3) == 0
			o.round = round
			round += rng.IntN(2)
			plan = append(plan, o)
		}
		tr.plans = append(tr.plans, plan)
	}
	return tr
}

func draw[T any](rng *rand.Rand, from ...T) T { return from[rng.IntN(len(from))] }
