package queuebench

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/boundedq/queue/compare/queuebench/internal/cputime"
)

// asleep is how long the processor time of a crowd is measured.
const asleep = 100 * time.Millisecond

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
		waiting := gather(l)

		b.StartTimer()
		before, _ := cputime.Used()
		time.Sleep(asleep)
		after, _ := cputime.Used()
		b.StopTimer()
		used += after - before

		err := hangUp(fill(l, sleepers), l)
		waiting.done.Wait()
		if err := errors.Join(append(waiting.errs, err, checkEach(waiting.got))...); err != nil {
			b.Fatal(err)
		}
	}
	report(b, float64(used)/float64(b.N), "cpu-ns/op")
	b.ReportMetric(0, "ns/op")
}

// checkEach fails unless the values of fill are in got, each once. It sorts got.
func checkEach(got []uint64) error {
	slices.Sort(got)
	for i, v := range got {
		if v != uint64(i)+1 {
			return fmt.Errorf("received %d, want %d", v, i+1)
		}
	}
	return nil
}
