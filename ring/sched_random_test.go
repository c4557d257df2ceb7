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
	{"pct", func(seed uint64) sched.Strategy { return sched.PCT(seed, 5, 90) }},
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
					if subject.accesses {
						s.StepAtAccesses()
					}
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
	for _, point := range []string{callPoint, latePoint, "end", "access"} {
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

	// There are up to five clients, so a cast with a role for one goroutine has five.
	//
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

// A subjectKind is a kind of queue to try, of the given capacities, with positions that
// begin at zero or close to where they overflow, and with waiters that starve after so
// many losses.
type subjectKind struct {
	name       string
	capacities []int
	new        func(n int, overflows bool, borne int) subject
	casts      []cast
	accesses   bool // steps end at accesses, since it has no points of its own
}

var subjects = []subjectKind{
	{"ring", ringCapacities, onRing(func(q *Queue[int]) queue.BoundedQueue[int] { return q }, role{}), casts, false},
	{"SPSC", ringCapacities, onRing(kinds[0].on, kinds[0].role), []cast{{sender, receiver, other, other, other}}, false},
	{"MPSC", ringCapacities, onRing(kinds[1].on, kinds[1].role), []cast{{sender[:1], receiver, sender, sender[:1], sender}, {sender, receiver, sender, other, sender}}, false},
	{"SPMC", ringCapacities, onRing(kinds[2].on, kinds[2].role), []cast{{receiver[:1], sender, receiver, receiver[:1], receiver}, {receiver, sender, receiver, other, receiver}}, false},
	{"two words of marks", []int{perMarks + 1}, acrossMarks, []cast{{batches, drains, sender, receiver}, {batches, receiver}}, false},
	{"LockFree", ringCapacities, onLockFree, casts, true},
	{"small", []int{0, 1, 1, 2}, func(n int, _ bool, _ int) subject { return subject{New[int](n), nil, nil} }, casts, false},
}

var ringCapacities = []int{1, 2, 2, 3}

func onRing(as func(*Queue[int]) queue.BoundedQueue[int], roles role) func(int, bool, int) subject {
	return func(n int, overflows bool, borne int) subject {
		start := uint64(0)
		if overflows {
			start = math.MaxUint64
		}
		q := newAt(n, start, roles)
		q.senders.SetBorne(borne)
		q.receivers.SetBorne(borne)
		return subject{as(q), sending[int]{q}.Ready, receiving[int]{q}.Ready}
	}
}

func onLockFree(n int, overflows bool, borne int) subject {
	start := uint64(0)
	if overflows {
		start = math.MaxUint64
	}
	q := lockFreeAt(n, start)
	q.senders.SetBorne(borne)
	q.receivers.SetBorne(borne)
	return subject{q, sendingFree[int]{q}.Ready, receivingFree[int]{q}.Ready}
}

// acrossMarks returns a ring in which the next run lies in the marks of two words.
func acrossMarks(n int, overflows bool, borne int) subject {
	q := onRing(func(q *Queue[int]) queue.BoundedQueue[int] { return q }, role{})(n, overflows, borne)
	for range perMarks - 1 {
		q.TrySend(0)
		q.TryRecv()
	}
	return q
}

// newTrial draws a trial.
func newTrial(kind subjectKind, seed uint64) *trial {
	rng := rand.New(rand.NewPCG(seed, 1))
	n := draw(rng, kind.capacities...)
	tr := &trial{q: kind.new(n, draw(rng, true, false), draw(rng, 1, 1, 2, 8))}
	for range min(draw(rng, 0, 0, n, n, n/2), maxOps) {
		tr.perform(0, tr.plan(history.TrySend))
	}
	tr.look()
	cast := draw(rng, kind.casts...)
	late := draw(rng, 0, 1, 2) // the even clients come later, or the odd, or nobody
	for client := range draw(rng, 2, 3, 4, 4, 5) {
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
