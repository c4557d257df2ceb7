//go:build sched

package ring

import (
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/explore"
)

func TestX(t *testing.T) {
	for b := range 3 {
		explore.Test(t, func(n int) queue.BoundedQueue[int] { return newLockFree[int](n, 4) },
			explore.Program{Text: "s s | r r | s", Capacity: 1, Preemptions: b},
			explore.Program{Text: "s | s | r | r", Capacity: 1, Preemptions: b},
			explore.Program{Text: "S | S | R | R", Capacity: 1, Preemptions: b},
		)
		explore.Test(t, func(n int) queue.BoundedQueue[int] { return newRing[int](n, role{}) },
			explore.Program{Text: "s s | r r | s", Capacity: 1, Preemptions: b},
			explore.Program{Text: "s | s | r | r", Capacity: 1, Preemptions: b},
			explore.Program{Text: "S | S | R | R", Capacity: 1, Preemptions: b},
		)
	}
}
