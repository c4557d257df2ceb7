package queuebench

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuebench/internal/cputime"
)

// allocating allocates for each value.
type allocating struct {
	queue.BoundedQueue[uint64]
	box *uint64
}

func (a *allocating) Send(ctx context.Context, v uint64) error {
	a.box = new(uint64)
	*a.box = v
	return a.BoundedQueue.Send(ctx, *a.box)
}

func TestMallocsAreCounted(t *testing.T) {
	lean := Impl{Name: "ring", New: sound}
	fat := Impl{Name: "allocating", New: func(n int) queue.BoundedQueue[uint64] { return &allocating{BoundedQueue: sound(n)} }}
	for _, test := range []struct {
		impl     Impl
		from, to float64
	}{{lean, 0, 500}, {fat, 1000, 1500}} {
		c := anyCell(*scenarioOf("floor"), test.impl, 15)
		if n := measureN(t, c, 10000).Extra["mallocs/kop"]; n < test.from || n > test.to {
			t.Errorf("%s: %v mallocs/kop, want %v to %v", test.impl.Name, n, test.from, test.to)
		}
	}
}

// In the wake scenario all goroutines sleep most of the time, and threads with them.
func TestSwitchesAreCounted(t *testing.T) {
	if _, ok := cputime.Switches(); !ok {
		t.Skip("this system does not tell")
	}
	if n := measure(t, anyCell(*scenarioOf("wake"), Chan(), 15)).Extra["csw/kop"]; n <= 0 {
		t.Errorf("%v csw/kop", n)
	}
}

func TestUnfair(t *testing.T) {
	for _, test := range []struct {
		counts []uint64
		want   float64
		ok     bool
	}{
		{[]uint64{5000}, 0, false},
		{[]uint64{500, 500}, 0, false}, // too few to say
		{[]uint64{1000, 1000}, 0, true},
		{[]uint64{3000, 1000}, 50, true},
		{[]uint64{0, 8000, 0, 0}, 100, true},
	} {
		var tallies []*Tally
		for _, n := range test.counts {
			tallies = append(tallies, &Tally{count: n})
		}
		if got, ok := unfair(tallies); got != test.want || ok != test.ok {
			t.Errorf("%v: %v, %v", test.counts, got, ok)
		}
	}
}

// A hogged lane has one consumer that gets everything.
type hogged struct {
	queueLane
	hog *sync.Mutex
}

func (h hogged) Consume(t *Tally) error {
	h.hog.Lock()
	defer h.hog.Unlock()
	return h.queueLane.Consume(t)
}

func TestStarvationIsVisible(t *testing.T) {
	impl := Impl{Name: "hogged", Lane: func(n int) Lane {
		return hogged{queueLane{sound(n), context.Background()}, new(sync.Mutex)}
	}}
	c := Cell{Scenario: "handoff", Impl: impl, Capacity: 15, Producers: 2, Consumers: 2, Batch: 1}
	if percent := measureN(t, c, 2*enough).Extra["unfair-%"]; percent != 100 {
		t.Errorf("unfair-%% is %v, and one of two consumers got nothing", percent)
	}
	c.Consumers = 1
	if percent, ok := measureN(t, c, 2*enough).Extra["unfair-%"]; ok {
		t.Errorf("unfair-%% is %v with a single consumer", percent)
	}
}

// The percentiles are those of nearest rank, each with samples enough, and never 0.
func TestQuantiles(t *testing.T) {
	for _, test := range []struct {
		n    int
		want map[string]float64
	}{
		{1, map[string]float64{"p50-ns": 0.01, "max-ns": 0.01}},
		{999, map[string]float64{"p50-ns": 499, "max-ns": 998}},
		{1000, map[string]float64{"p50-ns": 499, "p99-ns": 989, "max-ns": 999}},
		{10000, map[string]float64{"p50-ns": 4999, "p99-ns": 9899, "p99.9-ns": 9989, "max-ns": 9999}},
	} {
		times := make([]time.Duration, test.n)
		for i := range times {
			times[i] = time.Duration(test.n - 1 - i)
		}
		got := testing.Benchmark(func(b *testing.B) { reportQuantiles(b, times) }).Extra
		for _, unit := range []string{"p50-ns", "p99-ns", "p99.9-ns", "max-ns"} {
			if value, ok := got[unit]; value != test.want[unit] || ok != (test.want[unit] != 0) {
				t.Errorf("%d times: %s is %v, want %v", test.n, unit, value, test.want[unit])
			}
		}
	}
}
