//go:build sched

package explore

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/chanq"
	"github.com/boundedq/queue/condq"
	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/ring"
)

func newLockFree(n int) queue.BoundedQueue[int] { return ring.NewLockFree[int](n) }
func newCondq(n int) queue.BoundedQueue[int]    { return condq.New[int](n) }

// A search that cuts runs comes to the same histories as one that cuts none.
func TestCutsNothingThatMatters(t *testing.T) {
	for _, c := range []struct {
		name     string
		newQueue func(int) queue.BoundedQueue[int]
		programs []Program
	}{
		{"LockFree", newLockFree, []Program{
			{Text: "s|r|r", Capacity: 1, Preemptions: 2},
			{Text: "sr|rs", Capacity: 1, Preemptions: 3},
			{Text: "s|s|r", Capacity: 1, Fill: 1, Preemptions: 2},
			{Text: "R|rs|C", Capacity: 1, Preemptions: 1},
			{Text: "R'|R|s|X", Capacity: 1, Preemptions: 1},
			{Text: "S|S|RR", Capacity: 1, Fill: 1, Preemptions: 1},
		}},
		{"condq", newCondq, []Program{
			{Text: "s|s|r|r", Capacity: 1, Preemptions: 2},
			{Text: "R'|R|S|X", Capacity: 1, Preemptions: 2},
			{Text: "S|S|R|C", Capacity: 0, Preemptions: 2},
		}},
	} {
		for _, p := range c.programs {
			t.Run(c.name+"/"+p.String(), func(t *testing.T) {
				histories := func(explore func(int, func(*sched.Schedule) func(*sched.Stuck) error) (sched.Exploration, error)) (sched.Exploration, []uint64) {
					parts, err := p.calls()
					if err != nil {
						t.Fatal(err)
					}
					r := &runner{Program: p, parts: parts, newQueue: c.newQueue, verdicts: make(map[uint64]error)}
					x, err := explore(p.Preemptions, r.program)
					if err != nil {
						t.Fatal(err)
					}
					return x, slices.Sorted(maps.Keys(r.verdicts))
				}
				cut, some := histories(sched.Explore)
				whole, all := histories(sched.ExploreAll)
				t.Logf("cut: %v; whole: %v; %d histories", cut, whole, len(all))
				if !slices.Equal(some, all) {
					t.Errorf("%d histories, and %d if nothing is cut", len(some), len(all))
				}
				if whole.Cut != 0 || cut.Schedules > whole.Schedules {
					t.Errorf("%v, and %v if nothing is cut", cut, whole)
				}
			})
		}
	}
}

// late is a queue that forgets to look again before it parks.
type late struct {
	queue.BoundedQueue[int]
	waits Bool
	token Token
}

func (q *late) TrySend(v int) error {
	err := q.BoundedQueue.TrySend(v)
	if q.waits.Load() {
		q.waits.Store(false)
		q.token.Give()
	}
	return err
}

// A failure says what was called, shows each step with its place in the code, and can be
// replayed.
func TestFailure(t *testing.T) {
	newQueue := func(n int) queue.BoundedQueue[int] {
		q := &late{BoundedQueue: newCondq(n)}
		q.token.Init()
		return recvLate{q}
	}
	p := Program{Text: "R|s", Capacity: 1, Preemptions: 0}
	if _, err := Run(p, newQueue); err != nil {
		t.Fatalf("without a preemption: %v", err)
	}
	p.Preemptions = 1
	_, err := Run(p, newQueue)
	if err == nil {
		t.Fatal("not found")
	}
	for _, want := range []string{"0: Recv waits, and the queue holds 1", "1: TrySend(1)", "run_test.go:", `the Schedule "`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the failure does not have %q:\n%v", want, err)
		}
	}
	_, rest, _ := strings.Cut(err.Error(), `the Schedule "`)
	p.Schedule, _, _ = strings.Cut(rest, `"`)
	if _, err := Run(p, newQueue); err == nil || !strings.Contains(err.Error(), "0: Recv waits, and the queue holds 1") {
		t.Errorf("replayed: %v", err)
	}
	p.Schedule = "0*100 7*1"
	if _, err := Run(p, newQueue); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("a schedule of another program: %v", err)
	}
	for _, bad := range []string{"x", "0*", "?", "?x", "-1*2"} {
		p.Schedule = bad
		if _, err := Run(p, newQueue); err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("schedule %q: %v", bad, err)
		}
	}
}

type recvLate struct{ *late }

func (q recvLate) Recv(ctx context.Context) (int, error) {
	for {
		if v, err := q.TryRecv(); err != queue.ErrEmpty {
			return v, err
		}
		q.waits.Store(true)
		q.token.Await(ctx.Done())
	}
}

// odd is a queue that is not as a search needs it.
type odd struct {
	queue.BoundedQueue[int]
	cap   int
	mu    Mutex
	token Token
	n     Uint64
	try   func(q *odd)
}

func (q *odd) Cap() int { return q.cap }

func (q *odd) TrySend(v int) error {
	if q.try != nil {
		q.try(q)
	}
	return q.BoundedQueue.TrySend(v)
}

func (q *odd) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.BoundedQueue.Len()
}

// What is wrong with a queue or with how it is explored is said, and takes down neither the
// process nor the test.
func TestErrors(t *testing.T) {
	tries := func(try func(q *odd)) func(int) queue.BoundedQueue[int] {
		return func(n int) queue.BoundedQueue[int] {
			q := &odd{BoundedQueue: newCondq(n), cap: n, try: try}
			q.token.Init()
			return q
		}
	}
	turns := 0
	for _, c := range []struct {
		name     string
		newQueue func(int) queue.BoundedQueue[int]
		want     string
	}{
		{"New panics", func(int) queue.BoundedQueue[int] { panic("no queue today") }, "before the program begins the queue panics: no queue today"},
		{"New returns nil", func(int) queue.BoundedQueue[int] { return nil }, "the constructor returns no queue"},
		{"rounds up", func(n int) queue.BoundedQueue[int] { return newCondq(n + 1) }, "the queue has Cap() = 2"},
		{"no types of this package", func(n int) queue.BoundedQueue[int] { return chanq.New[int](n) }, "does the queue use the types of this package?"},
		{"panics", tries(func(*odd) { panic("no send today") }), "goroutine 0 panics: no send today"},
		{"waits with a mutex", tries(func(q *odd) { q.mu.Lock(); defer q.mu.Unlock(); q.token.Await(nil) }), "waits, and never may"},
		{"waits in a try", tries(func(q *odd) { q.token.Await(nil) }), "goroutine 0: TrySend(1) waits, and never may"},
		{"a token twice", tries(func(q *odd) { q.token.Give(); q.token.Give() }), "was given twice"},
		{"a token without Init", tries(func(q *odd) { new(Token).Give() }), "before Init"},
		{"a loop without Spin", tries(func(q *odd) {
			for q.n.Load() == 0 {
			}
		}), "no end in sight. A loop that waits for another goroutine has to call Spin"},
		{"not the same each time", tries(func(q *odd) {
			turns++
			for range turns % 3 {
				q.n.Load()
			}
		}), "does not do the same each time"},
	} {
		r, err := Run(Program{Text: "s s|r r", Capacity: 1, Preemptions: 2}, c.newQueue)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %+v, %v, want an error with %q", c.name, r, err, c.want)
		}
	}
}

// Who waits rightly is no failure.
func TestWaitsRightly(t *testing.T) {
	Test(t, newCondq,
		Program{Text: "S S", Capacity: 1},
		Program{Text: "R | R | S", Capacity: 1, Preemptions: 1},
		Program{Text: "S'", Capacity: 0})
}
