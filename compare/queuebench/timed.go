package queuebench

import (
	"errors"
	"sync"
	"testing"
	"time"
)

// timed runs the workers and charges b with the time from the moment they may start
// until the last of them has ended, and with what the process has used meanwhile. It
// returns their errors.
func timed(b *testing.B, workers []func() error) error {
	used, err := measured(b, ready(workers))
	used.report(b, b.N)
	return err
}

// measured calls open and charges b with the time that it takes. It returns what has
// been used meanwhile, and the error of open.
func measured(b *testing.B, open func() error) (used usage, err error) {
	mallocs := mallocsNow()
	b.ResetTimer()
	before := countersNow()
	start := time.Now()
	err = open()
	used.time = time.Since(start)
	used.counters = countersNow().since(before)
	b.StopTimer()
	used.mallocs = mallocsNow() - mallocs
	return used, err
}

// together runs the workers and returns their errors.
func together(workers []func() error) error { return ready(workers)() }

// ready returns when the workers, each in its own goroutine, stand at a gate. open lets
// them go, and returns their errors when all of them have ended.
func ready(workers []func() error) (open func() error) {
	var standing, done sync.WaitGroup
	gate := make(chan struct{})
	errs := make([]error, len(workers)) // each written once, at its worker's end
	for i, work := range workers {
		standing.Add(1)
		done.Go(func() {
			standing.Done()
			<-gate
			errs[i] = work()
		})
	}
	standing.Wait()
	return func() error {
		close(gate)
		done.Wait()
		return errors.Join(errs...)
	}
}
