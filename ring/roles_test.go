package ring

import (
	"testing"
	"unsafe"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/internal/misuse"
	"github.com/boundedq/queue/internal/sched"
)

// A kind is one of the rings, each with the roles that it declares and nothing
// else.
type kind struct {
	name     string
	role     role
	on       func(*Queue[int]) queue.BoundedQueue[int]
	declares []queuetest.Option
}

var kinds = []kind{
	{
		"SPSC", role{true, true},
		func(q *Queue[int]) queue.BoundedQueue[int] { return spsc(q) },
		[]queuetest.Option{queuetest.SingleProducer(), queuetest.SingleConsumer()},
	}, {
		"MPSC", role{false, true},
		func(q *Queue[int]) queue.BoundedQueue[int] { return mpsc(q) },
		[]queuetest.Option{queuetest.SingleConsumer()},
	}, {
		"SPMC", role{true, false},
		func(q *Queue[int]) queue.BoundedQueue[int] { return spmc(q) },
		[]queuetest.Option{queuetest.SingleProducer()},
	},
}

// newRing returns a ring of any capacity but 0.
func newRing[T any](n int, as role) *Queue[T] {
	q := new(Queue[T])
	q.initRing(n, as)
	return q
}

// spsc returns q in roles, and so do mpsc and spmc: nothing else is in them.
func spsc(q *Queue[int]) *SPSC[int] { return (*SPSC[int])(unsafe.Pointer(q)) }
func mpsc(q *Queue[int]) *MPSC[int] { return (*MPSC[int])(unsafe.Pointer(q)) }
func spmc(q *Queue[int]) *SPMC[int] { return (*SPMC[int])(unsafe.Pointer(q)) }

// noSchedule skips the conformance suite in a build for schedules, whose points allocate and
// take their time.
func noSchedule(t *testing.T) {
	if sched.Enabled {
		t.Skip("built for schedules")
	}
}

func TestConformanceOfRoles(t *testing.T) {
	noSchedule(t)
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			queuetest.Run(t, func(n int) queue.BoundedQueue[int] {
				q := new(Queue[int])
				q.init(n, smallestRing, k.role, byNew)
				return k.on(q)
			}, k.declares...)
		})
	}
}

func TestConformanceOfPointers(t *testing.T) {
	noSchedule(t)
	t.Run("SPSC", func(t *testing.T) {
		queuetest.RunOf(t, func(n int) queue.BoundedQueue[*queuetest.Box] { return NewSPSC[*queuetest.Box](n) }, queuetest.Pointers(),
			queuetest.SingleProducer(), queuetest.SingleConsumer(), queuetest.Only("^(Basic|GC|Batch)/"))
	})
}

// TestConformanceOfRings has rings of the capacities for which New makes none, and
// begins with positions far from zero.
func TestConformanceOfRings(t *testing.T) {
	noSchedule(t)
	all := append(kinds, kind{"MPMC", role{}, func(q *Queue[int]) queue.BoundedQueue[int] { return q }, nil})
	for _, k := range all {
		t.Run(k.name, func(t *testing.T) {
			newAt := queuetest.NewAt(func(n int, start uint64) queue.BoundedQueue[int] { return k.on(newAt(n, start, k.role)) })
			queuetest.Run(t, func(n int) queue.BoundedQueue[int] {
				mustRing(n)
				return k.on(newRing[int](n, k.role))
			}, append(k.declares, queuetest.NoRendezvous(), queuetest.Short(), newAt)...)
		})
	}
}

// mustRing panics on a capacity that no ring has.
func mustRing(n int) {
	if n == 0 {
		panic("a ring has no capacity 0")
	}
	misuse.Capacity("ring.newRing", n, misuse.Buffer{Value: 16})
}
