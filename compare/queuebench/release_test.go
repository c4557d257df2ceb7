package queuebench

import (
	"context"
	"testing"

	"github.com/boundedq/queue"
)

// A ghostly queue answers receivers that waited when it was closed with a value that
// nobody has sent.
type ghostly struct{ queue.BoundedQueue[uint64] }

func (g ghostly) Recv(ctx context.Context) (uint64, error) {
	v, err := g.BoundedQueue.Recv(ctx)
	if err == queue.ErrClosed {
		return 0, nil
	}
	return v, err
}

func TestReleasedWithAnError(t *testing.T) {
	impl := Impl{Name: "ghostly", New: func(n int) queue.BoundedQueue[uint64] { return ghostly{sound(n)} }}
	if r := measure(t, anyCell(*scenarioOf("close"), impl, 15)); r.N != 0 {
		t.Errorf("the benchmark gave numbers: %v", r)
	}
}

// The time is of one receiver, although an iteration is of all of them: a whole round
// takes 20 ms for the settling alone, and what is reported has nothing of that.
func TestReleaseIsPerReceiver(t *testing.T) {
	r := measure(t, anyCell(*scenarioOf("close"), Chan(), 15))
	ns, whole := r.Extra["ns/op"], float64(r.T.Nanoseconds())/float64(r.N)
	if ns <= 0 || ns*sleepers >= whole-float64(settling) {
		t.Errorf("%v ns for each of %d receivers, of a round of %v ns", ns, sleepers, whole)
	}
}
