package bench

import (
	"flag"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/boundedq/queue/compare/queuebench"
)

// measure runs c as a benchmark of n operations.
func measure(t *testing.T, c queuebench.Cell, n int) testing.BenchmarkResult {
	t.Helper()
	benchtime := flag.Lookup("test.benchtime").Value
	before := benchtime.String()
	if err := benchtime.Set(fmt.Sprintf("%dx", n)); err != nil {
		t.Fatal(err)
	}
	defer benchtime.Set(before)
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

// some is how many operations a test has measured of c: in company each may take a time
// slice of everybody else.
func some(c queuebench.Cell) int {
	if strings.HasPrefix(c.Scenario, "busy") {
		return 5
	}
	return 200
}

func TestSoundQueueHasNumbers(t *testing.T) {
	for _, c := range matrix() {
		if c.Capacity != 16 && c.Capacity != 64 && c.Capacity != 100 {
			continue
		}
		t.Run(name(c), func(t *testing.T) {
			n := some(c)
			r := measure(t, c, n)
			if r.N != n || r.T <= 0 {
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
		names = append(names, name(c))
	}
	seen := checkNames(t, names)
	for _, name := range []string{
		"scenario=handoff/impl=chan/cap=1/p=8/c=1",
		"scenario=handoff/impl=ring/cap=1024/p=4/c=4",
		"scenario=handoff/impl=condq/cap=16/p=1/c=1",
		"scenario=handoff/impl=chanq/cap=128/p=1/c=8",
		"scenario=transform/impl=ring/cap=1/p=1/c=1",
		"scenario=transform/impl=chan/cap=100/p=1/c=1",
		"scenario=handoff/impl=nop/cap=1/p=1/c=1",
		"scenario=handoff/impl=faa/cap=1024/p=8/c=1",
		"scenario=handoff/impl=ring-again/cap=16/p=4/c=4",
		"scenario=transform/impl=ring-again/cap=1/p=1/c=1",
		"scenario=handoff/impl=ring/cap=64/p=1/c=1",
		"scenario=busy/impl=ring/cap=64/p=1/c=1",
		"scenario=busywake/impl=condq/cap=1024/p=1/c=1",
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
			names = append(names, name(c))
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

func TestLanguagesMatrix(t *testing.T) {
	var names []string
	for _, c := range languagesMatrix() {
		names = append(names, name(c))
	}
	seen := checkNames(t, names)
	for _, name := range []string{
		"scenario=handoff/impl=chan/cap=0/p=4/c=1",
		"scenario=handoff/impl=ring/cap=128/p=1/c=4",
		"scenario=handoff/impl=spsc/cap=1/p=1/c=1",
		"scenario=handoff/impl=mpsc/cap=16/p=4/c=1",
		"scenario=handoff/impl=spmc/cap=1024/p=1/c=4",
		"scenario=pingpong/impl=condq/cap=0/p=1/c=1",
		"scenario=pingpong/impl=ring-again/cap=16/p=1/c=1",
	} {
		if !seen[name] {
			t.Errorf("%s is missing", name)
		}
	}
	for _, name := range []string{
		"scenario=handoff/impl=mpsc/cap=16/p=1/c=1", // where spsc is
		"scenario=handoff/impl=nop/cap=16/p=1/c=1",
		"scenario=handoff/impl=faa/cap=16/p=1/c=1",
	} {
		if seen[name] {
			t.Errorf("%s is there", name)
		}
	}
}
