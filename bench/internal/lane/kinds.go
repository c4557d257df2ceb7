// Package lane has the queues as the benchmarks call them: [Queues] of this module and
// [Peers] of others through [queue.BoundedQueue], [Direct] as the types that they are.
package lane

import (
	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare"
	"github.com/boundedq/queue/compare/queuebench"
	"github.com/boundedq/queue/ring"
)

// Kinds returns the bare channel, which is the baseline, and then [Queues].
func Kinds() []queuebench.Impl {
	return append([]queuebench.Impl{queuebench.Chan()}, Queues()...)
}

// Queues returns the implementations of this module in the order of
// [compare.Implementations].
func Queues() []queuebench.Impl {
	var queues []queuebench.Impl
	for _, impl := range compare.Implementations[uint64]() {
		queues = append(queues, queuebench.Impl{Name: impl.Name, New: impl.New})
	}
	return queues
}

//go:generate go run gen.go

// Direct returns the bare channel, which is the baseline, and then the rings, each
// called as the type that it is, but for batches: there one call through the
// interface moves many values and cannot be seen.
func Direct() []queuebench.Impl {
	return []queuebench.Impl{
		queuebench.Chan(),
		{Name: "ring", New: boxed(ring.New[uint64]), Lane: newQueue},
		{Name: "spsc", New: boxed(ring.NewSPSC[uint64]), Lane: newSPSC, Roles: queuebench.Roles{Producers: 1, Consumers: 1}},
		{Name: "mpsc", New: boxed(ring.NewMPSC[uint64]), Lane: newMPSC, Roles: queuebench.Roles{Consumers: 1}},
		{Name: "spmc", New: boxed(ring.NewSPMC[uint64]), Lane: newSPMC, Roles: queuebench.Roles{Producers: 1}},
		{Name: "lockfree", New: boxed(ring.NewLockFree[uint64]), Lane: newLockFree},
	}
}

// boxed returns what newQueue makes as a queue behind the interface.
func boxed[Q queue.BoundedQueue[uint64]](newQueue func(capacity int) Q) func(int) queue.BoundedQueue[uint64] {
	return func(capacity int) queue.BoundedQueue[uint64] { return newQueue(capacity) }
}
