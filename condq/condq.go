// Package condq is the bounded queue as a textbook has it: a monitor of one mutex
// and two conditions, "not full" and "not empty". It keeps the contract of
// [github.com/boundedq/queue] and is the implementation to read first.
//
// The pattern is Hoare's bounded buffer ("Monitors: An Operating System
// Structuring Concept", 1974) with the signals of Mesa (Lampson and Redell,
// "Experience with Processes and Monitors in Mesa", 1980): a woken goroutine looks
// again, because somebody faster may have been there first. What it adds is the
// context that may end a wait, and Close.
//
// Choose it to learn from, to change, or to compare with. Every operation takes
// the one mutex, so with several goroutines on each side it is the slowest of the
// three; with one on each side and room to spare it keeps up with a bare channel.
//
// Memory: the values alone, Cap of them, and one small waiter for each goroutine
// of the largest crowd that ever waited at once.
package condq

import (
	"context"
	"sync"
	"unsafe"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/capacity"
	"github.com/boundedq/queue/internal/handoff"
)

// Invariants, whenever mu is free:
//
//   - The queue holds buf[head], buf[head+1], … buf[head+len-1], indices taken
//     around the end of buf, oldest first; 0 <= len <= cap(buf). Every other
//     element of buf is zero.
//   - If there is room and a sender waits, a sender has been chosen that has not
//     looked yet; the same for values and receivers. Each free slot and each value
//     signals once, and a chosen waiter that gives up passes its signal on.
//   - Once closed is set, it stays set, and nobody waits for room.
//
// Every outcome takes effect at one point while mu is held, so the order in which
// goroutines hold it is the order of the queue.

// Queue is a bounded queue behind one mutex; [New] makes one. It keeps every clause
// of the contract, and any number of goroutines may call any of its methods at
// once.
type Queue[T any] struct {
	meet *handoff.Queue[T] // for capacity 0, and then nothing below is used

	mu       sync.Mutex
	notFull  cond // or closed
	notEmpty cond // or closed
	buf      []T
	head     int // index of the oldest value
	len      int
	closed   bool
}

// New returns an empty queue of exactly the given capacity; 0 makes a rendezvous.
// It panics, naming the capacity, if that is negative or too large for a buffer.
func New[T any](n int) *Queue[T] {
	var v T
	capacity.Check("condq", n, unsafe.Sizeof(v))
	if n == 0 {
		return &Queue[T]{meet: handoff.New[T](0)}
	}
	q := &Queue[T]{buf: make([]T, n)}
	q.notFull.mu = &q.mu
	q.notEmpty.mu = &q.mu
	return q
}

// Send sends v and waits while the queue is full; see [queue.Sender].
func (q *Queue[T]) Send(ctx context.Context, v T) error {
	if q.meet != nil {
		return q.meet.Send(ctx, v)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for again := false; q.full(); again = true {
		if err := q.notFull.wait(ctx, again); err != nil {
			return err
		}
	}
	return q.put(v)
}

// TrySend sends v if there is room; see [queue.Sender].
func (q *Queue[T]) TrySend(v T) error {
	if q.meet != nil {
		return q.meet.TrySend(v)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.full() {
		return queue.ErrFull
	}
	return q.put(v)
}

// Recv receives the oldest value and waits while there is none; see
// [queue.Receiver].
func (q *Queue[T]) Recv(ctx context.Context) (T, error) {
	if q.meet != nil {
		return q.meet.Recv(ctx)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for again := false; q.empty(); again = true {
		if err := q.notEmpty.wait(ctx, again); err != nil {
			var zero T
			return zero, err
		}
	}
	return q.take()
}

// TryRecv receives the oldest value if there is one; see [queue.Receiver].
func (q *Queue[T]) TryRecv() (T, error) {
	if q.meet != nil {
		return q.meet.TryRecv()
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.empty() {
		var zero T
		return zero, queue.ErrEmpty
	}
	return q.take()
}

// full reports whether a sender must wait. On a closed queue none does.
func (q *Queue[T]) full() bool { return q.len == len(q.buf) && !q.closed }

// empty reports whether a receiver must wait. On a closed queue none does.
func (q *Queue[T]) empty() bool { return q.len == 0 && !q.closed }

// put ends a send that need not wait.
func (q *Queue[T]) put(v T) error {
	if q.closed {
		return queue.ErrClosed
	}
	tail := q.head + q.len
	if tail >= len(q.buf) {
		tail -= len(q.buf)
	}
	q.buf[tail] = v
	q.len++
	q.notEmpty.signal()
	return nil
}

// take ends a receive that need not wait.
func (q *Queue[T]) take() (v T, err error) {
	if q.len == 0 {
		return v, queue.ErrClosed
	}
	v, q.buf[q.head] = q.buf[q.head], v // the slot keeps no reference to v
	q.head++
	if q.head == len(q.buf) {
		q.head = 0
	}
	q.len--
	q.notFull.signal()
	return v, nil
}

// Len returns how many values the queue holds; see [queue.BoundedQueue].
func (q *Queue[T]) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.len
}

// Cap returns the capacity given to New.
func (q *Queue[T]) Cap() int { return len(q.buf) }

// Close ends sending; see [queue.BoundedQueue].
func (q *Queue[T]) Close() {
	if q.meet != nil {
		q.meet.Close()
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.notFull.broadcast()
	q.notEmpty.broadcast()
}
