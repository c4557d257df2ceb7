// Package explore runs small programs on a queue in every order of their steps that has
// few preemptions. In each it checks that the results are those of a queue, and that nobody
// waits who need not. A wake-up that chance loses once in a long while is lost here in every
// search, if so few preemptions can lose it, and the failure shows how, step by step.
//
//	//go:build sched
//
//	func TestSchedules(t *testing.T) {
//		explore.Test(t, func(n int) queue.BoundedQueue[int] { return myqueue.New[int](n) },
//			explore.Program{Text: "S | S | R R", Capacity: 1, Preemptions: 2},
//			explore.Program{Text: "S' | S | r | X", Capacity: 1, Fill: 1, Preemptions: 2})
//	}
//
// It needs the tag sched: go test -tags sched. Without it [Test] skips. [Program] has the
// notation.
//
// # What the queue has to do
//
// The queue declares whatever its goroutines share with the types of this package: [Uint64] and
// the others stand for those of sync/atomic, [Mutex] for sync.Mutex, and who waits does so on
// a [Token]. With the tag each access is a step, and the search decides who takes the
// next one. Without the tag [Uint64], its like and [Mutex] are aliases of the types of
// sync/atomic and sync, so an access costs what it did; a Token is a channel.
//
// Two things the search must be told. A loop that looks again and again calls [Spin]. Memory
// that is no atomic, such as a slot, needs [Access] where it is written or read, unless a
// Mutex guards it.
//
// # What it cannot do
//
// A queue that parks on a channel or a sync.Cond, or holds a sync.Mutex across an access, cannot
// be explored: the search does not see that it waits, and gives up after ten seconds; see
// [Run]. One whose types are partly those of sync/atomic is explored in part, and nothing says
// so. Goroutines that the queue starts are not seen either. A queue that waits only by calling
// Spin can be explored in programs in which nobody has to wait in the end; in others the
// search ends with "no end in sight".
//
// The queue must keep to the capacity of the program, and its tries must be strict: refused
// only if the queue is full, or empty, at some moment of the call.
//
// The steps are sequentially consistent, as Go's atomics are. Data races are for the race
// detector. Time does not exist in the search, so leave out what depends on a clock.
package explore

import (
	"fmt"
	"strings"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
)

// These are the types of sync/atomic with the same names and methods. With the tag sched each
// call of a method is a step. The zero value is ready to use.
type (
	Bool           = sched.Bool
	Int32          = sched.Int32
	Int64          = sched.Int64
	Uint32         = sched.Uint32
	Uint64         = sched.Uint64
	Pointer[T any] = sched.Pointer[T]
)

// A Mutex is a sync.Mutex: Lock, TryLock and Unlock. With the tag sched each call is a step,
// and the search sees who waits for it. The zero value is unlocked.
type Mutex = sched.Mutex

// A Token is for one goroutine to wait on, until another gives it. Its methods are
//
//	Init()                                 // comes before all others
//	Give()                                 // wakes who awaits it, or who will; never blocks
//	Await(done <-chan struct{}) (got bool) // waits for Give, or until done is closed
//
// It can be given once before it is awaited. A second Give would block, and with the tag
// sched panics. Await takes the token, so that it can be given again. When Await returns
// false it has not taken it, and it may be given later: then another Await has to take it
// before the Token is used again. If it was given and done is closed as well, either may be
// the reason. A nil done never ends the wait. After Init nothing allocates.
type Token = sched.Token

// Spin is for a loop that looks again and again at what another goroutine has to change. In a
// search the caller goes on when another has changed something that is shared. Anywhere else
// Spin does nothing without the tag sched, and yields with it: a loop that should yield
// calls runtime.Gosched as well.
func Spin() { sched.Spin("spin") }

// Access comes right before a write or a read of *p, where p is memory that is no atomic and
// that another goroutine may access at some other time, such as the slot of a ring. In a
// search it is a step, so if another goroutine can come in between, it does; without
// it a value that is published before it is written is not found. Without the tag
// sched it does nothing and costs nothing.
func Access[T any](p *T) { sched.Access(p) }

// A TB is what [Test] needs of a *testing.T. So a queue that uses the types of this package does
// not link package testing.
type TB interface {
	Helper()
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Skip(args ...any)
}

// A Program is what some goroutines do to a queue, all at once.
type Program struct {
	// Text has a part for each goroutine, with | between them. Each part has calls, which
	// the goroutine makes one after another, and at least one. Spaces mean nothing.
	//
	//	S  Send     s  TrySend
	//	R  Recv     r  TryRecv
	//	C  Close    L  Len
	//
	// S' and R' are under a context, one for all of the program, and X cancels that. Values
	// are numbered in the order of the text, after those that the queue holds before: with
	// Fill 1, "S | S" sends 2 and 3.
	//
	// When all have ended or wait, the queue is closed and drained by one goroutine more, which
	// is called drain. Those who wait rightly are no failure. All calls together, with those of
	// drain, are at most 32.
	Text string

	Capacity int // of the queue, in values
	Fill     int // how many values the queue holds before: 1, 2, 3 …

	// Preemptions is how often in a run a goroutine that could go on may be stopped in favour
	// of another. Going on with another when one waits, spins or has ended is free. Most
	// faults need one or two. The first makes a search about ten times as long, the second four
	// times, and more goroutines more so. A failure with few is easier to read, so begin with 0.
	// With [All] there is no bound, and two or three goroutines with a call or two are explored
	// to the end.
	Preemptions int

	// Schedule, if it is not empty, is one that a failure has shown. Then no other is run, and
	// Preemptions says nothing. A failure shows it again, step by step. It is good for the
	// same program and the same code only.
	Schedule string
}

// All is a number of preemptions that no run comes to.
const All = 1 << 30

// String returns the program in one line.
func (p Program) String() string {
	return fmt.Sprintf("%s, capacity %d, %d held", p.Text, p.Capacity, p.Fill)
}

// A Result says how much of a program was explored. The counts are the same each time, for the
// same code.
type Result struct {
	Preemptions int // of the program
	Schedules   int // runs that came to their end and were judged
	Cut         int // runs that were ended where another had been in the same state
	States      int // different states in which more than one goroutine could go on
	Steps       int // of all runs together
	Histories   int // different outcomes: who did what, with which result, after whom
	Took        time.Duration
}

// calls returns the calls of each goroutine.
func (p Program) calls() (parts [][]string, err error) {
	if p.Capacity < 0 || p.Fill < 0 || p.Fill > p.Capacity || p.Preemptions < 0 {
		return nil, fmt.Errorf("explore: capacity is %d, fill %d and preemptions %d, want none below 0, and fill at most capacity", p.Capacity, p.Fill, p.Preemptions)
	}
	n, values := 0, p.Fill
	for part := range strings.SplitSeq(p.Text, "|") {
		var calls []string
		for _, c := range part {
			switch {
			case c == ' ':
			case strings.ContainsRune("SsRrCLX", c):
				calls = append(calls, string(c))
				if c == 'S' || c == 's' {
					values++
				}
			case c == '\'' && len(calls) > 0 && strings.Contains("SR", calls[len(calls)-1]):
				calls[len(calls)-1] += "'"
			default:
				return nil, fmt.Errorf("explore: program %q has %q, want S, s, R, r, C, L, X, and ' after S or R", p.Text, c)
			}
		}
		if calls == nil {
			return nil, fmt.Errorf("explore: program %q has a goroutine without calls", p.Text)
		}
		n += len(calls)
		parts = append(parts, calls)
	}
	if n += min(values, p.Capacity) + 2; n > maxCalls { // Close, and the TryRecv that finds nothing
		return nil, fmt.Errorf("explore: program %q comes to %d calls with those that close and drain the queue, want at most %d", p.Text, n, maxCalls)
	}
	return parts, nil
}

// maxCalls is how many calls fit into the sets of the judge.
const maxCalls = 32

// Test explores each program. Of each in which something is wrong it reports the error of
// [Run], and of the others it logs the [Result]. Without the tag sched Test skips.
func Test(t TB, newQueue func(capacity int) queue.BoundedQueue[int], programs ...Program) {
	t.Helper()
	if !sched.Enabled {
		t.Skip("to explore schedules: go test -tags sched")
	}
	for _, p := range programs {
		if r, err := Run(p, newQueue); err != nil {
			t.Errorf("%v", err)
		} else {
			t.Logf("%v: %+v", p, r)
		}
	}
}

// Run explores one program, up to the first schedule in which the queue is wrong, and returns
// how far it came. The error says what is wrong: with the program, with the queue before it
// begins, or with the queue in a schedule. Then it shows the steps of that schedule, what was
// called with which result, and the Schedule that replays it. Without the tag sched Run
// returns an error.
//
// The function makes a queue of this capacity, a new one each time, that does the same each
// time. It is called for each run, so thousands of times.
//
// A goroutine that blocks where the search does not see it, on a channel or a sync.Mutex,
// ends the search after ten seconds, with an error that has its stack. It stays blocked,
// so whatever is explored later in the same process fails at once.
func Run(p Program, newQueue func(capacity int) queue.BoundedQueue[int]) (Result, error) {
	return run(p, newQueue)
}
