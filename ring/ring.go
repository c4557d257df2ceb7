// Package ring is the fast implementation of the bounded queue: an array of slots
// and two positions, with no lock between the two sides. It keeps the contract of
// [github.com/boundedq/queue].
//
// [Queue] is for any number of senders and receivers. [SPSC], [MPSC] and [SPMC] are
// for one sender, one receiver or both; they are faster, and have batches of their
// own.
//
// Their weakness first: slots are taken in order, so a goroutine that the scheduler
// stops between claiming a slot and publishing it, a matter of nanoseconds, holds
// up everybody behind it until it runs again. The rings are therefore not
// lock-free in the formal sense; Queue takes no lock while it need not wait. And at
// small capacities, below 16 or, with one processor, 64, where nearly every value
// makes somebody wait, there is no ring: a queue with one lock that hands values
// over directly is faster there.
//
// Memory of a Queue: 8 bytes beside each value, rounded up to the alignment of the
// value, so 16 bytes a slot for an int or a pointer. The others have the values
// alone. All have about a kilobyte for the queue itself, and one small waiter for
// each goroutine of the largest crowd that ever waited at once.
//
// The algorithm of Queue is Dmitry Vyukov's bounded MPMC queue
// (https://www.1024cores.net/home/lock-free-algorithms/queues/bounded-mpmc-queue)
// with the laps and the close mark of crossbeam-channel's array flavour
// (https://github.com/crossbeam-rs/crossbeam, crossbeam-channel/src/flavors/array.rs).
// What differs is said where it is done: a refusal is exact, and a wait for an
// unpublished slot parks. The others have the shape of DPDK's HTS ring
// (https://doc.dpdk.org/guides/prog_guide/ring_lib.html).
package ring

import (
	"context"
	"runtime"
	"sync/atomic"
	"unsafe"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/capacity"
	"github.com/boundedq/queue/internal/handoff"
	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/internal/wait"
)

// Positions. A position is {lap, mark, index} in one word, lowest bits last:
// index is a slot, mark is one bit, lap counts how often the position has come
// round. The word after index Cap-1 is index 0 of the next lap. A position is a
// plain counter otherwise: it only grows, and in 64 bits it never wraps.
//
// Stamps. Each slot has a stamp, which says for which position it is ready:
//
//	stamp == p          the slot is free, and waits for the send at position p
//	stamp == p + 1      the slot holds the value that was sent at p
//	stamp == p + lap    the slot is free for the send one lap after p
//
// Invariants:
//
//   - head <= tail <= head + one lap, marks aside. The queue holds the values at
//     the positions from head up to tail: Len is their distance.
//   - A sender owns the slot of position p from its CAS of tail away from p until
//     it stores stamp p+1; a receiver from its CAS of head away from p until it
//     stores stamp p+lap. Nobody else touches the value in between, and nothing
//     that can fail or call out runs there.
//   - A free slot holds the zero value.
//   - The mark is set in tail alone, once, by Close. A CAS of tail expects it to
//     be clear, so tail does not move any more.
//
// Linearization. A send takes effect at its CAS of tail, a receive at its CAS of
// head, Close at setting the mark. ErrFull and ErrEmpty take effect at the moment
// argued for in trySend and tryRecv; ErrClosed for a sender when it loads the
// mark, for a receiver when it loads a marked tail equal to head.

// Queue is a bounded queue on a ring of slots; [New] makes one. It keeps every
// clause of the contract, and any number of goroutines may call any of its methods
// at once.
type Queue[T any] struct {
	_    pad.Line
	tail atomic.Uint64 // position of the next send; written by every sender
	_    pad.Line
	head atomic.Uint64 // position of the next receive; written by every receiver
	_    pad.Line

	// Set by New and only read since, by both sides.
	slots []slot[T]
	mark  uint64            // the bit above the index
	lap   uint64            // the bit above the mark: one lap
	small *handoff.Queue[T] // for a small capacity, and then the rest is not used
	_     pad.Line

	senders   wait.Room // where senders wait for a free slot
	receivers wait.Room // where receivers wait for a value
}

// A slot holds at most one value.
type slot[T any] struct {
	stamp atomic.Uint64
	value T
}

// An outcome is what one attempt at an operation came to.
type outcome int

const (
	done   outcome = iota
	refuse         // a sender found the queue full, a receiver found it empty
	busy           // a peer that has claimed the slot in question is not yet done with it
	closed
)

// smallestRing returns the least capacity that gets a ring. Below it hardly any
// value finds the queue as it wants it: what counts is what a wait costs, and
// internal/handoff waits best. With one processor the two sides never run at once,
// and the ring has nothing to win before waits are rare.
func smallestRing() int {
	if runtime.GOMAXPROCS(0) == 1 {
		return 64
	}
	return 16
}

// New returns an empty queue of exactly the given capacity; 0 makes a rendezvous.
// It panics, naming the capacity, if that is negative or too large for a buffer.
func New[T any](n int) *Queue[T] {
	capacity.Check("ring", n, unsafe.Sizeof(slot[T]{}))
	if n < smallestRing() {
		return &Queue[T]{small: handoff.New[T](n)}
	}
	return newRing[T](n)
}

// newRing is New for any capacity but 0.
func newRing[T any](n int) *Queue[T] {
	mark := uint64(1)
	for mark <= uint64(n) {
		mark <<= 1
	}
	q := &Queue[T]{slots: make([]slot[T], n), mark: mark, lap: mark << 1}
	// Both positions start at {lap: 0, mark: 0, index: 0}, and each slot is free
	// for the send of its own index.
	for i := range q.slots {
		q.slots[i].stamp.Store(uint64(i))
	}
	return q
}

// slot returns the slot of position p.
func (q *Queue[T]) slot(p uint64) *slot[T] { return &q.slots[p&(q.mark-1)] }

// next returns the position after p, which has no mark.
func (q *Queue[T]) next(p uint64) uint64 {
	if i := p & (q.mark - 1); i+1 == uint64(len(q.slots)) {
		return p - i + q.lap
	}
	return p + 1
}

// Send sends v and waits while the queue is full; see [queue.Sender].
func (q *Queue[T]) Send(ctx context.Context, v T) error {
	if q.small != nil {
		return q.small.Send(ctx, v)
	}
	switch q.trySend(v) {
	case done:
		return nil
	case closed:
		return queue.ErrClosed
	}
	return q.sendSlow(ctx, v)
}

// TrySend sends v if there is room; see [queue.Sender].
func (q *Queue[T]) TrySend(v T) error {
	if q.small != nil {
		return q.small.TrySend(v)
	}
	for i := 0; ; i++ {
		if out := q.trySend(v); out != busy {
			return sent(out)
		}
		yield(i)
	}
}

// trySend attempts one send. It answers busy when the slot is being emptied: then
// there may be less than Cap values, but no slot to put another into.
func (q *Queue[T]) trySend(v T) outcome {
	for {
		tail := q.tail.Load()
		if tail&q.mark != 0 {
			return closed
		}
		s := q.slot(tail)
		sched.Point("send: at tail")
		switch stamp := s.stamp.Load(); stamp {
		case tail: // free
			sched.Point("send: slot free")
			if q.tail.CompareAndSwap(tail, q.next(tail)) {
				sched.Point("send: claimed")
				s.value = v
				s.stamp.Store(tail + 1) // published
				sched.Point("send: published")
				q.receivers.Notify()
				return done
			}
		case tail + 1 - q.lap, tail - q.lap: // taken in the lap before, published or not
			// If head is still there, then it was there when tail was loaded,
			// since it never goes further back than a lap behind tail: at that
			// moment all slots were taken.
			sched.Point("send: slot taken")
			if q.head.Load() == tail-q.lap {
				return refuse
			}
			return busy
		}
		// tail has moved on since it was loaded: another sender got through.
	}
}

// Recv receives the oldest value and waits while there is none; see
// [queue.Receiver].
func (q *Queue[T]) Recv(ctx context.Context) (T, error) {
	if q.small != nil {
		return q.small.Recv(ctx)
	}
	v, out := q.tryRecv()
	switch out {
	case done:
		return v, nil
	case closed:
		return v, queue.ErrClosed
	}
	return q.recvSlow(ctx)
}

// TryRecv receives the oldest value if there is one; see [queue.Receiver].
func (q *Queue[T]) TryRecv() (T, error) {
	if q.small != nil {
		return q.small.TryRecv()
	}
	for i := 0; ; i++ {
		if v, out := q.tryRecv(); out != busy {
			return v, received(out)
		}
		yield(i)
	}
}

// tryRecv attempts one receive. It answers busy when the oldest value has been
// claimed by a sender that has not published it yet: the queue is not empty then,
// even if younger values cannot be had before it.
func (q *Queue[T]) tryRecv() (v T, out outcome) {
	for {
		head := q.head.Load()
		s := q.slot(head)
		sched.Point("recv: at head")
		switch stamp := s.stamp.Load(); stamp {
		case head + 1: // holds the value
			sched.Point("recv: slot full")
			if q.head.CompareAndSwap(head, q.next(head)) {
				sched.Point("recv: claimed")
				v, s.value = s.value, v     // the slot keeps no reference to it
				s.stamp.Store(head + q.lap) // free for the next lap
				sched.Point("recv: released")
				q.senders.Notify()
				return v, done
			}
		case head, head + 1 - q.lap: // not published in this lap, or not even free for it
			// If tail is there too, then head has not passed it: at this moment
			// the queue is empty. With the mark it stays so.
			sched.Point("recv: slot empty")
			switch q.tail.Load() {
			case head:
				return v, refuse
			case head | q.mark:
				return v, closed
			}
			return v, busy
		}
		// head has moved on since it was loaded: another receiver got through.
	}
}

// yield waits a little for a peer that is between claiming a slot and letting go
// of it. It has a few instructions to go, unless the scheduler stopped it; then
// the processor is what it needs.
func yield(round int) {
	if sched.Enabled {
		sched.Spin("try: slot busy")
		return
	}
	if round >= busyLooks {
		runtime.Gosched()
	}
}

// busyLooks is how often an operation that must not wait looks again at a busy
// slot before it yields: some hundred nanoseconds, ten times what the peer needs.
const busyLooks = 64

// Len returns how many values the queue holds; see [queue.BoundedQueue]. Values
// that are claimed but not published yet are counted.
func (q *Queue[T]) Len() int {
	if q.small != nil {
		return q.small.Len()
	}
	for {
		tail := q.tail.Load()
		sched.Point("len: at tail")
		head := q.head.Load()
		sched.Point("len: at head")
		if q.tail.Load() != tail {
			continue // the two were not of one moment
		}
		t, h := int(tail&(q.mark-1)), int(head&(q.mark-1))
		switch {
		case tail&^q.mark == head:
			return 0
		case t > h:
			return t - h
		default:
			return len(q.slots) - h + t
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
	if q.tail.Or(q.mark)&q.mark == 0 {
		sched.Point("close: marked")
		q.senders.NotifyAll()
		sched.Point("close: senders woken")
		q.receivers.NotifyAll()
	}
}
