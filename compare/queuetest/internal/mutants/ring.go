package mutants

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/boundedq/queue"
)

// A ring is a bounded queue of slots with stamps: Vyukov's, with stamps that
// count laps, so that capacity 1 works.
//
// Invariants, without a fault: tail and head count the sends and the receives.
// The slot of position p has the stamp free(p) until the sender who moved tail
// past p has written it, then full(p) until the receiver who moved head past p
// has cleared it, and then free(p+cap). The top bit of tail says closed; no
// sender moves a tail that has it.
//
// Every now and then an operation yields in the middle, by its position and not
// by chance, as one that is preempted there.
type ring[T any] struct {
	fault     Fault
	cells     []cell[T]
	tail      atomic.Uint64
	head      atomic.Uint64
	closed    atomic.Bool // of CloseBesideTail
	once      sync.Once
	quit      chan struct{} // closed by Close
	senders   room
	receivers room
}

type cell[T any] struct {
	stamp atomic.Uint64
	turn  uint32 // of NoBackEdge: what stamp is otherwise, when it is free
	v     T
}

const closedBit = 1 << 63

func newRing[T any](fault Fault, capacity int) *ring[T] {
	r := &ring[T]{fault: fault, cells: make([]cell[T], capacity), quit: make(chan struct{})}
	for i := range r.cells {
		r.release(&r.cells[i], uint64(i))
	}
	return r
}

func (r *ring[T]) Cap() int { return len(r.cells) }

func (r *ring[T]) cap() uint64 { return uint64(len(r.cells)) }

func (r *ring[T]) cell(p uint64) *cell[T] { return &r.cells[p%r.cap()] }

// free is the stamp of a slot that the sender with position p may write.
func (r *ring[T]) free(p uint64) uint64 {
	if r.fault == OneStampTooFew {
		return p
	}
	return 2 * (p / r.cap())
}

// full is the stamp of a slot that the receiver with position p may read.
func (r *ring[T]) full(p uint64) uint64 { return r.free(p) + 1 }

// stall yields for one position in eight, another one in each phase.
func (r *ring[T]) stall(p, phase uint64) {
	if (p+phase)%8 == 0 {
		runtime.Gosched()
	}
}

// letAllLeave gives the closer and every receiver a turn, so that they have seen
// the end of a queue that is about to get another value.
func (r *ring[T]) letAllLeave() {
	for range 4 {
		runtime.Gosched()
	}
}

// Len reads head between two equal tails, when the difference is the length.
func (r *ring[T]) Len() int {
	for {
		t := r.tail.Load()
		if r.fault == LenInTwoLooks {
			r.stall(t, 0)
		}
		h := r.head.Load()
		if r.tail.Load() == t || r.fault == LenInTwoLooks {
			return int(int64(t&^closedBit - h))
		}
	}
}

func (r *ring[T]) Close() {
	if r.fault == CloseBesideTail {
		r.closed.Store(true)
	} else {
		r.tail.Or(closedBit)
	}
	r.once.Do(func() { close(r.quit) })
	r.senders.notifyAll()
	r.receivers.notifyAll()
}

func (r *ring[T]) Closed() <-chan struct{} { return r.quit }

func (r *ring[T]) isClosed(tail uint64) bool { return tail&closedBit != 0 || r.closed.Load() }

func (r *ring[T]) TrySend(v T) error {
	if r.fault == Unclaims {
		return r.sendOrUnclaim(v)
	}
	for {
		t := r.tail.Load()
		if r.isClosed(t) {
			return queue.ErrClosed
		}
		c := r.cell(t)
		r.stall(t, 0)
		switch {
		case r.released(c, t):
			r.stall(t, 1)
			if r.fault == CloseBesideTail {
				r.letAllLeave()
			}
			if r.tail.CompareAndSwap(t, t+1) || r.fault == IgnoresSwap {
				r.publish(c, t, v)
				return nil
			}
			if r.fault == RefusesLoser {
				return queue.ErrFull
			}
		case r.impatient() || r.head.Load()+r.cap() == t:
			return queue.ErrFull
		default:
			r.yield()
		}
	}
}

// publish writes v into the slot that the sender has claimed.
func (r *ring[T]) publish(c *cell[T], t uint64, v T) {
	r.stall(t, 2)
	if r.fault == DrainedTooSoon {
		r.letAllLeave()
	}
	if r.fault == PublishesFirst {
		c.stamp.Store(r.full(t))
		r.stall(t, 3)
		c.v = v
	} else {
		c.v = v
		c.stamp.Store(r.full(t))
	}
	r.wake(&r.receivers)
}

// sendOrUnclaim claims first and looks then.
func (r *ring[T]) sendOrUnclaim(v T) error {
	t := r.tail.Add(1) - 1
	r.stall(t, 0)
	if r.isClosed(t) || t >= r.head.Load()+r.cap() {
		runtime.Gosched()
		r.tail.Add(^uint64(0))
		if r.isClosed(t) {
			return queue.ErrClosed
		}
		return queue.ErrFull
	}
	c := r.cell(t)
	r.senders.await(func() bool { return c.stamp.Load() == r.free(t) })
	r.publish(c, t, v)
	return nil
}

func (r *ring[T]) TryRecv() (v T, err error) {
	if r.fault == StaleTail {
		return r.recvStale()
	}
	for {
		h := r.head.Load()
		c := r.cell(h)
		r.stall(h, 4)
		if c.stamp.Load() == r.full(h) {
			r.stall(h, 5)
			if r.head.CompareAndSwap(h, h+1) {
				return r.take(c, h), nil
			}
			if r.fault == RefusesLoser {
				return v, queue.ErrEmpty
			}
			continue
		}
		t := r.tail.Load()
		empty := t&^closedBit == h
		switch {
		case r.isClosed(t) && (empty || r.fault == DrainedTooSoon):
			return v, queue.ErrClosed
		case empty || r.impatient():
			return v, queue.ErrEmpty
		}
		r.yield()
	}
}

// take reads the slot that the receiver has claimed.
func (r *ring[T]) take(c *cell[T], h uint64) (v T) {
	r.stall(h, 6)
	v, c.v = c.v, v
	r.release(c, h+r.cap())
	r.wake(&r.senders)
	return v
}

// recvStale claims a slot when the tail that it has seen is not the head.
func (r *ring[T]) recvStale() (v T, err error) {
	for {
		t := r.tail.Load()
		runtime.Gosched()
		h := r.head.Load()
		switch {
		case t&^closedBit != h:
			if r.head.CompareAndSwap(h, h+1) {
				c := r.cell(h)
				r.receivers.await(func() bool { return c.stamp.Load() == r.full(h) })
				return r.take(c, h), nil
			}
		case r.isClosed(t):
			return v, queue.ErrClosed
		default:
			return v, queue.ErrEmpty
		}
	}
}

// impatient is true of the faults that take an operation that has not come to
// its end for one that never will.
func (r *ring[T]) impatient() bool {
	return r.fault == RefusesStalled || r.fault == IgnoresSwap || r.fault == Unclaims
}

// wake wakes one of those who wait in a room. With the faults whose claims wait
// for a slot of their own it wakes all.
func (r *ring[T]) wake(in *room) {
	if r.fault == StaleTail || r.fault == Unclaims {
		in.notifyAll()
	} else {
		in.notify()
	}
}

// yield is for who waits for another's operation to come to its end.
func (r *ring[T]) yield() {
	if r.fault != SpinsInFlight {
		runtime.Gosched()
	}
}

// release gives a slot to the sender with position p.
func (r *ring[T]) release(c *cell[T], p uint64) {
	if r.fault == NoBackEdge {
		storePlain(&c.turn, uint32(r.free(p)))
	} else {
		c.stamp.Store(r.free(p))
	}
}

// released reports whether the sender with position p may write the slot.
func (r *ring[T]) released(c *cell[T], p uint64) bool {
	if r.fault == NoBackEdge {
		return loadPlain(&c.turn) == uint32(r.free(p))
	}
	return c.stamp.Load() == r.free(p)
}

func (r *ring[T]) Send(ctx context.Context, v T) error {
	return r.operate(ctx, &r.senders, func() error { return r.TrySend(v) })
}

func (r *ring[T]) Recv(ctx context.Context) (v T, err error) {
	err = r.operate(ctx, &r.receivers, func() (err error) {
		v, err = r.TryRecv()
		return err
	})
	return v, err
}

// operate tries until it is not refused, and waits in the room in between. A
// waiter that was chosen and does not need it chooses another.
func (r *ring[T]) operate(ctx context.Context, in *room, try func() error) error {
	for {
		if err := try(); !refused(err) {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		done := ctx.Done()
		r.stall(r.head.Load(), 7)
		w := in.enter()
		if r.fault != ParksBlindly {
			if err := try(); !refused(err) {
				in.quit(w)
				return err
			}
		}
		select {
		case <-w:
			in.leave(w)
		case <-done:
			in.quit(w)
			if err := ctx.Err(); err != nil {
				return err
			}
			return context.Canceled
		}
	}
}

func refused(err error) bool { return err == queue.ErrFull || err == queue.ErrEmpty }

// A room has those who wait on one side of a ring, each with a channel of
// capacity 1.
//
// Invariant: waiting is the length of list, and changes before list grows and
// after it shrinks. Who enters looks again, and who has made room or brought a
// value asks for waiting: in the one order of atomic operations one of them
// comes second, and sees the other.
type room struct {
	waiting atomic.Int32
	mu      sync.Mutex
	list    []chan struct{}
	spare   []chan struct{}
}

func (r *room) notify() {
	if r.waiting.Load() == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.list) > 0 {
		w := r.list[0]
		r.list = slices.Delete(r.list, 0, 1)
		r.waiting.Add(-1)
		w <- struct{}{}
	}
}

func (r *room) notifyAll() {
	for r.waiting.Load() > 0 {
		r.notify()
	}
}

func (r *room) enter() chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	var w chan struct{}
	if n := len(r.spare); n > 0 {
		w, r.spare = r.spare[n-1], r.spare[:n-1]
	} else {
		w = make(chan struct{}, 1)
	}
	r.waiting.Add(1)
	r.list = append(r.list, w)
	return w
}

// leave ends a wait and reports whether w had been chosen and did not look.
func (r *room) leave(w chan struct{}) (chosen bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if i := slices.Index(r.list, w); i >= 0 {
		r.list = slices.Delete(r.list, i, i+1)
		r.waiting.Add(-1)
	}
	chosen = len(w) > 0
	if chosen {
		<-w
	}
	r.spare = append(r.spare, w)
	return chosen
}

// quit is leave for who does not need to be chosen.
func (r *room) quit(w chan struct{}) {
	if r.leave(w) {
		r.notify()
	}
}

// await waits for ok as long as it takes.
func (r *room) await(ok func() bool) {
	for !ok() {
		w := r.enter()
		if ok() {
			r.quit(w)
			return
		}
		<-w
		r.leave(w)
	}
}
