// Package handoff is the bounded queue for small capacities, 0 included: a short
// lock, and nobody who waits has to look again. Whoever brings what a waiter waits
// for does the waiter's operation as well, and wakes it when it is over.
//
// That is what the Go runtime does in a channel (runtime/chan.go: a send finds a
// receiver waiting and writes to its stack; a receive from a full buffer puts the
// value of a waiting sender into the slot that it has emptied), and it is why a
// channel is hard to beat where values hardly ever find the queue as they want it:
// of three values that pass a queue of capacity 1 two park somebody, and where a
// woken goroutine tries again instead, all of them do.
package handoff

import (
	"context"
	"runtime"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/park"
	"github.com/boundedq/queue/internal/sched"
)

// Invariants, whenever mu is free:
//
//   - The queue holds slots[head], slots[head+1], … slots[head+held-1], indices
//     taken around the end, oldest first. Every other slot is zero.
//   - Receivers wait only while nothing is held and no sender waits, senders only
//     while Cap values are held and no receiver waits: at capacity 0 one of the
//     lists is empty. Once closed is set nobody is served any more, and Close
//     empties both.
//   - A waiter leaves its list exactly once: served, turned away by Close, or
//     removed by its own goroutine when its context is done. Which of the three
//     came first is decided under mu, so a value is in the queue, or received, or
//     still its sender's: never two of these and never none.
//
// Every outcome takes effect while mu is held: that of an operation which is
// served when it is, with the one that serves it. No wake-up can be lost, since
// there is nothing left to do for who is woken; the token of a waiter that was
// chosen cannot either, since the waiter takes it before it returns.

// A Queue is a bounded queue; [New] makes one. It keeps the contract of
// [queue.BoundedQueue].
type Queue[T any] struct {
	_                  pad.Line
	mu                 lock
	closed             bool
	head, held         int
	slots              []T
	senders, receivers park.List[party[T]]
	crowded            int // waits to go until a waiter yields again
	_                  pad.Line
}

// A party is what a waiter brings or gets.
type party[T any] struct {
	v      T    // a sender's before it is served, a receiver's after
	served bool // false in a waiter that was woken: Close woke it
}

// New returns an empty queue of the given capacity, which is not negative.
func New[T any](capacity int) *Queue[T] {
	q := &Queue[T]{slots: make([]T, capacity)}
	q.mu.init()
	return q
}

// Send sends v and waits while the queue is full; see [queue.Sender].
func (q *Queue[T]) Send(ctx context.Context, v T) error {
	ended := ctx.Done() // what is not ours is not called under the lock
	q.mu.lock()
	if err := q.trySend(v); err != queue.ErrFull {
		return err
	}
	_, err := q.wait(ctx, ended, &q.senders, v)
	return err
}

// TrySend sends v if there is room, or a receiver waits; see [queue.Sender].
func (q *Queue[T]) TrySend(v T) error {
	q.mu.lock()
	err := q.trySend(v)
	if err == queue.ErrFull {
		q.mu.unlock()
	}
	return err
}

// trySend is called with mu held and gives it up, unless it returns ErrFull.
func (q *Queue[T]) trySend(v T) error {
	if q.closed {
		q.mu.unlock()
		return queue.ErrClosed
	}
	if r := q.receivers.Choose(); r != nil {
		q.mu.unlock()
		sched.Point("handoff: chosen")
		r.Value = party[T]{v, true}
		r.Wake()
		return nil
	}
	if q.held == len(q.slots) {
		return queue.ErrFull
	}
	q.put(v)
	q.mu.unlock()
	return nil
}

// Recv receives the oldest value and waits while there is none; see
// [queue.Receiver].
func (q *Queue[T]) Recv(ctx context.Context) (v T, err error) {
	ended := ctx.Done()
	q.mu.lock()
	if v, err := q.tryRecv(); err != queue.ErrEmpty {
		return v, err
	}
	return q.wait(ctx, ended, &q.receivers, v)
}

// TryRecv receives the oldest value if there is one, or a sender waits; see
// [queue.Receiver].
func (q *Queue[T]) TryRecv() (T, error) {
	q.mu.lock()
	v, err := q.tryRecv()
	if err == queue.ErrEmpty {
		q.mu.unlock()
	}
	return v, err
}

// tryRecv is called with mu held and gives it up, unless it returns ErrEmpty.
func (q *Queue[T]) tryRecv() (v T, err error) {
	var s *park.Waiter[party[T]]
	if !q.closed { // else Close is about to turn them away
		s = q.senders.Choose()
	}
	switch {
	case q.held > 0:
		v = q.take()
		if s != nil {
			q.put(s.Value.v)
		}
	case s != nil: // at capacity 0
		v = s.Value.v
	case q.closed:
		q.mu.unlock()
		return v, queue.ErrClosed
	default:
		return v, queue.ErrEmpty
	}
	q.mu.unlock()
	if s != nil {
		sched.Point("handoff: chosen")
		s.Value.served = true
		s.Wake()
	}
	return v, nil
}

// put adds a value behind all others. There is room.
func (q *Queue[T]) put(v T) {
	i := q.head + q.held
	if i >= len(q.slots) {
		i -= len(q.slots)
	}
	q.slots[i] = v
	q.held++
}

// take removes the oldest value. There is one.
func (q *Queue[T]) take() (v T) {
	v, q.slots[q.head] = q.slots[q.head], v
	if q.head++; q.head == len(q.slots) {
		q.head = 0
	}
	q.held--
	return v
}

// wait queues the caller, who brings v, on its side, and returns what it has when
// it has been served. It is called with mu held and gives it up.
func (q *Queue[T]) wait(ctx context.Context, ended <-chan struct{}, side *park.List[party[T]], v T) (T, error) {
	w := side.Add(false)
	w.Value.v = v
	yields := q.yields(side)
	q.mu.unlock()

	if yields {
		runtime.Gosched()
	}
	sched.Point("handoff: queued")
	woken := w.Wait(ended)
	sched.Point("handoff: leaving")
	q.mu.lock()
	if !woken && side.Remove(w) {
		side.Free(w)
		q.mu.unlock()
		var zero T
		return zero, ctx.Err()
	}
	if !woken { // chosen first: what was done for it stands
		q.mu.unlock()
		w.Wait(nil)
		sched.Point("handoff: leaving")
		q.mu.lock()
	}
	got := w.Value
	side.Free(w)
	q.mu.unlock()
	if !got.served {
		var zero T
		return zero, queue.ErrClosed
	}
	return got.v, nil
}

// yields reports whether the caller, who has just queued itself, yields before it
// parks. One sender and one receiver take turns, most often on one processor: then
// one yield brings on the other, who serves the caller, and neither has to park and
// to be woken, which costs half as much again. In a crowd it would bring on everybody
// else first, to find the queue as it is and to park, before the one that was served;
// who parks is what runs next on the processor of who wakes it.
func (q *Queue[T]) yields(side *park.List[party[T]]) bool {
	switch {
	case sched.Enabled:
		return false
	case side.Len() > 1:
		q.crowded = crowdWaits
	case q.crowded > 0:
		q.crowded--
	}
	return q.crowded == 0
}

// crowdWaits is how many waits without company make it likely that the crowd has
// gone.
const crowdWaits = 64

// Len returns how many values the queue holds; see [queue.BoundedQueue].
func (q *Queue[T]) Len() int {
	q.mu.lock()
	defer q.mu.unlock()
	return q.held
}

// Cap returns the capacity given to New.
func (q *Queue[T]) Cap() int { return len(q.slots) }

// Close ends sending; see [queue.BoundedQueue]. Nobody starts to wait once closed
// is set, so those it finds are all.
func (q *Queue[T]) Close() {
	q.mu.lock()
	q.closed = true
	q.mu.unlock()
	sched.Point("handoff: closed")
	for _, side := range []*park.List[party[T]]{&q.senders, &q.receivers} {
		for {
			q.mu.lock()
			w := side.Choose()
			q.mu.unlock()
			if w == nil {
				break
			}
			sched.Point("handoff: turned away")
			w.Wake()
		}
	}
}
