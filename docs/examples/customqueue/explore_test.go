//go:build sched

package customqueue

import (
	"strings"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/explore"
)

func TestSchedules(t *testing.T) {
	explore.Test(t, func(n int) queue.BoundedQueue[int] { return New[int](n) },
		explore.Program{Text: "S | S | R R", Capacity: 1, Preemptions: 2},
		explore.Program{Text: "S' | S | R | X", Capacity: 1, Fill: 1, Preemptions: 2},
		explore.Program{Text: "R' | R | s | X", Capacity: 1, Preemptions: 2},
		explore.Program{Text: "S | S | R | C", Capacity: 1, Fill: 1, Preemptions: 2},
		explore.Program{Text: "S' | R' | s | X", Capacity: 0, Preemptions: 2},
		explore.Program{Text: "s L | r | r", Capacity: 2, Fill: 1, Preemptions: 3})
}

// newHasty returns a queue with the planted bug of a lost wake-up: a waiter lets others in
// after it has looked and before it stands in line.
func newHasty(n int) queue.BoundedQueue[int] {
	q := New[int](n)
	q.hasty = true
	return q
}

// The search finds both planted bugs with the fewest preemptions that they need, and the
// schedule that it shows leads there again.
func TestPlantedBugsAreFound(t *testing.T) {
	for _, c := range []struct {
		name     string
		newQueue func(int) queue.BoundedQueue[int]
		program  explore.Program
		want     string
	}{
		{"hasty", newHasty, explore.Program{Text: "R | S", Capacity: 1, Preemptions: 1}, "Recv waits, and the queue holds 1"},
		{"forgetful", newForgetful, explore.Program{Text: "R' | s | X", Capacity: 1}, "no order of these calls is that of a queue"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := c.program
			if p.Preemptions--; p.Preemptions >= 0 {
				if _, err := explore.Run(p, c.newQueue); err != nil {
					t.Errorf("with fewer preemptions: %v", err)
				}
			}
			_, err := explore.Run(c.program, c.newQueue)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("Run() = %v, want an error with %q", err, c.want)
			}
			t.Log(err)
			_, schedule, _ := strings.Cut(err.Error(), `the Schedule "`)
			p = c.program
			p.Schedule, _, _ = strings.Cut(schedule, `"`)
			if _, err := explore.Run(p, c.newQueue); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("replayed: %v", err)
			}
		})
	}
}
