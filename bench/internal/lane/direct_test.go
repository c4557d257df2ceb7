package lane

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuebench"
)

// TestGenerated writes direct_gen.go again, elsewhere, and expects the one that is
// here.
func TestGenerated(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip(err)
	}
	// Opened here so that a change of it is no cached result: the go command
	// knows what a test opens and not what its children do.
	if _, err := os.ReadFile("gen.go"); err != nil {
		t.Fatal(err)
	}
	again := filepath.Join(t.TempDir(), "again.go")
	if out, err := exec.Command(goTool, "run", "gen.go", "-o", again).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want, err := os.ReadFile(again)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("direct_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Error("direct_gen.go is not what gen.go writes: run go generate")
	}
}

// Each lane must carry every value, with as many goroutines as its queue is made
// for, and more values than one batch and not a whole number of batches, and end.
func TestLanesCarry(t *testing.T) {
	if err := flag.Set("test.benchtime", "641x"); err != nil {
		t.Fatal(err)
	}
	for _, kind := range append(Kinds(), Direct()...) {
		for _, batch := range []int{1, 64} {
			for _, capacity := range []int{0, 1, 3, 100} {
				c := queuebench.Cell{Scenario: "handoff", Impl: kind, Capacity: capacity, Producers: 3, Consumers: 3, Batch: batch}
				c.Producers = most(kind.Roles.Producers, c.Producers)
				c.Consumers = most(kind.Roles.Consumers, c.Consumers)
				t.Run(c.Name(), func(t *testing.T) {
					if r := testing.Benchmark(c.Measure); r.N != 641 {
						t.Errorf("got %v", r)
					}
					l := kind.Open(capacity, batch)
					l.Close()
					if _, err := l.Recv(); err != queue.ErrClosed {
						t.Errorf("a receive after the end: %v", err)
					}
				})
			}
		}
	}
}

// most returns how many goroutines there may be, of n that one would like to have.
func most(role, n int) int {
	if role > 0 {
		return min(role, n)
	}
	return n
}
