package bench

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/internal/lane"
	"github.com/boundedq/queue/compare"
)

// A faulty queue does to every tenth value that it accepts what its fault says,
// and is otherwise the queue that it wraps.
type faulty struct {
	queue.BoundedQueue[uint64]
	fault func(q queue.BoundedQueue[uint64], v uint64) error
}

func (f faulty) Send(ctx context.Context, v uint64) error {
	if v%10 == 9 {
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

// rotating delivers the last of every three values first: each value arrives, once,
// and count, sum and exclusive or are right. It does so by threes because the
// transform scenario has two queues, and pairs exchanged twice are in order again.
type rotating struct {
	queue.BoundedQueue[uint64]
	held []uint64
}

func (r *rotating) Recv(ctx context.Context) (uint64, error) {
	if len(r.held) == 0 {
		for len(r.held) < 3 {
			v, err := r.BoundedQueue.Recv(ctx)
			if err != nil && len(r.held) == 0 {
				return 0, err
			}
			if err != nil {
				break
			}
			r.held = append([]uint64{v}, r.held...)
		}
		if len(r.held) == 3 {
			r.held[1], r.held[2] = r.held[2], r.held[1]
		}
	}
	v := r.held[0]
	r.held = r.held[1:]
	return v, nil
}

// brokenCapacity is a multiple of three, so that a rotating queue can be filled
// and drained before the run.
const brokenCapacity = 15

// measure runs a cell as a benchmark of a fixed, small number of operations.
func measure(t *testing.T, c cell) testing.BenchmarkResult {
	t.Helper()
	return operations(t, 200, func(b *testing.B) { scenarios[c.scenario](b, c) })
}

// operations runs f as a benchmark of n operations.
func operations(t *testing.T, n int, f func(*testing.B)) testing.BenchmarkResult {
	t.Helper()
	benchtime := flag.Lookup("test.benchtime").Value
	before := benchtime.String()
	if err := benchtime.Set(fmt.Sprintf("%dx", n)); err != nil {
		t.Fatal(err)
	}
	defer benchtime.Set(before)
	return testing.Benchmark(f)
}

func kindOf(wrap func(queue.BoundedQueue[uint64]) queue.BoundedQueue[uint64]) lane.Kind {
	sound := compare.Implementations[uint64]()[0]
	return lane.Kind{Name: "broken", New: func(capacity int) lane.Lane {
		return lane.FromQueue(wrap(sound.New(capacity)))
	}}
}

func TestBrokenQueueHasNoNumbers(t *testing.T) {
	kinds := map[string]lane.Kind{
		"rotate": kindOf(func(q queue.BoundedQueue[uint64]) queue.BoundedQueue[uint64] {
			return &rotating{BoundedQueue: q}
		}),
	}
	for name, fault := range faults {
		kinds[name] = kindOf(func(q queue.BoundedQueue[uint64]) queue.BoundedQueue[uint64] {
			return faulty{q, fault}
		})
	}
	for _, scenario := range slices.Sorted(maps.Keys(scenarios)) {
		for _, name := range slices.Sorted(maps.Keys(kinds)) {
			t.Run(scenario+"/"+name, func(t *testing.T) {
				if r := measure(t, cell{scenario, kinds[name], brokenCapacity, 1, 1}); r.N != 0 {
					t.Errorf("the benchmark gave numbers: %v", r)
				}
			})
		}
	}
}

func TestSoundQueueHasNumbers(t *testing.T) {
	for _, c := range matrix() {
		if c.capacity != 16 && c.capacity != 100 {
			continue
		}
		t.Run(c.name(), func(t *testing.T) {
			r := measure(t, c)
			if r.N != 200 || r.T <= 0 {
				t.Fatalf("got %v", r)
			}
			if cpu, ok := r.Extra["cpu-ns/op"]; ok && cpu <= 0 {
				t.Errorf("cpu-ns/op is %v, which benchstat cannot scale", cpu)
			}
		})
	}
}

// checkNames reports names that are there twice or hold what would be read as
// GOMAXPROCS, and returns them as a set.
func checkNames(t *testing.T, names []string) map[string]bool {
	t.Helper()
	gomaxprocs := regexp.MustCompile(`-[0-9]+$`)
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			t.Errorf("%s is there twice", name)
		}
		seen[name] = true
		for part := range strings.SplitSeq(name, "/") {
			if gomaxprocs.MatchString(part) {
				t.Errorf("%s: %s would be read as GOMAXPROCS", name, part)
			}
		}
	}
	return seen
}

func TestMatrixNames(t *testing.T) {
	var names []string
	for _, c := range matrix() {
		names = append(names, c.name())
		if _, ok := scenarios[c.scenario]; !ok {
			t.Errorf("%s: no such scenario", c.name())
		}
	}
	seen := checkNames(t, names)
	for _, name := range []string{
		"scenario=handoff/impl=chan/cap=1/p=8/c=1",
		"scenario=handoff/impl=ring/cap=1024/p=4/c=4",
		"scenario=handoff/impl=condq/cap=16/p=1/c=1",
		"scenario=handoff/impl=chanq/cap=128/p=1/c=8",
		"scenario=transform/impl=ring/cap=1/p=1/c=1",
		"scenario=transform/impl=chan/cap=100/p=1/c=1",
	} {
		if !seen[name] {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestShuffleKeepsCells(t *testing.T) {
	names := func(seed uint64) []string {
		cells := matrix()
		shuffle(cells, seed)
		var names []string
		for _, c := range cells {
			names = append(names, c.name())
		}
		return names
	}
	listed, one, again := names(0), names(1), names(1)
	if slices.Equal(listed, one) {
		t.Error("seed 1 leaves the listed order")
	}
	if !slices.Equal(one, again) {
		t.Error("seed 1 gives two different orders")
	}
	slices.Sort(listed)
	slices.Sort(one)
	if !slices.Equal(listed, one) {
		t.Error("shuffling changes which cells there are")
	}
}
