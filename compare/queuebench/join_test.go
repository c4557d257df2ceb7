package queuebench

import (
	"testing"
	"time"

	"github.com/boundedq/queue"
)

// Who joins and is never served has waited until the end, and the run has one.
func TestNeverServed(t *testing.T) {
	j := newJoiner(newTimes(3))
	ended := make(chan struct{})
	err := j.run(time.Millisecond, []func() error{
		func() error {
			return unlessClosed(j.join(func() error {
				<-ended
				return queue.ErrClosed
			}, func() error {
				t.Error("an answer to nothing")
				return nil
			}))
		},
		func() error {
			defer close(ended)
			for !j.over.Load() {
				time.Sleep(time.Millisecond)
			}
			return nil
		},
	})
	if err != nil || j.made != 1 || j.waits[0] < 0 {
		t.Errorf("%v, %d waits: %v", err, j.made, j.waits)
	}
}

// One call has no second half.
func TestJoin(t *testing.T) {
	for _, capacity := range []int{0, 1, 15} {
		for _, n := range []int{1, 2, 5} {
			if r := measureN(t, anyCell(*scenarioOf("join"), Chan(), capacity), n); r.N != n {
				t.Errorf("capacity %d, %d calls: %v", capacity, n, r)
			}
		}
	}
}
