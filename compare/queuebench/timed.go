package queuebench

import (
	"errors"
	"sync"
	"testing"
)

// timed runs the workers, each in its own goroutine, and charges b with the time
// from the moment they may start until the last of them has ended, and with what the
// process has used meanwhile. All of them stand at the start gate before the clock
// runs. It returns their errors.
func timed(b *testing.B, workers []func() error) error {
	var ready, done sync.WaitGroup
	gate := make(chan struct{})
	errs := make([]error, len(workers)) // each written once, at its worker's end
	for i, work := range workers {
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-gate
			errs[i] = work()
		})
	}
	ready.Wait()

	mallocs := mallocsNow()
	b.ResetTimer()
	before := usageNow()
	close(gate)
	done.Wait()
	after := usageNow()
	b.StopTimer()
	mallocs = mallocsNow() - mallocs

	after.reportSince(b, before)
	b.ReportMetric(float64(mallocs)*1000/float64(b.N), "mallocs/kop")
	return errors.Join(errs...)
}
