//go:build sched

package explore_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/explore"
)

// A slot is a queue of capacity 1. It does not wait, and its programs must not either.
type slot struct {
	state  explore.Uint32 // empty, busy or full
	v      int            // of whoever has made state busy
	closed explore.Bool

	early bool // a planted bug: full is said before v is there
}

const (
	empty = iota
	busy
	full
)

func (q *slot) TrySend(v int) error {
	if q.closed.Load() {
		return queue.ErrClosed
	}
	if !q.state.CompareAndSwap(empty, busy) {
		return queue.ErrFull
	}
	if q.early {
		q.state.Store(full)
	}
	explore.Access(&q.v)
	q.v = v
	if !q.early {
		q.state.Store(full)
	}
	return nil
}

func (q *slot) TryRecv() (int, error) {
	closed := q.closed.Load()
	switch {
	case q.state.CompareAndSwap(full, busy):
		explore.Access(&q.v)
		v := q.v
		q.state.Store(empty)
		return v, nil
	case closed:
		return 0, queue.ErrClosed
	}
	return 0, queue.ErrEmpty
}

func (q *slot) Send(ctx context.Context, v int) error     { return q.TrySend(v) }
func (q *slot) Recv(ctx context.Context) (v int, e error) { return q.TryRecv() }
func (q *slot) Len() int                                  { return int(q.state.Load() / full) }
func (q *slot) Cap() int                                  { return 1 }
func (q *slot) Close()                                    { q.closed.Store(true) }

// A queue whose slot is said to be full too early is found by two tries at once; what
// shows it is the call of Access.
func ExampleRun() {
	for _, early := range []bool{false, true} {
		p := explore.Program{Text: "s | r", Capacity: 1, Preemptions: 1}
		_, err := explore.Run(p, func(int) queue.BoundedQueue[int] { return &slot{early: early} })
		if err == nil {
			fmt.Println("right in every schedule")
			continue
		}
		what, _, _ := strings.Cut(err.Error(), "\n")
		_, calls, _ := strings.Cut(err.Error(), "calls:\n")
		fmt.Printf("%s\n%s\n", what, calls)
	}
	// Output:
	// right in every schedule
	// s | r, capacity 1, 0 held: no order of these calls is that of a queue
	//   goroutine 0: TrySend(1)
	//   goroutine 1: TryRecv = 0
	//   drain: Close
	//   drain: TryRecv = queue: closed
	// to replay it, give the program the Schedule "0*4 1*5 0*1"
}
