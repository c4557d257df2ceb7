package condq

import (
	"context"
	"sync"

	"github.com/boundedq/queue/internal/park"
)

// A cond is a condition of the monitor: goroutines wait on it for something that
// only a holder of the mutex can bring about. It is [sync.Cond] with a context.
// sync.Cond itself cannot be left early: a cancelled waiter can only be found by
// waking all of them (golang/go#16620).
type cond struct {
	mu      *sync.Mutex // the monitor's; held in every method
	waiters park.List[struct{}]
}

// wait gives up the mutex, parks until signal or broadcast chooses the caller or
// ctx is done, and takes the mutex again. As with every condition variable, nil
// means look again, not that the condition holds: somebody faster may have been
// there. A caller that looked and must wait again says so, and keeps its place in
// front.
func (c *cond) wait(ctx context.Context, again bool) error {
	done := ctx.Done() // before anything changes: a nil ctx panics here
	w := c.waiters.Add(again)

	c.mu.Unlock()
	woken := w.Wait(done)
	c.mu.Lock()

	defer c.waiters.Free(w)
	if woken {
		return nil
	}
	if !c.waiters.Remove(w) {
		// Chosen and cancelled at once. The signal was for somebody who would
		// act on it, so it goes to the next in line, or it would be lost.
		w.Wait(nil)
		c.signal()
	}
	return ctx.Err()
}

// signal wakes the waiter that has waited longest, if there is one.
func (c *cond) signal() {
	if w := c.waiters.Choose(); w != nil {
		w.Wake()
	}
}

// broadcast wakes all waiters.
func (c *cond) broadcast() {
	for c.waiters.Len() > 0 {
		c.signal()
	}
}
