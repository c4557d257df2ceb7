package ring

import (
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/internal/capacity"
)

// A kind is one of the rings, each with the roles that it declares and nothing
// else.
type kind struct {
	name     string
	on       func(*dense[int]) queue.BoundedQueue[int]
	declares []queuetest.Option
}

var kinds = []kind{
	{
		"SPSC",
		func(r *dense[int]) queue.BoundedQueue[int] { return spsc(r) },
		[]queuetest.Option{queuetest.SingleProducer(), queuetest.SingleConsumer()},
	}, {
		"MPSC",
		func(r *dense[int]) queue.BoundedQueue[int] { return mpsc(r) },
		[]queuetest.Option{queuetest.SingleConsumer()},
	}, {
		"SPMC",
		func(r *dense[int]) queue.BoundedQueue[int] { return spmc(r) },
		[]queuetest.Option{queuetest.SingleProducer()},
	},
}

func TestConformanceOfRoles(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			queuetest.Run(t, func(n int) queue.BoundedQueue[int] { return k.on(newDense[int](n)) }, k.declares...)
		})
	}
}

func TestConformanceOfPointers(t *testing.T) {
	t.Run("SPSC", func(t *testing.T) {
		queuetest.RunOf(t, func(n int) queue.BoundedQueue[*queuetest.Box] { return NewSPSC[*queuetest.Box](n) }, queuetest.Pointers(),
			queuetest.SingleProducer(), queuetest.SingleConsumer(), queuetest.Only("^(Basic|GC|Batch)/"))
	})
}

// TestConformanceOfRings has rings of the capacities for which New makes none, and
// begins with positions far from zero.
func TestConformanceOfRings(t *testing.T) {
	opts := []queuetest.Option{queuetest.NoRendezvous(), queuetest.Short()}
	t.Run("stamps", func(t *testing.T) {
		queuetest.Run(t, func(n int) queue.BoundedQueue[int] {
			mustRing(n)
			return newRing[int](n)
		}, opts...)
	})
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			newAt := queuetest.NewAt(func(n int, start uint64) queue.BoundedQueue[int] {
				r := newDenseRing[int](n)
				r.startAt(start)
				return k.on(r)
			})
			queuetest.Run(t, func(n int) queue.BoundedQueue[int] {
				mustRing(n)
				return k.on(newDenseRing[int](n))
			}, append(append(opts, newAt), k.declares...)...)
		})
	}
}

// mustRing panics on a capacity that no ring has.
func mustRing(n int) {
	if n == 0 {
		panic("a ring has no capacity 0")
	}
	capacity.Check("ring", n, 16)
}

// startAt makes a new ring one whose word has counted up to start, or near it.
func (r *dense[T]) startAt(start uint64) {
	start &^= flags
	r.tail.word.Store(start)
	r.head.word.Store(start)
	r.tail.limit = start + r.span
	r.head.limit = start
}
