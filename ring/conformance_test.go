package ring

import (
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
)

// TestConformanceAnywhere begins with positions far from zero.
func TestConformanceAnywhere(t *testing.T) {
	queuetest.Run(t,
		func(n int) queue.BoundedQueue[int] { return New[int](n) },
		queuetest.NewAt(func(n int, start uint64) queue.BoundedQueue[int] {
			lap := newRing[int](n).lap
			return newAt(n, (start-1)/lap)
		}),
		queuetest.Only("^Wrap/"))
}
