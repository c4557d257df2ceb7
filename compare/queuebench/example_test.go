package queuebench_test

import (
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuebench"
	"github.com/boundedq/queue/condq"
	"github.com/boundedq/queue/ring"
)

// The five lines that compare a queue, here condq, with ring and the bare channel.
// They are the body of a benchmark, which go test -bench runs.
func ExampleRun() {
	_ = func(b *testing.B) {
		queuebench.Run(b, []queuebench.Impl{
			{Name: "ring", New: func(n int) queue.BoundedQueue[uint64] { return ring.New[uint64](n) }},
			{Name: "mine", New: func(n int) queue.BoundedQueue[uint64] { return condq.New[uint64](n) }},
		})
	}
}
