package crosscheck

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/boundedq/queue/compare/history"
	"github.com/boundedq/queue/compare/history/simulate"
)

// unbounded is more than any history here sends.
const unbounded = 100

// A tally is what came of the histories of one capacity.
type tally struct {
	capacity               string
	illegal, missed, legal int
	undecided              int
}

// TestCrosscheck compares both verdicts on many small random histories, one in four
// left as a correct queue made it, the others with one to three faults. What the checker flags
// must be illegal. What it misses is counted, and printed as the table that the
// documentation quotes.
func TestCrosscheck(t *testing.T) {
	histories := 20000
	if testing.Short() {
		histories = 2000
	}
	var tallies []tally
	for _, capacity := range []int{1, 2, 3, unbounded} {
		tallies = append(tallies, crosscheck(t, capacity, histories))
	}
	t.Log("\n" + table(tallies))
}

func crosscheck(t *testing.T, capacity, histories int) tally {
	sum := tally{capacity: fmt.Sprint(capacity)}
	if capacity == unbounded {
		sum.capacity = "unbounded"
	}
	for seed := range histories {
		h, verdict := judged(capacity, seed)
		found := history.Check(h, capacity)
		switch verdict {
		case porcupine.Ok:
			sum.legal++
			if found != nil {
				t.Fatalf("false alarm at capacity %d, seed %d: %s", capacity, seed, text(found))
			}
		case porcupine.Illegal:
			sum.illegal++
			if found == nil {
				sum.missed++
			}
		default:
			sum.undecided++
		}
	}
	if sum.illegal < histories/10 || sum.legal < histories/10 {
		t.Errorf("capacity %d: %d legal and %d illegal histories prove little", capacity, sum.legal, sum.illegal)
	}
	// The real rates are below a tenth of this.
	if sum.missed*100 > sum.illegal {
		t.Errorf("capacity %d: missed %d of %d", capacity, sum.missed, sum.illegal)
	}
	return sum
}

// judged returns a history and porcupine's verdict on it. Nearly all take it
// microseconds. Where several operations hang it can take for ever; then a smaller
// history from the same seed is tried in its place.
func judged(capacity, seed int) (history.History, porcupine.CheckResult) {
	for smaller := 0; ; smaller++ {
		h := random(rand.New(rand.NewPCG(uint64(capacity), uint64(seed))), capacity, smaller, seed%4)
		verdict := porcupine.CheckOperationsTimeout(model(capacity), operations(h), 250*time.Millisecond)
		if verdict != porcupine.Unknown || smaller == 8 {
			return h, verdict
		}
	}
}

// random returns a history of 4 to 12 operations, or of so many fewer.
func random(rng *rand.Rand, capacity, smaller, faults int) history.History {
	h := simulate.Legal(rng, simulate.Config{
		Ops:      max(4, 4+rng.IntN(9)-smaller),
		Capacity: capacity,
		Overlap:  1 + rng.IntN(6),
		Coarse:   1 + rng.IntN(2)*rng.IntN(300),
		Close:    rng.IntN(2) == 0,
		Pending:  rng.IntN(3) == 0,
	})
	for range faults {
		h = simulate.Fault(rng, h)
	}
	return h
}

func text(err error) string {
	var v *history.Violation
	if errors.As(err, &v) {
		return v.String()
	}
	return err.Error()
}

func table(tallies []tally) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 1, ' ', 0)
	fmt.Fprintln(w, "| capacity\t| legal\t| illegal\t| missed\t| false alarms\t| undecided\t|")
	fmt.Fprintln(w, "| ---\t| ---\t| ---\t| ---\t| ---\t| ---\t|")
	for _, s := range tallies {
		rate := 100 * float64(s.missed) / float64(max(1, s.illegal))
		fmt.Fprintf(w, "| %s\t| %d\t| %d\t| %d (%.2f %%)\t| 0\t| %d\t|\n", s.capacity, s.legal, s.illegal, s.missed, rate, s.undecided)
	}
	w.Flush()
	return b.String()
}
