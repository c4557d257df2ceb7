// Package ring is the fast implementation of the bounded queue: an array of slots
// and two positions, with no lock between the two sides. It keeps the contract of
// [github.com/boundedq/queue].
//
// [Queue] is for any number of senders and receivers. [SPSC], [MPSC] and [SPMC] are
// for one sender, one receiver or both, and save the lock of that side. All of them
// have batches of their own: SendMany and RecvMany move a run of values for the
// price of one.
//
// Their weakness first: the goroutines of one side go through it one at a time, so
// one that the scheduler stops in the few nanoseconds in which it owns its side
// holds up the others of that side until it runs again. The rings are not lock-free.
// And at small capacities, below 16 (24 where GOMAXPROCS is 1 when the queue is made; 3
// for SPSC), where nearly every value makes somebody wait, there is no ring: a queue
// with one lock that hands values over directly is faster there.
//
// Memory: the values themselves, so 8 bytes a slot for an int or a pointer and 64
// for a struct of 64 bytes; about a kilobyte for the queue; and one small waiter for
// each goroutine of the largest crowd that ever waited at once.
//
// The shape is that of DPDK's HTS ring
// (https://doc.dpdk.org/guides/prog_guide/ring_lib.html, rte_ring_hts_elem_pvt.h),
// which serialises each side for the sake of machines with more threads than
// processors: where goroutines are scheduled on a few processors, too. Values are
// published by a compare-and-swap that fails once the queue is closed.
// docs/design.md of the module has the measurements that it was chosen by.
package ring

import (
	"unsafe"

	"github.com/boundedq/queue/condq"
	"github.com/boundedq/queue/internal/capacity"
	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/internal/wait"
)

// Invariants:
//
//   - tail - head, in positions, is the number of values held, between 0 and Cap.
//     They are in the slots from head.index up to tail.index, around the end.
//   - A side belongs to one goroutine at a time: to who has set its locked bit, and
//     in a ring with one sender or one receiver to that one, for good. The owner of
//     tail alone changes tail's position, limit and index, and writes slots that are
//     not held. The owner of head does the same for head, and reads and clears slots
//     that are held. Nothing that can fail or call out runs while a side is locked.
//   - Every slot that is not held is zero, but for those that the owner of tail is
//     about to publish.
//   - limit is a position that the side may go up to and not beyond; the other
//     side can only move it on.
//   - Once shut is set, the position of tail does not change.
//
// Linearization. A send takes effect at the compare-and-swap of tail that publishes
// its value, a receive at the store that moves head on, Close when it sets shut. A
// sender's ErrFull takes effect when it loads head: it owns tail, so at that moment
// Cap values are held. A receiver's ErrEmpty takes effect when it loads tail, in
// the same way; and its ErrClosed, since a tail that is shut and equal to head
// stays so.
//
// Memory model. A receiver that goes up to a position of tail has loaded it after
// the sender stored it, or has the limit from an owner of head who did; the same
// for slots that are free again.

// Queue is a bounded queue on a ring of slots; [New] makes one. It keeps every
// clause of the contract, and any number of goroutines may call any of its methods
// at once.
//
// A value or a batch takes two locked instructions of its sender and two of its
// receiver.
type Queue[T any] struct {
	_    pad.Line
	tail side // of senders
	_    pad.Line
	head side // of receivers
	_    pad.Line

	// Set by New and only read since.
	slots []T
	small *condq.Queue[T] // for a small capacity, and then the rest is not used
	_     pad.Line

	senders   wait.Room[T] // where senders wait for room
	receivers wait.Room[T] // where receivers wait for a value
}

// The least capacities that get a ring. Below, hardly any value finds the queue as it
// wants it: what counts is what a wait costs, and condq waits best. One
// sender and one receiver wait less than a crowd does.
const (
	smallestRing = 32
	smallestSPSC = 16
)

// New returns an empty queue of exactly the given capacity; 0 makes a rendezvous.
// It panics, naming the capacity, if that is negative or too large for a buffer.
func New[T any](n int) *Queue[T] { return newQueue[T](n, smallestRing, role{}) }

// A role says on which sides of a queue there is one goroutine at a time.
type role struct{ oneSender, oneReceiver bool }

// newQueue is New with a ring from the given capacity on.
func newQueue[T any](n, smallest int, as role) *Queue[T] {
	var v T
	capacity.Check("ring", n, max(unsafe.Sizeof(v), 1))
	if n < smallest {
		return &Queue[T]{small: condq.New[T](n)}
	}
	return newRing[T](n, as)
}

// newRing is newQueue for any capacity but 0.
func newRing[T any](n int, as role) *Queue[T] {
	q := &Queue[T]{slots: make([]T, n)}
	q.tail.init(n, as.oneSender)
	q.head.init(n, as.oneReceiver)
	q.senders.Init(sending[T]{q}, n, 4*q.head.lap.unit)
	q.receivers.Init(receiving[T]{q}, n, 4*q.tail.lap.unit)
	return q
}

// Len returns how many values the queue holds; see [queue.BoundedQueue].
func (q *Queue[T]) Len() int {
	if q.small != nil {
		return q.small.Len()
	}
	for {
		t := q.tail.word.Load() &^ flags
		sched.Point("len: at tail")
		h := q.head.word.Load()
		sched.Point("len: at head")
		if q.tail.word.Load()&^flags == t { // else the two were not of one moment
			return q.tail.lap.between(h, t)
		}
	}
}

// Cap returns the capacity given to New.
func (q *Queue[T]) Cap() int {
	if q.small != nil {
		return q.small.Cap()
	}
	return len(q.slots)
}

// Close ends sending; see [queue.BoundedQueue].
func (q *Queue[T]) Close() {
	if q.small != nil {
		q.small.Close()
		return
	}
	if q.tail.word.Or(shut)&shut == 0 {
		sched.Point("close: marked")
		q.senders.NotifyAll()
		sched.Point("close: senders woken")
		q.receivers.NotifyAll()
	}
}
