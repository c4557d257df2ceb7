package queuebench

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/boundedq/queue/compare/queuebench/internal/cputime"
)

const (
	sleepers = 1000                   // goroutines that wait in the idle scenario
	settling = 20 * time.Millisecond  // in which the last of them stops looking and parks
	asleep   = 100 * time.Millisecond // that their processor time is measured over
)

// idle lets many goroutines wait in Recv and measures the processor time that the
// process uses while nothing comes. One operation is that of all of them for the
// time asleep. Then each gets a value.
func idle(b *testing.B, c Cell) {
	if _, ok := cputime.Used(); !ok {
		b.Skip("this system does not tell how much processor time is used")
	}
	l := c.lane(b)
	var used time.Duration
	b.StopTimer()
	b.ResetTimer()
	for range b.N {
		got := make([]uint64, sleepers) // each written once, by its receiver
		errs := make([]error, sleepers)
		var ready, done sync.WaitGroup
		for i := range got {
			ready.Add(1)
			done.Go(func() {
				ready.Done()
				got[i], errs[i] = l.Recv()
			})
		}
		ready.Wait()
		time.Sleep(settling)

		b.StartTimer()
		before, _ := cputime.Used()
		time.Sleep(asleep)
		after, _ := cputime.Used()
		b.StopTimer()
		used += after - before

		err := hangUp(wakeAll(l), l)
		done.Wait()
		if err := errors.Join(append(errs, err, checkEach(got))...); err != nil {
			b.Fatal(err)
		}
	}
	report(b, float64(used)/float64(b.N), "cpu-ns/op")
	b.ReportMetric(0, "ns/op")
}

// wakeAll sends the values 1, 2 and so on, one for each receiver.
func wakeAll(l Lane) error {
	for v := range uint64(sleepers) {
		if err := l.Send(v + 1); err != nil {
			return err
		}
	}
	return nil
}

// checkEach fails unless the values of wakeAll are in got, each once. It sorts got.
func checkEach(got []uint64) error {
	slices.Sort(got)
	for i, v := range got {
		if v != uint64(i)+1 {
			return fmt.Errorf("received %d, want %d", v, i+1)
		}
	}
	return nil
}
