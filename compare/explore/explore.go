// Package explore runs small programs on a queue in every order of their steps that has
// few preemptions, and checks each: that the results are those of a queue, and that nobody
// waits who need not. A wake-up that is lost once in a billion runs is found in
// milliseconds, and shown step by step.
//
//	//go:build sched
//
//	func TestSchedules(t *testing.T) {
//		explore.Test(t, func(capacity int) queue.BoundedQueue[int] { return myqueue.New[int](capacity) },
//			explore.Program{Text: "S | S | R R", Capacity: 1, Preemptions: 2},
//			explore.Program{Text: "S' | S | r | X", Capacity: 1, Fill: 1, Preemptions: 2})
//	}
//
// It needs the tag sched: go test -tags sched. Without it [Test] skips.
//
// # What the queue has to do
//
// Whatever its goroutines share must be of the types of this package: [Uint64] and the
// others in place of those of sync/atomic, [Mutex] in place of sync.Mutex, and [Token] to
// park on. Without the tag they are those types themselves, and cost nothing. With it
// each access is a step, and the search decides who takes the next one. Memory that these
// guard needs nothing. A queue that parks on a channel, or on a sync.Cond, cannot
// be explored: the search would not see that it waits. A loop that looks again and again
// calls [Spin].
//
// A search is over sequentially consistent steps, as Go's atomics are; data races are for
// the race detector. Time does not exist in it: leave out what depends on a clock.
package explore

import (
	"fmt"
	"strings"
	"time"

	"github.com/boundedq/queue/internal/sched"
)

// What goroutines share, in place of the types of sync/atomic and sync.
type (
	Bool           = sched.Bool
	Int32          = sched.Int32
	Int64          = sched.Int64
	Uint32         = sched.Uint32
	Uint64         = sched.Uint64
	Pointer[T any] = sched.Pointer[T]
	Mutex          = sched.Mutex
	Token          = sched.Token
)

// Spin is for a loop that looks again and again at what another goroutine has to change.
// It yields, and in a search lets others go first.
func Spin() { sched.Spin("spin") }

// A Program is what some goroutines do to a queue, all at once.
type Program struct {
	// Text has a part for each goroutine, with | between them, and in each part its calls
	// one after another:
	//
	//	S  Send     s  TrySend
	//	R  Recv     r  TryRecv
	//	C  Close    L  Len
	//
	// S' and R' are under a context, and X cancels that. Values are 1, 2, 3 … in the order
	// of the text.
	Text string

	Capacity    int
	Fill        int // values in the queue before
	Preemptions int // how often whoever runs may be stopped in favour of another

	// Schedule, if it is not empty, is one that a failure has shown: then it is run, and no
	// other, and the test says what each step was.
	Schedule string
}

func (p Program) String() string {
	return fmt.Sprintf("%s, capacity %d, %d held", p.Text, p.Capacity, p.Fill)
}

// A Result says how much was explored.
type Result struct {
	Preemptions int
	Schedules   int // were run to the end
	Cut         int // came to where another had been before
	States      int // in which there was a choice
	Steps       int
	Histories   int // different ones: who did what, with which result, after whom
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
