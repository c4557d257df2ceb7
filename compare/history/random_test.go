package history_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	. "github.com/boundedq/queue/compare/history"
	"github.com/boundedq/queue/compare/history/simulate"
)

func newRand(a, b int) *rand.Rand { return rand.New(rand.NewPCG(uint64(a), uint64(b))) }

// config draws a kind of history.
func config(rng *rand.Rand, ops, capacity int) simulate.Config {
	return simulate.Config{
		Ops:      ops,
		Capacity: capacity,
		Overlap:  1 + rng.IntN(6),
		Coarse:   1 + rng.IntN(2)*rng.IntN(300),
		Close:    rng.IntN(2) == 0,
		Pending:  rng.IntN(2) == 0,
	}
}

func scale(n int) int {
	if testing.Short() {
		return n / 10
	}
	return n
}

// TestLegal holds the checker to its first promise: it never flags what a correct
// queue did.
func TestLegal(t *testing.T) {
	for _, capacity := range []int{0, 1, 2, 3, 5, 64} {
		for i := range scale(5000) {
			rng := newRand(capacity, i)
			h := simulate.Legal(rng, config(rng, 1+rng.IntN(80), capacity))
			if err := Check(h, capacity); err != nil {
				t.Fatalf("capacity %d, history %d: %v\n%v", capacity, i, err, err)
			}
		}
	}
}

// TestAgainstSearch compares with an exhaustive search. What the checker flags must
// be illegal; of what is illegal it must find nearly all.
func TestAgainstSearch(t *testing.T) {
	for capacity := 1; capacity <= 3; capacity++ {
		illegal, missed := 0, 0
		for i := range scale(30000) {
			rng := newRand(100+capacity, i)
			h := simulate.Legal(rng, config(rng, 4+rng.IntN(9), capacity))
			for range i % 4 {
				h = simulate.Fault(rng, h)
			}
			legal, err := linearizable(h, capacity), Check(h, capacity)
			switch {
			case legal && err != nil:
				t.Fatalf("capacity %d, history %d: false alarm\n%v", capacity, i, describe(err))
			case !legal:
				illegal++
				if err == nil {
					missed++
				}
			}
		}
		if missed*100 > illegal || illegal < scale(2000) { // the real rate is below a tenth of it
			t.Errorf("capacity %d: of %d illegal histories %d were missed", capacity, illegal, missed)
		}
		t.Logf("capacity %d: %d illegal, %d missed (%.2f %%)", capacity, illegal, missed, 100*float64(missed)/float64(illegal))
	}
}

func list(h History) string {
	s := ""
	for _, o := range h {
		s += fmt.Sprintln(o)
	}
	return s
}

func describe(err error) string {
	var v *Violation
	if errors.As(err, &v) {
		return v.String()
	}
	return err.Error()
}
