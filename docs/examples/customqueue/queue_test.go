package customqueue

import (
	"errors"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
)

func TestConformance(t *testing.T) {
	queuetest.Run(t, func(n int) queue.BoundedQueue[int] { return New[int](n) })
}

func TestPointers(t *testing.T) {
	queuetest.RunOf(t, func(n int) queue.BoundedQueue[*queuetest.Box] { return New[*queuetest.Box](n) }, queuetest.Pointers())
}

func FuzzQueue(f *testing.F) {
	queuetest.Fuzz(f, func(n int) queue.BoundedQueue[int] { return New[int](n) })
}

// newForgetful returns a queue with the planted bug: a waiter whose context ends
// at the moment when it is served says that it was cancelled.
func newForgetful(n int) queue.BoundedQueue[int] {
	q := New[int](n)
	q.forgetful = true
	return q
}

func TestPlantedBugIsCaught(t *testing.T) {
	const by = "Block/WakeupHandedOnAfterCancel"
	err := queuetest.Check(newForgetful, queuetest.Only("^"+by+"$"))
	var failure *queuetest.Failure
	if !errors.As(err, &failure) || failure.Case != by {
		t.Fatalf("Check() = %v, want a failure of %s", err, by)
	}
	t.Log(failure)
}
