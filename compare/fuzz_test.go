package compare_test

import (
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/chanq"
	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/condq"
	"github.com/boundedq/queue/ring"
)

func FuzzRing(f *testing.F) {
	queuetest.Fuzz(f, func(capacity int) queue.BoundedQueue[int] { return ring.New[int](capacity) })
}

func FuzzCondq(f *testing.F) {
	queuetest.Fuzz(f, func(capacity int) queue.BoundedQueue[int] { return condq.New[int](capacity) })
}

func FuzzChanq(f *testing.F) {
	queuetest.Fuzz(f, func(capacity int) queue.BoundedQueue[int] { return chanq.New[int](capacity) })
}
