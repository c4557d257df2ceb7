package queuebench

import (
	"errors"
	"sync"
	"testing"

	"github.com/boundedq/queue/compare/queuebench/internal/cputime"
)

// timed runs the workers, each in its own goroutine, and charges b with the time
// from the moment they may start until the last of them has ended. All of them
// stand at the start gate before the clock runs. It returns their errors.
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

	b.ResetTimer()
	before, ok := cputime.Used()
	close(gate)
	done.Wait()
	after, _ := cputime.Used()
	b.StopTimer()

	if ok {
		// A metric of exactly 0 ns ends up in a table of its own, because
		// benchstat does not scale it to seconds.
		perOp := float64(after-before) / float64(b.N)
		b.ReportMetric(max(perOp, 0.01), "cpu-ns/op")
	}
	return errors.Join(errs...)
}
