// Package ring is the fast implementation of the bounded queue: an array of slots
// and two positions, and no lock between a value and its slot. It keeps the contract of
// [github.com/boundedq/queue].
//
// [Queue] is for any number of senders and receivers. [SPSC], [MPSC] and [SPMC] are
// for one sender, one receiver or both, and save a locked instruction for each value on
// that side. All of them have batches of their own: SendMany and RecvMany move a run of
// values for about the price of one.
//
// Nobody ever owns a side. A goroutine that is stopped in the middle of an operation, by
// the scheduler or for good, holds up only those who need the very slot that it has
// claimed: behind a sender's slot receivers wait, and senders go on until the slots are
// used up; behind a receiver's slot senders wait when they have come around to it, and
// receivers go on until it is empty in front of them. docs/design.md of the module has the
// whole table. That is less than what the word lock-free means in the strict sense.
// [LockFree] has that: whoever is stopped there holds up nobody. It is slower, and has no
// batches of its own.
//
// Who waits parks at once, and does not yield to goroutines that compute. Waiters are
// woken in the order in which they came; one that comes too late eight times is served
// ahead of all others. See internal/wait.
//
// Below capacity 32 (16 for SPSC), where nearly every value makes somebody wait, there
// is no ring: the queue is a [condq.Queue], which serves its waiters under one short
// mutex, and is faster there.
//
// Memory: the values themselves, so 8 bytes a slot for an int or a pointer and 64
// for a struct of 64 bytes; 256 bytes for each 64 slots, or half of it with one sender
// or one receiver; less than two kilobytes for the queue; and one small waiter for
// each goroutine of the largest crowd that ever waited at once.
//
// Claiming by compare-and-swap is as old as the rings of Dmitry Vyukov
// (https://www.1024cores.net/home/lock-free-algorithms/queues/bounded-mpmc-queue) and
// crossbeam-channel (src/flavors/array.rs), where each slot has a stamp that says for
// which lap it is ready. One bit a slot, whose meaning changes with each lap, in words
// apart from the slots, is what disruptor-rs has for its producers
// (https://github.com/nicholassm/disruptor-rs, src/producer/multi.rs). Here both sides
// have it, so a run of slots is published by one instruction, as it is claimed by one.
package ring

import (
	"unsafe"

	"github.com/boundedq/queue/condq"
	"github.com/boundedq/queue/internal/misuse"
	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/internal/signal"
	"github.com/boundedq/queue/internal/wait"
)

// Invariants. Positions count the values that pass a side: see position.
//
//   - head <= tail <= head + Cap. What lies between head and tail is held: a slot is held
//     from the moment at which a sender has claimed its position to that at which a receiver
//     has.
//   - A side passes a position in two steps: it claims it, by moving its word on; and then
//     it marks it as passed, when the slot is written, or emptied. Between the two the slot
//     belongs to the claimant alone. Nothing that can fail or call out runs there.
//   - A sender claims a position only if the position one lap before has been passed by
//     head; a receiver, if the position itself has been passed by tail. Once that is so it
//     stays so until the position is claimed. So a claim by compare-and-swap needs no
//     second look.
//   - limit is such that all positions from the side's word up to it can be claimed. It may
//     be too low, if a slower goroutine has written to it last, and never too high.
//   - A side with one goroutine needs no claim. Its word moves on when the position is
//     passed, and that marks it, too.
//   - Every slot that is not held is zero.
//   - Once shut is set, tail does not move.
//
// Linearization. A send takes effect when tail moves past its position, a receive when
// head does, Close when it sets shut; so sends and Close are in one order. A value that
// is given to a waiting receiver past the slots: see [wait.Room.Serve].
//
// ErrFull takes effect at the load of head in room: tail had been at p when it was loaded,
// head is at p less a lap, and neither goes back nor tail further than a lap ahead of head.
// So tail is at p still, and Cap values are held. In the same way ErrEmpty takes effect
// at the load of tail in values, which finds it where head was, and so does ErrClosed: a
// tail that is shut and equal to head stays so.
//
// Memory model. Whoever claims a position has loaded the word in which it is marked, or a
// limit from a goroutine that has, and reads and writes the slot after that; whoever
// marked it did so before. The same for the word of a side with one goroutine. So the kth
// receive happens before the (k+Cap)th send.

// Queue is a bounded queue on a ring of slots; [New] makes one. It keeps every
// clause of the contract, and any number of goroutines may call any of its methods
// at once.
//
// A value takes two locked instructions of its sender and two of its receiver; a batch
// one, and one more for each 64 slots that it touches.
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
	closed    signal.Closed
}

// The least capacities that get a ring. Below, hardly any value finds the queue as it
// wants it: what counts is what a wait costs, and there condq is better. One
// sender and one receiver wait less than a crowd does.
const (
	smallestRing = 32
	smallestSPSC = 16
)

// New returns an empty queue of exactly the given capacity; 0 makes a rendezvous.
// It panics, naming the capacity, if that is negative or too large: a slot takes four bytes
// beside its value, and all of them may take 1 TiB (1 GiB where addresses have 32 bits).
// So it is with the other rings, but for one side with one goroutine a slot takes two bytes
// less.
func New[T any](n int) *Queue[T] {
	q := new(Queue[T])
	q.init(n, smallestRing, role{}, byNew)
	return q
}

// A role says on which sides of a queue there is one goroutine at a time.
type role struct{ oneSender, oneReceiver bool }

// marked returns how many sides have marks.
func (as role) marked() (sides uintptr) {
	if !as.oneSender {
		sides++
	}
	if !as.oneReceiver {
		sides++
	}
	return sides
}

// A maker is the constructor that a queue has come from, for whoever has to be told that
// it has come from none.
type maker string

const (
	byNew         maker = "ring.New"
	byNewSPSC     maker = "ring.NewSPSC"
	byNewMPSC     maker = "ring.NewMPSC"
	byNewSPMC     maker = "ring.NewSPMC"
	byNewLockFree maker = "ring.NewLockFree"
)

// init makes a new queue, with a ring from the given capacity on.
func (q *Queue[T]) init(n, smallest int, as role, by maker) {
	var v T
	misuse.Capacity(string(by), n, misuse.Buffer{Value: unsafe.Sizeof(v), Beside: as.marked() * unsafe.Sizeof(marks{}) / perMarks, Most: mostSlots})
	if n < smallest {
		q.small = condq.New[T](n)
	} else {
		q.initRing(n, as)
	}
}

// initRing is init for any capacity but 0.
func (q *Queue[T]) initRing(n int, as role) {
	q.slots = make([]T, n)
	q.tail.init(n, as.oneSender)
	q.head.init(n, as.oneReceiver)
	q.senders.Init(sending[T]{q}, n, 4*q.head.lap.unit)
	q.receivers.Init(receiving[T]{q}, n, 4*q.tail.lap.unit)
}

// mustBeMade panics if no constructor has made q. It has to be asked where there is no small
// queue.
func (q *Queue[T]) mustBeMade(by maker) {
	if q.slots == nil {
		misuse.ZeroValue(string(by))
	}
}

// Len returns how many values the queue holds; see [queue.BoundedQueue].
func (q *Queue[T]) Len() int { return q.len(byNew) }

func (q *Queue[T]) len(by maker) int {
	if q.small != nil {
		return q.small.Len()
	}
	q.mustBeMade(by)
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
func (q *Queue[T]) Cap() int { return q.cap(byNew) }

func (q *Queue[T]) cap(by maker) int {
	if q.small != nil {
		return q.small.Cap()
	}
	q.mustBeMade(by)
	return len(q.slots)
}

// Close ends sending; see [queue.BoundedQueue].
func (q *Queue[T]) Close() { q.close(byNew) }

func (q *Queue[T]) close(by maker) {
	if q.small != nil {
		q.small.Close()
		return
	}
	q.mustBeMade(by)
	if q.tail.word.Or(shut)&shut == 0 {
		sched.Point("close: marked")
		q.senders.NotifyAll()
		sched.Point("close: senders woken")
		q.receivers.NotifyAll()
	}
	q.closed.Close()
}

// Closed returns a channel, always the same, that is closed when the queue is: for a
// select. Values that are left can still be received. It belongs to the bubble
// ([testing/synctest]) in which it is first asked for.
func (q *Queue[T]) Closed() <-chan struct{} { return q.closedChan(byNew) }

func (q *Queue[T]) closedChan(by maker) <-chan struct{} {
	if q.small != nil {
		return q.small.Closed()
	}
	q.mustBeMade(by)
	return q.closed.Chan(q.isClosed)
}

func (q *Queue[T]) isClosed() bool { return q.tail.word.Load()&shut != 0 }
