package queuetest

import "testing/synctest"

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
