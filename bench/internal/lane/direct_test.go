package lane

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/boundedq/queue"
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
// for, and more values than one batch and not a whole number of batches.
func TestLanesCarry(t *testing.T) {
	const n = 10*batchSize + 1
	for _, kind := range append(Direct(), Batched()...) {
		for _, capacity := range []int{0, 1, 3, 100} {
			t.Run(fmt.Sprintf("%s/batch=%d/cap=%d", kind.Name, kind.Batch, capacity), func(t *testing.T) {
				producers, consumers := 3, 3
				if kind.Roles.Producers > 0 {
					producers = kind.Roles.Producers
				}
				if kind.Roles.Consumers > 0 {
					consumers = kind.Roles.Consumers
				}
				carry(t, kind.New(capacity), capacity, n, producers, consumers)
			})
		}
	}
}

func carry(t *testing.T, l Lane, capacity, n, producers, consumers int) {
	if err := Warm(l, capacity); err != nil {
		t.Fatal(err)
	}
	sources := Sources(n, producers)
	tallies := make([]*Tally, consumers)
	var sending, receiving sync.WaitGroup
	for _, s := range sources {
		sending.Go(func() {
			if err := l.Produce(s); err != nil {
				t.Error(err)
			}
		})
	}
	for i := range tallies {
		tallies[i] = NewTally(producers)
		receiving.Go(func() {
			if err := l.Consume(tallies[i]); err != nil {
				t.Error(err)
			}
		})
	}
	sending.Wait()
	l.Close()
	receiving.Wait()
	if err := Verify(sources, tallies); err != nil {
		t.Error(err)
	}
	if _, err := l.Recv(); err != queue.ErrClosed {
		t.Errorf("a receive after the end: %v", err)
	}
}

func TestRoles(t *testing.T) {
	for _, test := range []struct {
		roles                Roles
		producers, consumers int
		want                 bool
	}{
		{Roles{}, 8, 8, true},
		{Roles{1, 1}, 1, 1, true},
		{Roles{1, 1}, 2, 1, false},
		{Roles{0, 1}, 8, 1, true},
		{Roles{0, 1}, 1, 2, false},
		{Roles{1, 0}, 1, 8, true},
	} {
		if got := test.roles.Allow(test.producers, test.consumers); got != test.want {
			t.Errorf("%+v, %d/%d: %v", test.roles, test.producers, test.consumers, got)
		}
	}
}
