//go:build !sched

package explore

import (
	"errors"

	"github.com/boundedq/queue"
)

// Test explores each program. Of each in which something is wrong it reports the error of
// [Run], and of the others it logs the [Result]. Without the tag sched Test skips.
func Test(t TB, newQueue func(capacity int) queue.BoundedQueue[int], programs ...Program) {
	t.Helper()
	t.Skip("to explore schedules: go test -tags sched")
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
	return Result{}, errors.New("explore: built without the tag sched: go test -tags sched")
}
