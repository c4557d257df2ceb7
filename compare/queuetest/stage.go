package queuetest

import (
	"runtime"
	"testing/synctest"
)

// A stage is the ground that a trial stands on: how it knows that its goroutines
// wait.
type stage interface {
	settle(t *trial)
	fakeTime() bool
}

// bubbleStage is the inside of a synctest bubble.
type bubbleStage struct{}

func (bubbleStage) settle(*trial)  { synctest.Wait() }
func (bubbleStage) fakeTime() bool { return true }

// pollingStage is for queues in which nobody can be seen to wait. The goroutines
// are given a chance to get there. Whether they have come decides nothing: a case
// waits for those that must return, and that one which must not has returned is
// a failure at any time.
type pollingStage struct {
	*observer
}

func (pollingStage) settle(*trial) {
	for range 100 {
		runtime.Gosched()
	}
}

func (pollingStage) fakeTime() bool { return false }
