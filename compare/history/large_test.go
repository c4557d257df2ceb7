package history_test

import (
	"testing"
	"time"

	. "github.com/boundedq/queue/compare/history"
	"github.com/boundedq/queue/compare/history/simulate"
)

// large returns a legal history without a limit on its length.
func large(ops, capacity int) History {
	return simulate.Legal(newRand(ops, capacity), simulate.Config{Ops: ops, Capacity: capacity, Overlap: 8})
}

// TestLarge checks a history that no search could: what it finds, and that the end
// of it is looked at as the beginning is.
func TestLarge(t *testing.T) {
	ops := map[int]int{1: 100_000, 16: 1_000_000}
	if testing.Short() || raceEnabled {
		ops[16] = 100_000
	}
	for capacity, ops := range ops {
		h := large(ops, capacity)
		start := time.Now()
		if err := Check(h, capacity); err != nil {
			t.Fatalf("capacity %d: %v", capacity, err)
		}
		t.Logf("capacity %d: %d operations in %v", capacity, ops, time.Since(start).Round(time.Millisecond))
		last := h[len(h)-1].Return
		wantRule(t, append(h,
			Op{Kind: Send, Value: -1, Call: last + 1, Return: last + 2},
			Op{Kind: Recv, Value: -1, Call: last + 3, Return: last + 4},
			Op{Kind: Recv, Value: -1, Call: last + 5, Return: last + 6},
		), capacity, VRepet)
	}
}

func BenchmarkCheck(b *testing.B) {
	h := large(100_000, 16)
	for b.Loop() {
		if err := Check(h, 16); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(h)*b.N)/b.Elapsed().Seconds(), "ops/s")
}
