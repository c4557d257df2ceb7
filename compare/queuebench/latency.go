package queuebench

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/quantile"
)

// reportQuantiles reports the middle of times, the points that one in a hundred and
// one in a thousand are above, where there are ten times as many and more, and the
// largest. It sorts times, and takes the time of an operation out of the report, which
// in these scenarios is that of the pauses between the values.
func reportQuantiles(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	report(b, float64(quantile.Of(times, 0.50)), "p50-ns")
	if len(times) >= 1000 {
		report(b, float64(quantile.Of(times, 0.99)), "p99-ns")
	}
	if len(times) >= 10000 {
		report(b, float64(quantile.Of(times, 0.999)), "p99.9-ns")
	}
	report(b, float64(times[len(times)-1]), "max-ns")
	b.ReportMetric(0, "ns/op")
}

// enoughWaits is how many of what takes milliseconds each have a 99th percentile.
const enoughWaits = 100

// reportWaits is reportQuantiles where a sample has few times.
func reportWaits(b *testing.B, times []time.Duration) {
	reportQuantiles(b, times)
	if len(times) >= enoughWaits {
		report(b, float64(quantile.Of(times, 0.99)), "p99-ns")
	}
}

// newTimes returns n times in memory that has been touched, so that no page is
// mapped while the clock runs.
func newTimes(n int) []time.Duration {
	times := make([]time.Duration, n)
	for i := range times {
		times[i] = -1
	}
	return times
}

// receive takes values out of l until it ends, and notes in came how long after
// base each was there. It calls ready before each that may be due. It fails unless the
// values are 1, 2 and so on, no more than came has room for, and returns how many they
// were.
func receive(l Lane, base time.Time, came []time.Duration, ready func()) (n int, err error) {
	for ; n < len(came); n++ {
		ready()
		v, err := l.Recv()
		came[n] = time.Since(base)
		if err == queue.ErrClosed {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if v != uint64(n)+1 {
			return n, fmt.Errorf("received %d, want %d", v, n+1)
		}
	}
	return n, expectEnd(l)
}
