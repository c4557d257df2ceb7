package queuebench

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/boundedq/queue"
)

// A queue whose waiters yield moves a few values for each time slice, where the channel
// moves thousands. In one run it may be lucky.
func TestYieldingIsSlowBesideOthers(t *testing.T) {
	yields := Impl{Name: "yields", New: func(n int) queue.BoundedQueue[uint64] { return spinning{sound(n)} }}
	const tries = 10
	var mine, channel testing.BenchmarkResult
	for range tries {
		mine = measureFor(t, anyCell(*scenarioOf("busy"), yields, 1), "1ms")
		channel = measureFor(t, anyCell(*scenarioOf("busy"), Chan(), 1), "1ms")
		if mine.N == 0 || channel.N == 0 {
			t.Fatal("no numbers")
		}
		if mine.Extra["ns/op"] > 10*channel.Extra["ns/op"] {
			return
		}
	}
	t.Errorf("beside goroutines that compute it is not ten times as slow as the channel: %v, %v", mine, channel)
}

// What has been computed is less than the processors can compute, but for an error of
// the pace.
func TestBeside(t *testing.T) {
	for _, name := range []string{"busy", "busy3", "busypingpong", "busywake"} {
		r := measureFor(t, anyCell(*scenarioOf(name), Chan(), 15), "1ms")
		if r.N != 1 {
			t.Errorf("%s: %d runs fill a time, want 1", name, r.N)
		}
		if percent := r.Extra["beside-%"]; percent <= 0 || percent > 200 {
			t.Errorf("%s: beside-%% is %v", name, percent)
		}
	}
}

// A host is company that does nothing.
type host struct {
	left  chan struct{}
	waits int
}

func (h *host) begin(time.Duration) error      { return nil }
func (h *host) work() (blocks uint64, ok bool) { return 7, true }
func (h *host) dismiss() {
	select {
	case h.left <- struct{}{}:
	default:
	}
}
func (h *host) wait() { h.waits++ }

// A queue that moves nothing as long as the company is there gets done what it has
// begun, because the company leaves.
func TestCompanyLeaves(t *testing.T) {
	h := &host{left: make(chan struct{}, 1)}
	r := testing.Benchmark(func(b *testing.B) {
		over := newFlag()
		s := stretch{1, time.Millisecond}
		used, err := s.beside(b, h, over, []func() error{func() error {
			<-h.left
			return nil
		}})
		if err != nil {
			b.Error(err)
		}
		if !over.Load() {
			b.Error("the company left before the time was over")
		}
		used.report(b, 0)
		b.SkipNow()
	})
	if h.waits == 0 {
		t.Errorf("nobody waited for the company to end: %v", r)
	}
}

// Who computes ends by itself, however long nobody sets the flag.
func TestComputingIsBounded(t *testing.T) {
	var c computer
	c.compute(new(atomic.Bool), 3)
	if c.blocks.Load() != 3 {
		t.Errorf("%d blocks, want 3", c.blocks.Load())
	}
}

func TestPace(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := pace()
	if one <= 0 || one != pace() {
		t.Errorf("%v blocks a second, and then %v", one, pace())
	}
}

func TestNumberOf(t *testing.T) {
	for scenario, want := range map[string]int{"busy": 0, "busy1": 1, "busywake8": 8, "busy1000": 1000} {
		if _, n, err := numberOf(scenario); n != want || err != nil {
			t.Errorf("%s: %d, %v", scenario, n, err)
		}
	}
}
