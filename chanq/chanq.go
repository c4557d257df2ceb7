// Package chanq is the native channel kept inside the contract of
// [github.com/boundedq/queue]: Close never panics, a send on a closed queue is an
// error, and a refusal has a reason.
//
// Choose it for the one thing that the other implementations cannot do: [Queue.Chan]
// hands out the receive side for use in a select. It pays for Close with a read
// lock around every send, and a value takes half again to twice the time that it
// takes on a bare channel. Receiving takes no lock but the channel's own.
//
// Memory: a channel of Cap values, one allocation, and nothing else that grows. A value may
// take less than 64 kB; see [New].
package chanq

import (
	"context"
	"sync"
	"unsafe"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/misuse"
	"github.com/boundedq/queue/internal/park"
)

// Invariants:
//
//   - A sender touches values only while it holds mu for reading, and only after
//     it saw under mu that closed is false. It may park there. It calls nothing there
//     that is not ours: a context may use the queue, or wait for a lock whose holder does.
//   - values is closed under mu held for writing: no sender is inside, and none
//     will come. So nothing is ever sent on a closed channel, and all that was
//     accepted is in its buffer or already received.
//   - Close closes closing before it asks for mu, so whoever is parked inside
//     leaves, and the wait for mu is as short as a send that need not wait.
//
// Close takes effect (is linearized) when values is closed. A sender that closing
// turned away therefore waits for sealed before it says ErrClosed: another one,
// still inside, may yet win its select and be accepted, and until then nobody may
// have heard that the queue is closed.

// Queue is a bounded queue on a native channel; [New] makes one. It keeps every
// clause of the contract, and any number of goroutines may call any of its methods
// at once.
type Queue[T any] struct {
	values chan T

	mu     sync.RWMutex // for reading: a sender is inside; for writing: closing down
	closed bool         // guarded by mu

	close   sync.Once
	closing chan struct{} // closed when Close begins
	sealed  chan struct{} // closed when values is
}

// New returns an empty queue of exactly the given capacity; 0 makes a rendezvous.
// It panics, naming the capacity, if that is negative or its values would take more than
// 1 TiB (1 GiB where addresses have 32 bits).
//
// A value may take less than 64 kB: the compiler refuses a channel of larger elements, and
// with it New of their type. Send pointers to them, or take another implementation.
func New[T any](n int) *Queue[T] {
	var v T
	misuse.Capacity(constructor, n, misuse.Buffer{Value: unsafe.Sizeof(v)})
	return &Queue[T]{
		values:  make(chan T, n),
		closing: make(chan struct{}),
		sealed:  make(chan struct{}),
	}
}

const constructor = "chanq.New"

// mustBeMade panics on the zero Queue, on whose nil channel everybody would wait for ever.
func (q *Queue[T]) mustBeMade() {
	if q.values == nil {
		misuse.ZeroValue(constructor)
	}
}

// enter lets a sender in, unless the queue is closed; the sender leaves with
// q.mu.RUnlock.
func (q *Queue[T]) enter() bool {
	q.mu.RLock()
	if q.closed {
		q.mu.RUnlock()
		return false
	}
	return true
}

// Send sends v and waits while the queue is full; see [queue.Sender].
func (q *Queue[T]) Send(ctx context.Context, v T) error {
	if err := q.TrySend(v); err != queue.ErrFull {
		return err
	}
	return q.sendWaits(ctx, v)
}

// sendWaits parks a sender inside until v is accepted, ctx is done or the queue closes.
func (q *Queue[T]) sendWaits(ctx context.Context, v T) error {
	ended := park.Ended(ctx)
	if !q.enter() {
		return queue.ErrClosed
	}
	select {
	case q.values <- v:
		q.mu.RUnlock()
		return nil
	case <-ended:
		q.mu.RUnlock()
		return park.Cause(ctx)
	case <-q.closing:
		q.mu.RUnlock()
		<-q.sealed
		return queue.ErrClosed
	}
}

// TrySend sends v if there is room, or at capacity 0 a receiver waiting; see
// [queue.Sender].
func (q *Queue[T]) TrySend(v T) error {
	if !q.enter() {
		return queue.ErrClosed
	}
	select {
	case q.values <- v:
		q.mu.RUnlock()
		return nil
	default:
		q.mu.RUnlock()
		q.mustBeMade()
		return queue.ErrFull
	}
}

// Recv receives the oldest value and waits while there is none; see
// [queue.Receiver].
func (q *Queue[T]) Recv(ctx context.Context) (T, error) {
	if v, err := q.TryRecv(); err != queue.ErrEmpty {
		return v, err
	}
	select {
	case v, ok := <-q.values:
		return v, received(ok)
	case <-park.Ended(ctx):
		var zero T
		return zero, park.Cause(ctx)
	}
}

// TryRecv receives the oldest value if there is one, or at capacity 0 a sender
// waiting; see [queue.Receiver].
func (q *Queue[T]) TryRecv() (T, error) {
	select {
	case v, ok := <-q.values:
		return v, received(ok)
	default:
		q.mustBeMade()
		var zero T
		return zero, queue.ErrEmpty
	}
}

// received turns the second result of a native receive into an error.
func received(ok bool) error {
	if !ok {
		return queue.ErrClosed
	}
	return nil
}

// Chan returns the receive side as a native channel, for use in a select. A value
// received from it has been received from the queue. It is closed once the queue
// is closed, so that after the last value v, ok := <-q.Chan() gives ok == false.
func (q *Queue[T]) Chan() <-chan T {
	q.mustBeMade()
	return q.values
}

// Len returns how many values the queue holds; see [queue.BoundedQueue].
func (q *Queue[T]) Len() int {
	q.mustBeMade()
	return len(q.values)
}

// Cap returns the capacity given to New.
func (q *Queue[T]) Cap() int {
	q.mustBeMade()
	return cap(q.values)
}

// Close ends sending; see [queue.BoundedQueue]. It returns when no sender is
// inside any more, which is at once: none of them waits when it has begun.
func (q *Queue[T]) Close() {
	q.mustBeMade()
	q.close.Do(func() {
		close(q.closing)
		q.mu.Lock()
		q.closed = true
		close(q.values)
		q.mu.Unlock()
		close(q.sealed)
	})
}

// Closed returns a channel, always the same, that is closed when the queue is: for a
// select. Values that are left can still be received.
func (q *Queue[T]) Closed() <-chan struct{} {
	q.mustBeMade()
	return q.sealed
}
