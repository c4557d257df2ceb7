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

// A dense ring is an array of values and two sides. A side belongs to one
// goroutine at a time: for ever, where the queue has one sender or one receiver,
// and else to who has locked it. Its owner moves a run of values and then
// publishes them with one store, so a batch costs no more than a value.
//
// The shape is that of DPDK's HTS ring (rte_ring_hts_elem_pvt.h), which serialises
// each side for the sake of machines with more threads than processors: where
// goroutines are scheduled on a few processors, too. Values are published by a
// compare-and-swap that fails once the queue is closed.

// Words. The word of a side is {position, locked, shut}. A position counts the
// values that have passed the side; it may overflow, since only differences count.
const (
	shut   = 1 << iota // in tail alone, set once, by Close
	locked             // somebody owns the side
	one                // the first bit of the position
	flags  = one - 1
)

// Invariants:
//
//   - tail - head, in positions, is the number of values held, between 0 and Cap.
//     They are in the slots from head.index up to tail.index.
//   - The owner of tail alone changes tail's position, limit and index, and writes
//     the slots behind those held. The owner of head does the same for head, and
//     reads and clears slots that are held.
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

// A side is one end of the ring.
type side struct {
	word  atomic.Uint64
	limit uint64 // of the owner
	index int    // of the owner: the slot of the position
}

type dense[T any] struct {
	_    pad.Line
	tail side
	_    pad.Line
	head side
	_    pad.Line

	// Set by newDense and only read since.
	slots []T
	span  uint64            // len(slots) positions
	small *handoff.Queue[T] // for a small capacity, and then nothing else is used
	_     pad.Line

	senders   wait.Room
	receivers wait.Room
}

func newDense[T any](n int) *dense[T] {
	var v T
	capacity.Check("ring", n, max(unsafe.Sizeof(v), 1))
	if n < smallestRing() {
		return &dense[T]{small: handoff.New[T](n)}
	}
	return newDenseRing[T](n)
}

// newDenseRing is newDense for any capacity but 0.
func newDenseRing[T any](n int) *dense[T] {
	r := &dense[T]{slots: make([]T, n), span: uint64(n) * one}
	r.tail.limit = r.span
	return r
}

// lock makes the caller the owner of the side and returns its word, or returns a
// word that is shut.
func (s *side) lock() (word uint64) {
	word = s.word.Load()
	sched.Point("side: at word")
	if word&flags == 0 && s.word.CompareAndSwap(word, word|locked) {
		return word
	}
	return s.lockSlow()
}

// lockSlow waits for the owner. It has a few instructions to go, unless the
// scheduler stopped it; then the processor is what it needs.
func (s *side) lockSlow() (word uint64) {
	for look := 0; ; look++ {
		word = s.word.Load()
		if word&shut != 0 {
			return word
		}
		if word&locked == 0 && s.word.CompareAndSwap(word, word|locked) {
			return word
		}
		if sched.Enabled {
			sched.Spin("side: locked")
			continue
		}
		if look >= lockLooks {
			runtime.Gosched()
			continue
		}
		for range lockPause {
		}
	}
}

const (
	lockLooks = 16
	lockPause = 50 // rounds of an empty loop before each look
)

// unlock ends the ownership of tail without a value.
func (s *side) unlock() { s.word.Add(^uint64(locked - 1)) }

// put writes v into the slot behind those held. There is room.
func (r *dense[T]) put(v T) {
	i := r.tail.index
	r.slots[i] = v
	if i++; i == len(r.slots) {
		i = 0
	}
	r.tail.index = i
}

// take empties the slot of the oldest value. There is one.
func (r *dense[T]) take() (v T) {
	i := r.head.index
	v, r.slots[i] = r.slots[i], v // the slot keeps no reference to it
	if i++; i == len(r.slots) {
		i = 0
	}
	r.head.index = i
	return v
}

// sendAlone is one attempt by the only sender.
func (r *dense[T]) sendAlone(v T) outcome {
	s := &r.tail
	p := s.word.Load()
	if p&shut != 0 {
		return closed
	}
	if p == s.limit && r.room(p, 1) == 0 {
		return refuse
	}
	r.put(v)
	sched.Point("send: written")
	if !s.word.CompareAndSwap(p, p+one) {
		r.withdraw(1)
		return closed
	}
	sched.Point("send: published")
	r.receivers.Notify()
	return done
}

// sendShared is one attempt by one of several senders.
func (r *dense[T]) sendShared(v T) outcome {
	s := &r.tail
	p := s.lock()
	if p&shut != 0 {
		return closed
	}
	if p == s.limit && r.room(p, 1) == 0 {
		s.unlock()
		return refuse
	}
	r.put(v)
	sched.Point("send: written")
	if !s.word.CompareAndSwap(p|locked, p+one) {
		r.withdraw(1)
		sched.Point("send: withdrawn")
		s.unlock()
		return closed
	}
	sched.Point("send: published")
	r.receivers.Notify()
	return done
}

// sendRun publishes as many of vs as there is room for, at once. The caller owns
// tail, by the lock if held is locked, and else because it is the only sender.
func (r *dense[T]) sendRun(vs []T, p, held uint64) (n int, out outcome) {
	s := &r.tail
	out = refuse
	if n = r.room(p, len(vs)); n > 0 {
		i := s.index
		k := copy(r.slots[i:], vs[:n])
		copy(r.slots, vs[k:n])
		if i += n; i >= len(r.slots) {
			i -= len(r.slots)
		}
		s.index = i
		sched.Point("send: written")
		if s.word.CompareAndSwap(p|held, p+uint64(n)*one) {
			sched.Point("send: published")
			r.receivers.Notify()
			return n, done
		}
		r.withdraw(n)
		n, out = 0, closed
	}
	if held != 0 {
		s.unlock()
	}
	return n, out
}

// room returns how many values the owner of tail may send from position p on, up
// to want.
func (r *dense[T]) room(p uint64, want int) int {
	s := &r.tail
	if s.limit-p < uint64(want)*one {
		sched.Point("send: to look at head")
		s.limit = r.head.word.Load()&^flags + r.span
	}
	return int(min(uint64(want), (s.limit-p)/one))
}

// withdraw takes the last n values back that were put and not published, because
// the queue has been closed meanwhile.
func (r *dense[T]) withdraw(n int) {
	for range n {
		if r.tail.index == 0 {
			r.tail.index = len(r.slots)
		}
		r.tail.index--
		var zero T
		r.slots[r.tail.index] = zero
	}
}

// recvAlone is one attempt by the only receiver.
func (r *dense[T]) recvAlone() (v T, out outcome) {
	s := &r.head
	p := s.word.Load()
	if p == s.limit {
		if _, out := r.values(p, 1); out != done {
			return v, out
		}
	}
	v = r.take()
	sched.Point("recv: taken")
	s.word.Store(p + one)
	sched.Point("recv: released")
	r.senders.Notify()
	return v, done
}

// recvShared is one attempt by one of several receivers.
func (r *dense[T]) recvShared() (v T, out outcome) {
	s := &r.head
	p := s.lock()
	if p == s.limit {
		if _, out := r.values(p, 1); out != done {
			s.word.Store(p)
			return v, out
		}
	}
	v = r.take()
	sched.Point("recv: taken")
	s.word.Store(p + one) // moves on and unlocks
	sched.Point("recv: released")
	r.senders.Notify()
	return v, done
}

// recvRun takes as many values as there are and buf holds, and gives their slots
// back at once. The caller owns head, at position p.
func (r *dense[T]) recvRun(buf []T, p uint64) (n int, out outcome) {
	s := &r.head
	n, out = r.values(p, len(buf))
	if n > 0 {
		i := s.index
		k := copy(buf[:n], r.slots[i:])
		copy(buf[k:n], r.slots)
		clear(r.slots[i : i+k])
		clear(r.slots[:n-k])
		if i += n; i >= len(r.slots) {
			i -= len(r.slots)
		}
		s.index = i
	}
	sched.Point("recv: taken")
	s.word.Store(p + uint64(n)*one) // moves on and unlocks
	if n > 0 {
		sched.Point("recv: released")
		r.senders.Notify()
	}
	return n, out
}

// values returns how many values the owner of head may take from position p on, up
// to want, and if there are none, why.
func (r *dense[T]) values(p uint64, want int) (n int, out outcome) {
	s := &r.head
	if s.limit-p < uint64(want)*one {
		sched.Point("recv: to look at tail")
		t := r.tail.word.Load()
		s.limit = t &^ flags
		if s.limit == p {
			if t&shut != 0 {
				return 0, closed
			}
			return 0, refuse
		}
	}
	return int(min(uint64(want), (s.limit-p)/one)), done
}

// canSend reports whether senders are ready. If not, the queue was full when head
// was loaded: tail has been where it was found, or further on, since then.
func (r *dense[T]) canSend() bool {
	t := r.tail.word.Load()
	sched.Point("ready: at tail")
	return t&shut != 0 || t&^flags-r.head.word.Load()&^flags != r.span
}

// canRecv reports whether receivers are ready. If not, the queue was empty when
// tail was loaded: head has not passed it.
func (r *dense[T]) canRecv() bool {
	h := r.head.word.Load() &^ flags
	sched.Point("ready: at head")
	t := r.tail.word.Load()
	return t&^flags != h || t&shut != 0
}

// sendSlow is Send after a first attempt that found no room.
func (r *dense[T]) sendSlow(ctx context.Context, v T, send func(T) outcome) error {
	var out outcome
	err := r.senders.Wait(ctx, r.canSend, func() bool {
		out = send(v)
		return out != refuse
	})
	if err == nil && out == closed {
		err = queue.ErrClosed
	}
	return err
}

// recvSlow is Recv after a first attempt that found no value.
func (r *dense[T]) recvSlow(ctx context.Context, recv func() (T, outcome)) (v T, err error) {
	var out outcome
	err = r.receivers.Wait(ctx, r.canRecv, func() bool {
		v, out = recv()
		return out != refuse
	})
	if err == nil && out == closed {
		err = queue.ErrClosed
	}
	return v, err
}

// sendMany is SendMany with attempts of the given kind.
func (r *dense[T]) sendMany(ctx context.Context, vs []T, send func([]T) (int, outcome)) (n int, err error) {
	if r.small != nil {
		return queue.SendMany(ctx, r.small, vs)
	}
	for n < len(vs) {
		k, out := send(vs[n:])
		if out == refuse {
			if err := r.senders.Wait(ctx, r.canSend, func() bool {
				k, out = send(vs[n:])
				return out != refuse
			}); err != nil {
				return n, err
			}
		}
		if out == closed {
			return n, queue.ErrClosed
		}
		n += k
	}
	return n, nil
}

// recvMany is RecvMany with attempts of the given kind.
func (r *dense[T]) recvMany(ctx context.Context, buf []T, recv func([]T) (int, outcome)) (n int, err error) {
	if r.small != nil {
		return queue.RecvMany(ctx, r.small, buf)
	}
	if len(buf) == 0 {
		return 0, nil
	}
	n, out := recv(buf)
	if out == refuse {
		err = r.receivers.Wait(ctx, r.canRecv, func() bool {
			n, out = recv(buf)
			return out != refuse
		})
	}
	if err == nil && out == closed {
		err = queue.ErrClosed
	}
	return n, err
}

// sendManyAlone and the next three are attempts at batches.
func (r *dense[T]) sendManyAlone(vs []T) (int, outcome) {
	p := r.tail.word.Load()
	if p&shut != 0 {
		return 0, closed
	}
	return r.sendRun(vs, p, 0)
}

func (r *dense[T]) sendManyShared(vs []T) (int, outcome) {
	p := r.tail.lock()
	if p&shut != 0 {
		return 0, closed
	}
	return r.sendRun(vs, p, locked)
}

func (r *dense[T]) recvManyAlone(buf []T) (int, outcome) {
	return r.recvRun(buf, r.head.word.Load())
}

func (r *dense[T]) recvManyShared(buf []T) (int, outcome) {
	return r.recvRun(buf, r.head.lock())
}

// len returns how many values are held.
func (r *dense[T]) len() int {
	if r.small != nil {
		return r.small.Len()
	}
	for {
		t := r.tail.word.Load() &^ flags
		sched.Point("len: at tail")
		h := r.head.word.Load() &^ flags
		sched.Point("len: at head")
		if r.tail.word.Load()&^flags == t { // else the two were not of one moment
			return int((t - h) / one)
		}
	}
}

func (r *dense[T]) cap() int {
	if r.small != nil {
		return r.small.Cap()
	}
	return len(r.slots)
}

func (r *dense[T]) close() {
	if r.small != nil {
		r.small.Close()
		return
	}
	if r.tail.word.Or(shut)&shut == 0 {
		sched.Point("close: marked")
		r.senders.NotifyAll()
		sched.Point("close: senders woken")
		r.receivers.NotifyAll()
	}
}
