// Package mutants has a correct queue, plain enough to be checked by eye, and
// the faults that can be built into it, one at a time. The conformance suite is
// tested on them: it must pass the queue without fault and catch every other.
package mutants

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue"
)

// A Fault is one way to break the queue.
type Fault string

// The faults. Each says what the queue does wrong.
const (
	None               Fault = "none"
	LosesOneInN        Fault = "loses one value in a hundred"
	Duplicates         Fault = "delivers one value in a hundred twice"
	LIFO               Fault = "delivers the newest value first"
	HoldsOneMore       Fault = "holds cap+1 values"
	HoldsOneLess       Fault = "holds cap-1 values"
	RoundsUp           Fault = "rounds the capacity up to a power of two"
	AcceptsNegative    Fault = "takes a negative capacity for 1"
	SpuriousFull       Fault = "says full though there is room, one time in 500"
	SpuriousEmpty      Fault = "says empty though a value is there, one time in 500"
	EmptyWhileClosing  Fault = "says closed though a value is left"
	RefusedIsKept      Fault = "refuses a value and keeps it"
	ForgetsSenders     Fault = "does not wake senders on close"
	ForgetsReceivers   Fault = "does not wake receivers on close"
	WakesOneOnClose    Fault = "wakes one waiter of each side on close"
	AcceptsAfterClose  Fault = "accepts a value after close"
	DropsOnClose       Fault = "drops what it holds on close"
	PanicsOnClose      Fault = "panics on the second close"
	EnqueuesAfterGone  Fault = "returns ctx.Err() and sends the value when there is room"
	SwallowsWakeup     Fault = "loses the wake-up of a waiter that was cancelled"
	SignalsOnlyAtEdge  Fault = "wakes a receiver only when the queue was empty"
	IgnoresContext     Fault = "goes on waiting when ctx is done"
	ChecksContextFirst Fault = "refuses under a context that is done"
	ReturnsCause       Fault = "returns the cause instead of ctx.Err()"
	PollsTheContext    Fault = "looks every 7 ms whether ctx is done"
	SpinsWithoutBound  Fault = "yields in a loop instead of waiting"
	KeepsPointers      Fault = "keeps received values reachable"
	KeepsCancelled     Fault = "keeps cancelled waiters in its list"
	Allocates          Fault = "allocates on every send"
	LeavesGoroutine    Fault = "leaves a goroutine behind a cancelled wait"
	CountsWaiters      Fault = "counts waiting senders in Len"
	BuffersAtZero      Fault = "holds one value at capacity 0"
	SharesWaiters      Fault = "pools its waiters for the whole process"
	StaleValue         Fault = "returns an old value with ErrEmpty"
)

// sharedWaiters is the pool of SharesWaiters.
var sharedWaiters = make(chan chan struct{}, 1024)

// sink keeps the compiler from putting what Allocates allocates on the stack.
var sink atomic.Pointer[[8]int]

// A Queue is a bounded queue behind one mutex.
//
// Invariants, under mu and without a fault: held has at most capacity values. A
// waiter is in a list from when it decides to wait until it is chosen or gives
// up. Whoever makes room or brings a value chooses one waiter; a waiter that
// was chosen looks again. At capacity 0 the waiters hand their values over
// directly: who is chosen is done.
type Queue[T any] struct {
	mu        sync.Mutex
	fault     Fault
	capacity  int // as asked for
	limit     int // as kept
	held      []T
	closed    bool
	spare     waiters[T]
	senders   waiters[T]
	receivers waiters[T]
	sent      int
	tries     int
	ghosts    []T           // of EnqueuesAfterGone
	quit      chan struct{} // for LeavesGoroutine, closed by Close
	last      T
	old       []T
}

// A waiter is a Send or a Recv that waits. It is chosen at most once for each
// time that it is in a list.
type waiter[T any] struct {
	wake chan struct{} // of capacity 1
	v    T             // what it brings or has been given
	done bool          // handed over, at capacity 0
}

type waiters[T any] []*waiter[T]

// New returns a function that makes queues with the fault.
func New[T any](fault Fault) func(capacity int) queue.BoundedQueue[T] {
	return func(capacity int) queue.BoundedQueue[T] {
		if capacity < 0 && fault == AcceptsNegative {
			capacity = 1
		}
		if capacity < 0 || capacity > math.MaxInt/64 {
			panic(fmt.Sprintf("mutants: capacity %d out of range", capacity))
		}
		q := &Queue[T]{fault: fault, capacity: capacity, limit: capacity, quit: make(chan struct{})}
		switch {
		case fault == HoldsOneMore && capacity > 0:
			q.limit++
		case fault == HoldsOneLess && capacity > 1:
			q.limit--
		case fault == RoundsUp && capacity > 0:
			for q.limit&(q.limit-1) != 0 {
				q.limit++
			}
		case fault == BuffersAtZero && capacity == 0:
			q.limit = 1
		}
		return q
	}
}

// Cap returns the capacity given to New.
func (q *Queue[T]) Cap() int {
	return q.capacity
}

// Len returns how many values the queue holds.
func (q *Queue[T]) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.fault == CountsWaiters {
		return len(q.held) + len(q.senders)
	}
	return len(q.held)
}

// Close ends sending.
func (q *Queue[T]) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed && q.fault == PanicsOnClose {
		panic("close of closed queue")
	}
	if !q.closed {
		close(q.quit)
	}
	q.closed = true
	if q.fault == DropsOnClose {
		q.held = nil
	}
	if q.fault != ForgetsSenders {
		q.wakeAll(&q.senders)
	}
	if q.fault != ForgetsReceivers {
		q.wakeAll(&q.receivers)
	}
}

func (q *Queue[T]) wakeAll(ws *waiters[T]) {
	for range len(*ws) {
		q.choose(ws)
		if q.fault == WakesOneOnClose {
			return
		}
	}
}

// TrySend sends v or says why not.
func (q *Queue[T]) TrySend(v T) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.fault == SpuriousFull && q.unlucky() {
		return queue.ErrFull
	}
	err := q.trySend(v)
	if err == queue.ErrFull && q.fault == RefusedIsKept {
		q.old = append(q.old, v)
	}
	return err
}

// TryRecv receives or says why not.
func (q *Queue[T]) TryRecv() (T, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.fault == SpuriousEmpty && q.unlucky() {
		var zero T
		return zero, queue.ErrEmpty
	}
	v, err := q.tryRecv()
	if err != nil && q.fault == StaleValue {
		v = q.last
	}
	return v, err
}

// unlucky is true for one try in 500.
func (q *Queue[T]) unlucky() bool {
	q.tries++
	return !q.closed && q.tries%500 == 0
}

// trySend is TrySend under the lock.
func (q *Queue[T]) trySend(v T) error {
	if q.fault == Allocates {
		sink.Store(new([8]int))
	}
	if q.closed && !(q.fault == AcceptsAfterClose && len(q.held) < q.limit) {
		return queue.ErrClosed
	}
	if q.limit == 0 {
		r := q.choose(&q.receivers)
		if r == nil {
			return queue.ErrFull
		}
		r.v, r.done = v, true
		return nil
	}
	if len(q.held) >= q.limit {
		return queue.ErrFull
	}
	q.sent++
	odd := q.sent%100 == 0
	if !(odd && q.fault == LosesOneInN) {
		q.held = append(q.held, v)
	}
	if odd && q.fault == Duplicates && len(q.held) < q.limit {
		q.held = append(q.held, v)
	}
	if q.fault != SignalsOnlyAtEdge || len(q.held) == 1 {
		q.choose(&q.receivers)
	}
	return nil
}

// tryRecv is TryRecv under the lock.
func (q *Queue[T]) tryRecv() (v T, err error) {
	if q.limit == 0 {
		if s := q.choose(&q.senders); s != nil {
			s.done = true
			return s.v, nil
		}
	}
	if len(q.held) == 0 || q.closed && q.fault == EmptyWhileClosing && len(q.held) == 1 {
		if q.closed {
			return v, queue.ErrClosed
		}
		return v, queue.ErrEmpty
	}
	at := 0
	if q.fault == LIFO {
		at = len(q.held) - 1
	}
	v = q.held[at]
	q.last = v
	if q.fault == KeepsPointers {
		q.held = append(q.held[:0:0], q.held[1:]...)
		q.old = append(q.old, v)
	} else {
		q.held = slices.Delete(q.held, at, at+1)
		var zero T
		q.last = zero
	}
	if q.fault == StaleValue {
		q.last = v
	}
	if len(q.ghosts) > 0 {
		q.held = append(q.held, q.ghosts[0])
		q.ghosts = q.ghosts[1:]
	}
	q.choose(&q.senders)
	return v, nil
}

// choose takes a waiter off the list and wakes it.
func (q *Queue[T]) choose(ws *waiters[T]) *waiter[T] {
	if len(*ws) == 0 {
		return nil
	}
	w := (*ws)[0]
	*ws = slices.Delete(*ws, 0, 1)
	w.wake <- struct{}{}
	return w
}

// Send sends v and waits while the queue is full.
func (q *Queue[T]) Send(ctx context.Context, v T) error {
	return q.operate(ctx, &v, &q.senders)
}

// Recv receives and waits while the queue is empty.
func (q *Queue[T]) Recv(ctx context.Context) (v T, err error) {
	err = q.operate(ctx, &v, &q.receivers)
	return v, err
}

// try is one attempt of a Send or a Recv, under the lock.
func (q *Queue[T]) try(v *T, ws *waiters[T]) (err error) {
	if ws == &q.senders {
		return q.trySend(*v)
	}
	*v, err = q.tryRecv()
	return err
}

// operate tries until it succeeds or the queue is closed, and waits in the list
// between one time and the next.
func (q *Queue[T]) operate(ctx context.Context, v *T, ws *waiters[T]) error {
	if q.fault == ChecksContextFirst && ctx.Err() != nil {
		return ctx.Err()
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		err := q.try(v, ws)
		if err == nil || err == queue.ErrClosed {
			return err
		}
		if ctx.Err() != nil && q.fault != IgnoresContext {
			return q.cause(ctx)
		}
		w := q.newWaiter(*v)
		*ws = append(*ws, w)
		q.mu.Unlock()
		chosen := q.wait(ctx, w)
		q.mu.Lock()
		if w.done {
			*v = w.v
			q.free(w)
			return nil
		}
		if !chosen {
			return q.leave(ctx, w, v, ws)
		}
		q.free(w)
	}
}

func (q *Queue[T]) newWaiter(v T) *waiter[T] {
	if n := len(q.spare); n > 0 {
		w := q.spare[n-1]
		q.spare = q.spare[:n-1]
		w.v = v
		return w
	}
	w := &waiter[T]{v: v}
	if q.fault == SharesWaiters {
		select {
		case w.wake = <-sharedWaiters:
			return w
		default:
		}
	}
	w.wake = make(chan struct{}, 1)
	return w
}

// free keeps a waiter that is in no list for the next wait.
func (q *Queue[T]) free(w *waiter[T]) {
	select {
	case <-w.wake: // it was chosen, and did not look
	default:
	}
	w.v, w.done = *new(T), false
	if q.fault != SharesWaiters {
		q.spare = append(q.spare, w)
		return
	}
	select {
	case sharedWaiters <- w.wake:
	default:
	}
}

// wait returns true when the waiter was chosen, false when ctx was done first.
func (q *Queue[T]) wait(ctx context.Context, w *waiter[T]) bool {
	switch q.fault {
	case SpinsWithoutBound:
		for len(w.wake) == 0 && ctx.Err() == nil {
			runtime.Gosched()
		}
	case PollsTheContext:
		for len(w.wake) == 0 && ctx.Err() == nil {
			select {
			case <-w.wake:
				return true
			case <-time.After(7 * time.Millisecond):
			}
		}
	case IgnoresContext:
		<-w.wake
		return true
	}
	select {
	case <-w.wake:
		return true
	case <-ctx.Done():
		return false
	}
}

// leave is for a waiter whose context is done.
func (q *Queue[T]) leave(ctx context.Context, w *waiter[T], v *T, ws *waiters[T]) error {
	if q.fault == LeavesGoroutine {
		go func() { <-q.quit }()
	}
	i := slices.Index(*ws, w)
	switch {
	case q.fault == KeepsCancelled:
		return q.cause(ctx)
	case i >= 0:
		*ws = slices.Delete(*ws, i, i+1)
	case q.fault != SwallowsWakeup:
		q.choose(ws)
	}
	q.free(w)
	if q.fault == EnqueuesAfterGone && ws == &q.senders {
		q.ghosts = append(q.ghosts, *v)
	}
	return q.cause(ctx)
}

func (q *Queue[T]) cause(ctx context.Context) error {
	if q.fault == ReturnsCause {
		return context.Cause(ctx)
	}
	return ctx.Err()
}
