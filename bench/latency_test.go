package bench

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/boundedq/queue/bench/internal/lane"
	"github.com/boundedq/queue/bench/internal/quantile"
)

// A latencyCell is one sub-benchmark of BenchmarkLatency.
type latencyCell struct {
	scenario string
	kind     lane.Kind
	capacity int
	every    time.Duration // between two values, in the paced scenario
}

// name returns the cell's name, by the rules of cell.name.
func (c latencyCell) name() string {
	name := fmt.Sprintf("scenario=%s/impl=%s/cap=%d", c.scenario, c.kind.Name, c.capacity)
	if c.every > 0 {
		name += fmt.Sprintf("/every=%dus", c.every.Microseconds())
	}
	return name
}

// latencies holds what each scenario name in latencyMatrix runs.
var latencies = map[string]func(*testing.B, latencyCell){
	"pingpong": pingpong,
	"wake":     wake,
	"paced":    paced,
	"idle":     idle,
}

// latencyMatrix returns the cells of BenchmarkLatency.
func latencyMatrix() []latencyCell {
	var cells []latencyCell
	single := byName(lane.Direct())
	for _, name := range []string{"chan", "ring", "spsc"} {
		kind := single[name]
		for _, capacity := range []int{0, 1, 2, 16, 1024} {
			cells = append(cells, latencyCell{"pingpong", kind, capacity, 0})
		}
		for _, capacity := range []int{1, 16, 1024} {
			cells = append(cells, latencyCell{"wake", kind, capacity, 0})
		}
		for _, capacity := range []int{16, 1024} {
			for _, every := range []time.Duration{2 * time.Microsecond, 10 * time.Microsecond} {
				cells = append(cells, latencyCell{"paced", kind, capacity, every})
			}
		}
		if kind.Roles.Allow(1, sleepers) {
			for _, capacity := range []int{1, 1024} {
				cells = append(cells, latencyCell{"idle", kind, capacity, 0})
			}
		}
	}
	return cells
}

// BenchmarkLatency measures how long one value takes, and what it costs to wait
// for it.
func BenchmarkLatency(b *testing.B) {
	cells := latencyMatrix()
	shuffle(cells, *seed)
	for _, c := range cells {
		resetProcs()
		b.Run(c.name(), func(b *testing.B) { latencies[c.scenario](b, c) })
	}
}

// resetProcs sets GOMAXPROCS to the first value of -test.cpu. The testing package
// makes the first run of a sub-benchmark, of one operation, with the value that the
// one before has left; where one operation takes all of -test.benchtime, as in the
// idle scenario, it then reports that run under the first value's name.
func resetProcs() {
	first, _, _ := strings.Cut(flag.Lookup("test.cpu").Value.String(), ",")
	if n, err := strconv.Atoi(first); err == nil && n > 0 {
		runtime.GOMAXPROCS(n)
	}
}

// report reports a time in nanoseconds. It is never exactly 0, for the reason that
// timed gives.
func report(b *testing.B, ns float64, unit string) { b.ReportMetric(max(ns, 0.01), unit) }

// reportQuantiles reports the middle of times and the point that one in a hundred
// is above, and sorts them. It takes the time of an operation out of the report,
// which in these scenarios is that of the pauses between the values.
func reportQuantiles(b *testing.B, times []time.Duration) {
	slices.Sort(times)
	report(b, float64(quantile.Of(times, 0.50)), "p50-ns")
	if len(times) >= 1000 {
		report(b, float64(quantile.Of(times, 0.99)), "p99-ns")
	}
	b.ReportMetric(0, "ns/op")
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
// base each was there. It calls ready before each that is due. It fails unless the
// values are 1, 2 and so on, as many as came has room for.
func receive(l lane.Lane, base time.Time, came []time.Duration, ready func()) error {
	for i := range came {
		ready()
		v, err := l.Recv()
		came[i] = time.Since(base)
		if err != nil {
			return err
		}
		if v != uint64(i)+1 {
			return fmt.Errorf("received %d, want %d", v, i+1)
		}
	}
	return expectEnd(l)
}

// hangUp closes lanes if err is not nil, so that nobody waits for a goroutine that
// is gone, and returns err.
func hangUp(err error, lanes ...lane.Lane) error {
	if err != nil {
		for _, l := range lanes {
			l.Close()
		}
	}
	return err
}
