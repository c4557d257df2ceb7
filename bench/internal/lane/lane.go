// Package lane is what the benchmarks see of a queue: one interface over the
// queues of this module and the bare native channel, the values that are sent
// through it, and the check that they arrived.
//
// [Kinds] calls the queues through [queue.BoundedQueue]. [Direct] and [Batched] call
// the rings as the types that they are.
package lane

import (
	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare"
)

// A Lane carries values from producers to consumers.
//
// Produce and Consume are loops and not single steps so that each kind of lane
// pays per value for its own operation and for nothing else. Send and Recv are
// single steps for scenarios in which one more call, about 1 ns and the same for
// every kind, cannot be seen.
type Lane interface {
	// Produce sends the values of s in order.
	Produce(s Source) error
	// Consume receives into t until the lane is closed and drained.
	Consume(t *Tally) error
	// Send puts v into the lane, waiting for room.
	Send(v uint64) error
	// Recv takes the oldest value, waiting for one. When the lane is closed and
	// drained it returns [queue.ErrClosed].
	Recv() (uint64, error)
	// Close ends the lane. The last producer calls it, once, after its last
	// value, because that is the only moment at which a bare channel can be
	// closed.
	Close()
}

// A Kind is a named way to make lanes.
type Kind struct {
	Name string // the value of impl= in a benchmark's name
	New  func(capacity int) Lane

	// Roles says how many producers and consumers it is made for.
	Roles Roles
	// Batch is how many values a call of Produce's or Consume's moves at most;
	// 0 is one.
	Batch int
}

// Kinds returns the bare channel, which is the baseline, and then the
// implementations of this module in the order of [compare.Implementations].
func Kinds() []Kind {
	kinds := []Kind{{Name: "chan", New: NewChan}}
	for _, impl := range compare.Implementations[uint64]() {
		kinds = append(kinds, Kind{
			Name: impl.Name,
			New:  func(capacity int) Lane { return FromQueue(impl.New(capacity)) },
		})
	}
	return kinds
}

// Warm fills and drains a new lane once, so that a run does not pay for the
// first touch of the buffer's pages.
func Warm(l Lane, capacity int) error {
	for range capacity {
		if err := l.Send(0); err != nil {
			return err
		}
	}
	for range capacity {
		if _, err := l.Recv(); err != nil {
			return err
		}
	}
	return nil
}

var (
	_ Lane = chanLane(nil)
	_ Lane = queueLane{queue.BoundedQueue[uint64](nil)}
	_ Lane = batchLane{}
)
