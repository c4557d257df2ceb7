package queuebench

import (
	"sync"
	"time"
)

const (
	sleepers = 1000                  // goroutines that wait in the idle and close scenarios
	settling = 20 * time.Millisecond // in which the last of them stops looking and parks
)

// A crowd is many goroutines, each of which waits in one Recv of a lane. What they
// received may be read when they are done.
type crowd struct {
	got  []uint64 // each written once, by its receiver, as is errs
	errs []error
	done sync.WaitGroup
}

// gather returns when all of the crowd wait.
func gather(l Lane) *crowd {
	c := &crowd{got: make([]uint64, sleepers), errs: make([]error, sleepers)}
	var ready sync.WaitGroup
	for i := range c.got {
		ready.Add(1)
		c.done.Go(func() {
			ready.Done()
			c.got[i], c.errs[i] = l.Recv()
		})
	}
	ready.Wait()
	time.Sleep(settling)
	return c
}
