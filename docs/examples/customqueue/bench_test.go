package customqueue

import (
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuebench"
	"github.com/boundedq/queue/ring"
)

func BenchmarkQueues(b *testing.B) {
	queuebench.Run(b, []queuebench.Impl{
		{Name: "ring", New: func(n int) queue.BoundedQueue[uint64] { return ring.New[uint64](n) }},
		{Name: "mine", New: func(n int) queue.BoundedQueue[uint64] { return New[uint64](n) }},
	})
}
