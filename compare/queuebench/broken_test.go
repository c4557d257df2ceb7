package queuebench

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

// A faulty queue does to one in every so many values that it accepts what its fault
// says, and is otherwise the queue that it wraps.
type faulty struct {
	queue.BoundedQueue[uint64]
	every uint64
	fault func(q queue.BoundedQueue[uint64], v uint64) error
}

func (f faulty) Send(ctx context.Context, v uint64) error {
	if v%f.every == f.every-1 {
		return f.fault(f.BoundedQueue, v)
	}
	return f.BoundedQueue.Send(ctx, v)
}

var errBroken = errors.New("broken on purpose")

var faults = map[string]func(q queue.BoundedQueue[uint64], v uint64) error{
	"drop": func(queue.BoundedQueue[uint64], uint64) error { return nil },
	"duplicate": func(q queue.BoundedQueue[uint64], v uint64) error {
		return errors.Join(q.Send(context.Background(), v), q.Send(context.Background(), v))
	},
	"replace": func(q queue.BoundedQueue[uint64], v uint64) error {
		return q.Send(context.Background(), v+1<<20)
	},
	"stale": func(q queue.BoundedQueue[uint64], v uint64) error {
		return q.Send(context.Background(), v-1)
	},
	"refuse": func(queue.BoundedQueue[uint64], uint64) error { return errBroken },
}

// rotating delivers the last of every five values first: each value arrives, once,
// and count, sum and exclusive or are right. It does so by fives because some scenarios
// have two queues or three, and so many turns of pairs or of threes bring them back
// into order.
type rotating struct {
	queue.BoundedQueue[uint64]
	held []uint64
}

func (r *rotating) Recv(ctx context.Context) (uint64, error) {
	if len(r.held) == 0 {
		for len(r.held) < 5 {
			v, err := r.BoundedQueue.Recv(ctx)
			if err != nil && len(r.held) == 0 {
				return 0, err
			}
			if err != nil {
				break
			}
			r.held = append(r.held, v)
		}
		last := len(r.held) - 1
		r.held = slices.Insert(r.held[:last], 0, r.held[last])
	}
	v := r.held[0]
	r.held = r.held[1:]
	return v, nil
}

// brokenCapacity is a multiple of five, so that a rotating queue can be filled
// and drained before the run.
const brokenCapacity = 15

// measure runs a cell as a benchmark of a small number of operations.
func measure(t *testing.T, c Cell) testing.BenchmarkResult {
	t.Helper()
	return measureN(t, c, operationsIn(c.Scenario))
}

func operationsIn(scenario string) int {
	if n, ok := operations[scenario]; ok {
		return n
	}
	return 200
}

func measureN(t *testing.T, c Cell, n int) testing.BenchmarkResult {
	t.Helper()
	return measureFor(t, c, fmt.Sprintf("%dx", n))
}

// measureFor runs a cell as a benchmark with that -benchtime. It skips t where the cell
// is skipped: there may be no processes, or a goroutine that computes keeps its processor.
func measureFor(t *testing.T, c Cell, benchtime string) testing.BenchmarkResult {
	t.Helper()
	value := flag.Lookup("test.benchtime").Value
	before := value.String()
	if err := value.Set(benchtime); err != nil {
		t.Fatal(err)
	}
	defer value.Set(before)
	skipped := false
	r := testing.Benchmark(func(b *testing.B) {
		defer func() { skipped = b.Skipped() }()
		c.Measure(b)
	})
	if skipped {
		t.Skipf("%s cannot be measured here", c.Name())
	}
	return r
}

// operations is how often a test runs a scenario in which operations rest, or may have
// to wait for a time slice each. 1000 have a 99th percentile.
var operations = map[string]int{
	"busy": 20, "busypingpong": 12, "busywake": 12, "busyprocess": 20, "join": 20,
	"wake": 20, "burst10": 20, "burst100": 3, "paced2us": 1000, "paced10us": 1000, "ctxdeadline": 20,
	"oversubscribed": 2000, "idle": 1, "close": 2,
}

// anyCell returns a cell of the scenario with one goroutine on each side, or as few
// as it has.
func anyCell(s scenario, impl Impl, capacity int) Cell {
	c := Cell{Scenario: s.name, Impl: impl, Capacity: capacity, Producers: 1, Consumers: 1, Batch: 1}
	switch {
	case s.fixed != nil:
		c.Producers, c.Consumers = s.fixed[0], s.fixed[1]
	case s.both:
		c.Producers, c.Consumers = 2, 2
	}
	return c
}

func sound(capacity int) queue.BoundedQueue[uint64] { return ring.New[uint64](capacity) }

// broken returns queues with the fault.
func broken(fault string) Impl {
	return Impl{Name: "broken", New: func(capacity int) queue.BoundedQueue[uint64] {
		if fault == "rotate" {
			return &rotating{BoundedQueue: sound(capacity)}
		}
		return faulty{sound(capacity), 10, faults[fault]}
	}}
}

// Faults after which a scenario waits for ever are left out, for that is no number
// either: values out of order and values too few wherever somebody waits for a certain
// value, and one too many for goroutines that receive as often as they send, and for
// those that fill a queue. The rotating queue is for one receiver.
func TestBrokenQueueHasNoNumbers(t *testing.T) {
	streams := []string{"busy", "busyprocess", "handoff", "full", "empty", "transform", "pipeline", "ctxcancel", "payload8"}
	for _, s := range scenarios {
		if s.name == "close" || !broken("drop").takes(anyCell(s, Impl{}, brokenCapacity)) {
			continue // no value goes through, or none of these
		}
		names := []string{"replace", "stale", "refuse"}
		if !slices.Contains([]string{"idle", "pairs", "ctxdeadline"}, s.name) {
			names = append(names, "duplicate")
		}
		if slices.Contains(streams, s.name) {
			names = append(names, "rotate")
		}
		if slices.Contains(append(streams, "oversubscribed", "ctxdeadline"), s.name) {
			names = append(names, "drop")
		}
		for _, name := range names {
			t.Run(s.name+"/"+name, func(t *testing.T) {
				if r := measure(t, anyCell(s, broken(name), brokenCapacity)); r.N != 0 {
					t.Errorf("the benchmark gave numbers: %v", r)
				}
			})
		}
	}
}

func TestSoundQueueHasNumbers(t *testing.T) {
	units := map[string][]string{
		"wake": {"p50-ns", "max-ns"}, "burst10": {"p50-ns", "max-ns"}, "burst100": {"p50-ns", "max-ns"},
		"paced2us": {"p50-ns", "p99-ns", "max-ns"}, "paced10us": {"p50-ns", "p99-ns", "max-ns"},
		"ctxdeadline": {"p50-ns", "max-ns"},
		"busywake":    {"p50-ns", "max-ns"},
		"join":        {"p50-ns", "max-ns"},
	}
	for _, s := range scenarios {
		for _, impl := range []Impl{Chan(), nop(), faa(), named("ring")[0]} {
			c := anyCell(s, impl, brokenCapacity)
			if !impl.takes(c) {
				continue
			}
			t.Run(c.Name(), func(t *testing.T) {
				r := measure(t, c)
				if r.N == 0 {
					t.Fatal("no numbers")
				}
				latency := s.name == "idle" || len(units[s.name]) > 0
				if ns, ok := r.Extra["ns/op"]; (ok && ns == 0) != latency {
					t.Errorf("ns/op: %v", r)
				}
				for _, unit := range units[s.name] {
					if r.Extra[unit] <= 0 {
						t.Errorf("%s: %v", unit, r)
					}
				}
				if cpu, ok := r.Extra["cpu-ns/op"]; ok && cpu <= 0 {
					t.Errorf("cpu-ns/op is %v, which benchstat cannot scale", cpu)
				}
			})
		}
	}
}

// Several goroutines on each side, batches that do not come out even, and a
// rendezvous.
func TestCellsCarry(t *testing.T) {
	impls := []Impl{Chan(), nop(), faa(), named("ring")[0], {Name: "single", New: unbatched}}
	for _, s := range scenarios {
		if s.fixed != nil {
			continue
		}
		for _, impl := range impls {
			for _, capacity := range []int{0, 1, 100} {
				for _, batch := range []int{1, 64} {
					c := Cell{Scenario: s.name, Impl: impl, Capacity: capacity, Producers: 3, Consumers: 3, Batch: batch}
					if s.check(c) != nil || !impl.takes(c) {
						continue
					}
					t.Run(c.Name(), func(t *testing.T) {
						n := operationsIn(s.name)
						if r := measureN(t, c, n); r.N != n || r.T <= 0 {
							t.Errorf("got %v", r)
						}
					})
				}
			}
		}
	}
}

// unbatched makes queues without batches of their own.
func unbatched(capacity int) queue.BoundedQueue[uint64] {
	return struct{ queue.BoundedQueue[uint64] }{sound(capacity)}
}
