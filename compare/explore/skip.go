//go:build !sched

package explore

import (
	"errors"
	"testing"

	"github.com/boundedq/queue"
)

// Test explores each program as a subtest, and fails it with the first schedule that is
// wrong.
func Test(t *testing.T, newQueue func(capacity int) queue.BoundedQueue[int], programs ...Program) {
	t.Skip("to explore schedules: go test -tags sched")
}

// Run explores one program, and returns how far it came. The error, if any, shows what is wrong
// with the program, or a schedule in which the queue is.
func Run(p Program, newQueue func(capacity int) queue.BoundedQueue[int]) (Result, error) {
	return Result{}, errors.New("explore: built without the tag sched")
}
