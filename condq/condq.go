// Package condq is the bounded queue as a textbook has it: a monitor of one mutex
// and two conditions, "not full" and "not empty". It keeps the contract of
// [github.com/boundedq/queue] and is the implementation to read first. The rings of
// small capacities are this queue, too.
//
// It is Hoare's bounded buffer ("Monitors: An Operating System Structuring Concept",
// 1974), with his signals: whoever brings what another waits for lets it go on at
// once, and nobody comes in between. Here that means that it does the other's
// operation as well: a send gives its value to a receiver that waits, and a receive
// puts the value of a waiting sender into the slot that it has emptied. The Go
// runtime does the same in a channel (runtime/chan.go). The signals of Mesa (Lampson
// and Redell, "Experience with Processes and Monitors in Mesa", 1980), which most
// textbooks have, wake a goroutine to look again. That costs a park more, and somebody
// faster may have been there first, time and again. What condq adds is the context
// that may end a wait, and Close.
//
// Fairness: first come, first served. Nobody passes a goroutine that waits.
//
// Choose it to learn from, to change, or for capacities of some dozens. Every
// operation takes the one mutex.
//
// Memory: the values alone, Cap of them, and for each goroutine of the largest crowd
// that ever waited at once one waiter, of some 200 bytes and the size of a value; of
// values above 128 bytes that room goes when it is not used.
package condq

import (
	"context"
	"unsafe"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/misuse"
	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/park"
	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/internal/signal"
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
// served when it is, with the one that serves it. So the order in which goroutines
// hold mu is the order of the queue. No wake-up can be lost, since there is nothing
// left to do for whoever is woken.
//
// Nothing that is not ours is called while mu is held, and nothing that can fail,
// park or take long.

// Queue is a bounded queue behind one mutex; [New] makes one. It keeps every clause
// of the contract, and any number of goroutines may call any of its methods at
// once.
type Queue[T any] struct {
	_          pad.Line
	mu         mutex
	closed     bool
	head, held int          // the index of the oldest value, and how many there are
	slots      []T          // nil in the zero Queue alone
	notFull    park.List[T] // the senders that wait for it
	notEmpty   park.List[T] // the receivers that wait for it
	signal     signal.Closed
	_          pad.Line
}

// New returns an empty queue of exactly the given capacity; 0 makes a rendezvous.
// It panics, naming the capacity, if that is negative or its values would take more than
// 1 TiB (1 GiB where addresses have 32 bits).
func New[T any](n int) *Queue[T] {
	var v T
	misuse.Capacity(constructor, n, misuse.Buffer{Value: unsafe.Sizeof(v)})
	q := &Queue[T]{slots: make([]T, n)}
	q.mu.init()
	return q
}

const constructor = "condq.New"

// mustBeMade panics on the zero Queue. It is called with mu free, as slots never change.
func (q *Queue[T]) mustBeMade() {
	if q.slots == nil {
		misuse.ZeroValue(constructor)
	}
}

// Send sends v and waits while the queue is full; see [queue.Sender].
func (q *Queue[T]) Send(ctx context.Context, v T) error {
	if err := q.TrySend(v); err != queue.ErrFull {
		return err
	}
	return q.sendWaits(ctx, v)
}

// TrySend sends v if there is room, or a receiver waits; see [queue.Sender].
func (q *Queue[T]) TrySend(v T) error {
	q.mu.lock()
	err := q.send(v)
	if err == queue.ErrFull {
		q.mu.unlock()
		q.mustBeMade()
	}
	return err
}

// send is called with mu held and gives it up, unless it returns ErrFull.
func (q *Queue[T]) send(v T) error {
	if q.closed {
		q.mu.unlock()
		return queue.ErrClosed
	}
	if r := q.notEmpty.Choose(); r != nil {
		q.mu.unlock()
		sched.Point("condq: chosen")
		r.Serve(v, nil)
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
func (q *Queue[T]) Recv(ctx context.Context) (T, error) {
	if v, err := q.TryRecv(); err != queue.ErrEmpty {
		return v, err
	}
	return q.recvWaits(ctx)
}

// TryRecv receives the oldest value if there is one, or a sender waits; see
// [queue.Receiver].
func (q *Queue[T]) TryRecv() (T, error) {
	q.mu.lock()
	v, err := q.recv()
	if err == queue.ErrEmpty {
		q.mu.unlock()
		q.mustBeMade()
	}
	return v, err
}

// recv is called with mu held and gives it up, unless it returns ErrEmpty.
func (q *Queue[T]) recv() (v T, err error) {
	var s *park.Waiter[T]
	if !q.closed { // else Close is about to turn them away
		s = q.notFull.Choose()
	}
	switch {
	case q.held > 0:
		v = q.take()
		if s != nil {
			q.put(*s.Value)
		}
	case s != nil: // at capacity 0
		v = *s.Value
	case q.closed:
		q.mu.unlock()
		return v, queue.ErrClosed
	default:
		return v, queue.ErrEmpty
	}
	q.mu.unlock()
	if s != nil {
		sched.Point("condq: chosen")
		var zero T
		s.Serve(zero, nil)
	}
	return v, nil
}

// put adds a value behind all others. There is room.
func (q *Queue[T]) put(v T) {
	i := q.head - (len(q.slots) - q.held) // the sum of head and held may not fit a word
	if i < 0 {
		i += len(q.slots)
	}
	q.slots[i] = v
	q.held++
}

// take removes the oldest value. There is one.
func (q *Queue[T]) take() (v T) {
	v, q.slots[q.head] = q.slots[q.head], v // the slot keeps no reference to v
	if q.head++; q.head == len(q.slots) {
		q.head = 0
	}
	q.held--
	return v
}

// Len returns how many values the queue holds; see [queue.BoundedQueue].
func (q *Queue[T]) Len() int {
	q.mustBeMade()
	q.mu.lock()
	defer q.mu.unlock()
	return q.held
}

// Cap returns the capacity given to New.
func (q *Queue[T]) Cap() int {
	q.mustBeMade()
	return len(q.slots)
}

// Close ends sending; see [queue.BoundedQueue]. Nobody starts to wait once closed
// is set, so those it finds are all.
func (q *Queue[T]) Close() {
	q.mustBeMade()
	q.mu.lock()
	q.closed = true
	q.mu.unlock()
	sched.Point("condq: closed")
	q.turnAway(&q.notFull)
	q.turnAway(&q.notEmpty)
	q.signal.Close()
}

// Closed returns a channel, always the same, that is closed when the queue is: for a
// select. Values that are left can still be received. It belongs to the bubble
// ([testing/synctest]) in which it is first asked for.
func (q *Queue[T]) Closed() <-chan struct{} {
	q.mustBeMade()
	return q.signal.Chan(q.isClosed)
}

func (q *Queue[T]) isClosed() bool {
	q.mu.lock()
	defer q.mu.unlock()
	return q.closed
}
