// Package customqueue is a bounded queue as somebody else might write one: a
// mutex, a ring of values, and lines of goroutines that wait. Its test shows how
// such a queue is held to the contract of [github.com/boundedq/queue].
//
// Whoever finds somebody waiting serves them under the mutex: a value goes
// straight to the first receiver in line, and the first sender in line moves its
// value up when a slot gets free. So a goroutine that was served has nothing to
// look for when it wakes, capacity 0 needs no code of its own, and nobody is
// overtaken.
package customqueue

import (
	"context"
	"fmt"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/explore"
)

// Queue is a bounded queue; [New] makes one.
type Queue[T any] struct {
	mu        explore.Mutex // so that its schedules can be explored: sync.Mutex in any other build
	buf       []T           // the values are buf[head], buf[head+1], … around the end
	head, n   int
	closed    bool
	end       chan struct{} // closed by Close
	receivers line[T]       // empty unless there is no value
	senders   line[T]       // empty unless buf is full
	idle      []*waiter[T]

	// Planted bugs, which the tests of this package switch on; see wait.
	forgetful, hasty bool
}

// New returns an empty queue of the given capacity; 0 makes a rendezvous. It
// panics if the capacity is negative or too large.
func New[T any](capacity int) *Queue[T] {
	defer func() {
		if p := recover(); p != nil {
			panic(fmt.Sprintf("customqueue: capacity %d: %v", capacity, p))
		}
	}()
	return &Queue[T]{buf: make([]T, capacity), end: make(chan struct{})}
}

// mustBeMade panics on a zero Queue.
func (q *Queue[T]) mustBeMade() {
	if q.end == nil {
		panic("customqueue: a Queue is made by New")
	}
}

// Send sends v and waits while the queue is full.
func (q *Queue[T]) Send(ctx context.Context, v T) error {
	q.mustBeMade()
	q.mu.Lock()
	err := q.put(v)
	if err == queue.ErrFull {
		_, err = q.waitAndUnlock(ctx, &q.senders, v)
		return err
	}
	q.mu.Unlock()
	return err
}

// TrySend sends v if it need not wait.
func (q *Queue[T]) TrySend(v T) error {
	q.mustBeMade()
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.put(v)
}

// Recv receives the oldest value and waits while there is none.
func (q *Queue[T]) Recv(ctx context.Context) (T, error) {
	q.mustBeMade()
	q.mu.Lock()
	v, err := q.take()
	if err == queue.ErrEmpty {
		return q.waitAndUnlock(ctx, &q.receivers, v)
	}
	q.mu.Unlock()
	return v, err
}

// TryRecv receives the oldest value if it need not wait.
func (q *Queue[T]) TryRecv() (T, error) {
	q.mustBeMade()
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.take()
}

func (q *Queue[T]) put(v T) error {
	switch {
	case q.closed:
		return queue.ErrClosed
	case len(q.receivers) > 0:
		q.receivers.serve(v, nil)
	case q.n < len(q.buf):
		q.push(v)
	default:
		return queue.ErrFull
	}
	return nil
}

func (q *Queue[T]) take() (v T, err error) {
	switch {
	case q.n > 0:
		v = q.pop()
		if len(q.senders) > 0 {
			q.push(q.senders.serve(v, nil))
		}
	case len(q.senders) > 0: // capacity 0
		v = q.senders.serve(v, nil)
	case q.closed:
		err = queue.ErrClosed
	default:
		err = queue.ErrEmpty
	}
	return v, err
}

func (q *Queue[T]) push(v T) {
	q.buf[(q.head+q.n)%len(q.buf)] = v
	q.n++
}

func (q *Queue[T]) pop() (v T) {
	v, q.buf[q.head] = q.buf[q.head], v // the slot keeps no reference to v
	q.head = (q.head + 1) % len(q.buf)
	q.n--
	return v
}

// Len returns how many values the queue holds.
func (q *Queue[T]) Len() int {
	q.mustBeMade()
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.n
}

// Cap returns the capacity given to New.
func (q *Queue[T]) Cap() int {
	q.mustBeMade()
	return len(q.buf)
}

// Closed returns a channel that Close closes.
func (q *Queue[T]) Closed() <-chan struct{} {
	q.mustBeMade()
	return q.end
}

// Close ends sending. What the queue holds can still be received.
func (q *Queue[T]) Close() {
	q.mustBeMade()
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed {
		q.closed = true
		close(q.end)
	}
	var zero T
	for len(q.senders) > 0 {
		q.senders.serve(zero, queue.ErrClosed)
	}
	for len(q.receivers) > 0 {
		q.receivers.serve(zero, queue.ErrClosed)
	}
}

var _ queue.BoundedQueue[int] = (*Queue[int])(nil)
