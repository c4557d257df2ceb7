package mutants

import (
	"context"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue"
)

// sharedWaiters is the pool of SharesWaiters.
var sharedWaiters = make(chan chan struct{}, 1024)

// sink keeps the compiler from putting what Allocates allocates on the stack.
var sink atomic.Pointer[[8]int]

// A Queue is a bounded queue behind one mutex.
//
// Invariants, under mu and without a fault: held[head:] are the values, at most
// limit of them, and the rest of held is zero. A waiter is in a list from when it
// decides to wait until it is chosen or gives up. Whoever makes room or brings a
// value chooses one waiter; a waiter that was chosen looks again. At capacity 0
// the waiters hand their values over directly: who is chosen is done.
type Queue[T any] struct {
	mu        sync.Mutex
	fault     Fault
	capacity  int // as asked for
	limit     int // as kept
	held      []T
	head      int
	closed    bool
	spare     waiters[T]
	senders   waiters[T]
	receivers waiters[T]

	// For the faults that need something to go wrong with.
	sent, tries int
	trying      bool          // TryRecv is under way
	sendSignal  chan struct{} // of SignalsUnderLock, as is recvSignal
	recvSignal  chan struct{}
	ghosts      []T
	quit        chan struct{} // closed by Close
	asked       bool          // Closed was called
	last        T
	box         any // of Boxes
	old         []T
}

// A waiter is a Send or a Recv that waits. It is chosen at most once for each
// time that it is in a list.
type waiter[T any] struct {
	wake chan struct{} // of capacity 1
	v    T             // what it brings or has been given
	done bool          // handed over, at capacity 0
}

type waiters[T any] []*waiter[T]

func newQueue[T any](fault Fault, capacity int) *Queue[T] {
	q := &Queue[T]{
		fault:      fault,
		capacity:   capacity,
		limit:      capacity,
		quit:       make(chan struct{}),
		sendSignal: make(chan struct{}, 1),
		recvSignal: make(chan struct{}, 1),
	}
	switch {
	case fault == HoldsOneMore && capacity > 0:
		q.limit++
	case fault == HoldsOneLess && capacity > 1:
		q.limit--
	case fault == RoundsUp:
		q.limit = roundUp(capacity)
	case fault == BuffersAtZero && capacity == 0:
		q.limit = 1
	}
	return q
}

// mustBeMade panics on a zero value.
func (q *Queue[T]) mustBeMade() {
	if q == nil || q.quit == nil {
		panic("mutants: a queue is made by New")
	}
}

// Cap returns the capacity given to New.
func (q *Queue[T]) Cap() int {
	q.mustBeMade()
	if q.fault == RoundsUpCap {
		return roundUp(q.capacity)
	}
	return q.capacity
}

// Len returns how many values the queue holds.
func (q *Queue[T]) Len() int {
	q.mustBeMade()
	q.mu.Lock()
	defer q.mu.Unlock()
	switch n := q.n(); {
	case q.fault == CountsWaiters:
		return n + len(q.senders)
	case q.fault == MasksLen && n > 0:
		return n & (roundUp(q.capacity) - 1)
	default:
		return n
	}
}

func (q *Queue[T]) n() int { return len(q.held) - q.head }

// Close ends sending.
func (q *Queue[T]) Close() {
	q.mustBeMade()
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed && q.fault == PanicsOnClose {
		panic("close of closed queue")
	}
	for q.fault == CloseWaits && !q.closed && q.n() > 0 && q.n() == q.limit {
		q.pause(context.Background(), *new(T), &q.senders)
	}
	if q.fault == SignalsTwice && !hasEnded(q.quit) {
		q.elsewhere()
		close(q.quit)
	} else if !q.closed && !q.signalsLate() {
		close(q.quit)
	}
	q.closed = true
	if q.fault == ServesWhileClosing {
		q.elsewhere()
	}
	if q.fault == DropsOnClose {
		q.held, q.head = nil, 0
	}
	if q.fault != ForgetsSenders {
		q.wakeAll(&q.senders)
	}
	if q.fault != ForgetsReceivers {
		q.wakeAll(&q.receivers)
	}
}

// Closed returns a channel that Close closes.
func (q *Queue[T]) Closed() <-chan struct{} {
	q.mustBeMade()
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked = true
	switch {
	case q.fault == SignalsAnew:
		ch := make(chan struct{})
		if q.closed {
			close(ch)
		}
		return ch
	case q.fault == SignalsWhenDrained && q.closed && q.n() == 0 && !hasEnded(q.quit):
		close(q.quit)
	}
	return q.quit
}

// signalsLate reports whether Close leaves the channel of Closed open.
func (q *Queue[T]) signalsLate() bool {
	switch q.fault {
	case NeverSignals:
		return true
	case SignalsAskedOnly:
		return !q.asked
	case SignalsWhenDrained:
		return q.n() > 0
	}
	return false
}

func hasEnded(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
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
	q.mustBeMade()
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.fault == SpuriousFull && q.unlucky():
		return queue.ErrFull
	case q.fault == TriesInLine && len(q.senders) > 0:
		q.pause(context.Background(), v, &q.senders)
	case q.fault == ChecksOutsideLock && !q.closed && q.n() < q.limit:
		q.elsewhere()
		q.admit(v)
		return nil
	}
	err := q.trySend(v)
	if err == queue.ErrFull && q.fault == RefusedIsKept {
		q.old = append(q.old, v)
	}
	return q.named(err)
}

// TryRecv receives or says why not.
func (q *Queue[T]) TryRecv() (v T, err error) {
	q.mustBeMade()
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.fault == SpuriousEmpty && q.unlucky():
		return v, queue.ErrEmpty
	case q.fault == TriesInLine && len(q.receivers) > 0:
		q.pause(context.Background(), v, &q.receivers)
	}
	q.trying = true
	v, err = q.tryRecv()
	q.trying = false
	if err != nil && q.fault == StaleValue {
		v = q.last
	}
	return v, q.named(err)
}

// unlucky is true for one try in 500.
func (q *Queue[T]) unlucky() bool {
	q.tries++
	return !q.closed && q.tries%500 == 0
}

// elsewhere lets others have the lock, as if it had not been taken yet.
func (q *Queue[T]) elsewhere() {
	q.mu.Unlock()
	runtime.Gosched()
	q.mu.Lock()
}

func (q *Queue[T]) named(err error) error {
	if err != nil && q.fault == WrapsErrors {
		return fmt.Errorf("mutants: %w", err)
	}
	return err
}

// trySend is TrySend under the lock.
func (q *Queue[T]) trySend(v T) error {
	if q.fault == Allocates {
		sink.Store(new([8]int))
	}
	if q.fault == Boxes {
		q.box = v
	}
	if q.closed && !(q.fault == AcceptsAfterClose && q.n() < q.limit) {
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
	if q.n() >= q.limit && !(q.fault == Boundless && reflect.TypeFor[T]().Size() == 0) {
		return queue.ErrFull
	}
	q.admit(v)
	return nil
}

// admit puts v into the queue, which has room.
func (q *Queue[T]) admit(v T) {
	q.sent++
	odd := q.sent%100 == 0
	if q.fault == SixteenBits {
		q.overwrite(v)
	}
	if !(odd && q.fault == LosesOneInN) {
		q.held = append(q.held, v)
	}
	switch last := len(q.held) - 1; {
	case !odd || q.n() == 0:
	case q.fault == Duplicates && q.n() < q.limit:
		q.held = append(q.held, v)
	case q.fault == SwapsNeighbours && q.n() > 1:
		q.held[last], q.held[last-1] = q.held[last-1], q.held[last]
	}
	if q.fault != SignalsOnlyAtEdge || q.n() == 1 {
		q.choose(&q.receivers)
	}
}

// overwrite puts v also where a held value has the same slot, as it has when the
// number of the slot is a count of 16 bits modulo a capacity that does not divide
// 1<<16.
func (q *Queue[T]) overwrite(v T) {
	slot := func(sent int) int { return int(uint16(sent)) % q.limit }
	for i := q.head; i < len(q.held); i++ {
		if slot(q.sent) == slot(q.sent-(len(q.held)-i)) {
			q.held[i] = v
		}
	}
}

// tryRecv is TryRecv under the lock.
func (q *Queue[T]) tryRecv() (v T, err error) {
	if q.limit == 0 {
		if s := q.choose(&q.senders); s != nil {
			s.done = true
			return s.v, nil
		}
	}
	if !q.shows() {
		if q.closed {
			return v, queue.ErrClosed
		}
		return v, queue.ErrEmpty
	}
	v = q.pop()
	if q.fault == Tears {
		v = q.torn(v)
	}
	if q.fault == StaleValue {
		q.last = v
	}
	if len(q.ghosts) > 0 {
		q.held = append(q.held, q.ghosts[0])
		q.ghosts = q.ghosts[1:]
	}
	if s := q.choose(q.servedWhileClosing()); s != nil {
		q.held = append(q.held, s.v)
		s.done = true
		return v, nil
	}
	q.madeRoom()
	return v, nil
}

// servedWhileClosing returns the senders whose values receivers send for them, of
// ServesWhileClosing.
func (q *Queue[T]) servedWhileClosing() *waiters[T] {
	if q.fault == ServesWhileClosing && q.closed {
		return &q.senders
	}
	return new(waiters[T])
}

// shows reports whether there is a value to receive.
func (q *Queue[T]) shows() bool {
	n := q.n()
	switch {
	case n == 0:
		return false
	case q.fault == EmptyWhileClosing:
		return !q.closed || n > 1
	case q.fault == HidesOdd:
		return q.closed || n == q.limit || n%2 == 0
	case q.fault == ZeroIsEmpty:
		return !reflect.ValueOf(&q.held[q.head]).Elem().IsZero()
	}
	return true
}

// pop takes a value out. It moves the rest to the front when half of held is
// unused, which costs no more than the values that were taken since.
func (q *Queue[T]) pop() T {
	var zero T
	at := q.head
	if q.fault == LIFO {
		at = len(q.held) - 1
	}
	v := q.held[at]
	if q.fault != KeepsPointers {
		q.held[at] = zero
	}
	if q.fault == LIFO {
		q.held = q.held[:at]
		return v
	}
	q.head++
	if 2*q.head >= len(q.held) {
		n := copy(q.held, q.held[q.head:])
		if q.fault != KeepsPointers {
			clear(q.held[n:])
		}
		q.held, q.head = q.held[:n], 0
	}
	return v
}

// torn returns v with the second half of another value. It makes v escape.
//
//go:noinline
func (q *Queue[T]) torn(v T) T {
	q.elsewhere()
	to := reflect.ValueOf(&v).Elem()
	if to.Kind() != reflect.Array || q.n() == 0 {
		return v
	}
	from := reflect.ValueOf(&q.held[q.head]).Elem()
	for i := to.Len() / 2; i < to.Len(); i++ {
		to.Index(i).Set(from.Index(i))
	}
	return v
}

// madeRoom wakes who waits for it.
func (q *Queue[T]) madeRoom() {
	switch {
	case q.fault == ForgetsTryRecv && q.trying:
	case q.fault == WakesAtHalf:
		for n := q.n(); n <= q.limit/2 && n < q.limit; n++ {
			q.choose(&q.senders)
		}
	default:
		q.choose(&q.senders)
	}
}

// choose takes a waiter off the list and wakes it.
func (q *Queue[T]) choose(ws *waiters[T]) *waiter[T] {
	if len(*ws) == 0 {
		return nil
	}
	at := 0
	if q.fault == WakesNewest {
		at = len(*ws) - 1
	}
	w := (*ws)[at]
	*ws = slices.Delete(*ws, at, at+1)
	if q.signals() {
		q.signal(ws) <- struct{}{}
	} else {
		w.wake <- struct{}{}
	}
	return w
}

// signals reports whether the waiters have one channel in common, and their list
// only counts them.
func (q *Queue[T]) signals() bool { return q.fault == SignalsUnderLock && q.limit > 0 }

func (q *Queue[T]) signal(ws *waiters[T]) chan struct{} {
	if ws == &q.senders {
		return q.sendSignal
	}
	return q.recvSignal
}

// Send sends v and waits while the queue is full.
func (q *Queue[T]) Send(ctx context.Context, v T) error {
	q.mustBeMade()
	return q.named(q.operate(ctx, &v, &q.senders))
}

// Recv receives and waits while the queue is empty.
func (q *Queue[T]) Recv(ctx context.Context) (v T, err error) {
	q.mustBeMade()
	err = q.operate(ctx, &v, &q.receivers)
	return v, q.named(err)
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
	switch {
	case q.fault == ChecksContextFirst && ctx.Err() != nil:
		return ctx.Err()
	case q.fault == MindsNilContext && ctx == nil:
		panic("mutants: nil context")
	case q.fault == TakesNilContext && ctx == nil && q.capacity >= 16:
		ctx = context.Background()
	}
	for {
		gone, err := q.operateLocked(ctx, v, ws)
		if !gone {
			return err
		}
		err = q.cause(ctx)
		if err != nil || q.fault != CirclesWhenDone {
			return err
		}
	}
}

// operateLocked is operate but for the error of a context that is done.
func (q *Queue[T]) operateLocked(ctx context.Context, v *T, ws *waiters[T]) (gone bool, err error) {
	q.mu.Lock()
	if ctx != nil || q.fault != PanicsUnderLock {
		defer q.mu.Unlock()
	}
	var waited, asked, yielded bool
	for {
		err := q.try(v, ws)
		if err == nil {
			return false, nil
		}
		if err == queue.ErrClosed {
			return false, q.endedByClose(*v, waited && ws == &q.senders)
		}
		if !asked {
			asked = true
			if q.isDone(ctx, ws) && q.fault != IgnoresContext {
				return true, nil
			}
			if q.fault != AsksTooLate || q.closed {
				continue // the context may have used the queue
			}
		}
		if q.fault == YieldsFirst && !yielded {
			yielded = true
			q.elsewhere()
			continue
		}
		waited = true
		w, chosen := q.pause(ctx, *v, ws)
		if w.done && (chosen || q.fault != HandsToDeparted) {
			*v = w.v
			q.free(w)
			return false, nil
		}
		if !chosen {
			return q.leave(ctx, w, v, ws), nil
		}
		q.free(w)
		asked = false
	}
}

// isDone asks the context whether it is done. It lets the lock go for that.
func (q *Queue[T]) isDone(ctx context.Context, ws *waiters[T]) bool {
	switch q.fault {
	case ErrUnderLock, PanicsUnderLock:
		return ctx.Err() != nil
	case DoneUnderLock:
		ctx.Done()
	case DeadlineUnderLock:
		ctx.Deadline()
	case KeepsNilWaiter:
		if ctx == nil {
			*ws = append(*ws, q.newWaiter(*new(T)))
		}
	}
	q.mu.Unlock()
	defer q.mu.Lock()
	if q.fault == AsksTooLate {
		ctx.Done()
	}
	return ctx.Err() != nil
}

// endedByClose is what a Send or a Recv returns that found the queue closed.
func (q *Queue[T]) endedByClose(v T, waitedToSend bool) error {
	if waitedToSend && q.fault == GhostsOnClose {
		q.ghosts = append(q.ghosts, v)
	}
	if waitedToSend && q.fault == AcceptsOnClose {
		return nil
	}
	return queue.ErrClosed
}

// pause lets the lock go and waits in the list.
func (q *Queue[T]) pause(ctx context.Context, v T, ws *waiters[T]) (w *waiter[T], chosen bool) {
	w = q.newWaiter(v)
	if q.fault == NewcomerAhead {
		*ws = slices.Insert(*ws, 0, w)
	} else {
		*ws = append(*ws, w)
	}
	q.mu.Unlock()
	if q.fault == YieldsQueued {
		runtime.Gosched()
	}
	chosen = q.wait(ctx, w, ws)
	if q.fault == YieldsWoken {
		runtime.Gosched()
	}
	q.mu.Lock()
	return w, chosen
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
	w.done = false
	if q.fault != KeepsGoneValue {
		w.v = *new(T)
	}
	switch q.fault {
	case AllocatesWaiters:
	case SharesWaiters:
		select {
		case sharedWaiters <- w.wake:
		default:
		}
	default:
		q.spare = append(q.spare, w)
	}
}

// wait returns true when the waiter was chosen, false when ctx was done first.
func (q *Queue[T]) wait(ctx context.Context, w *waiter[T], ws *waiters[T]) bool {
	wake := w.wake
	if q.signals() {
		wake = q.signal(ws)
	}
	switch q.fault {
	case SpinsWithoutBound:
		for len(wake) == 0 && ctx.Err() == nil {
			runtime.Gosched()
		}
	case PollsTheContext:
		for len(wake) == 0 && ctx.Err() == nil {
			select {
			case <-wake:
				return true
			case <-time.After(7 * time.Millisecond):
			}
		}
	case IgnoresContext:
		<-wake
		return true
	case FarIsPast:
		if d, ok := ctx.Deadline(); ok && time.Until(d) > 1<<31*time.Millisecond {
			return false
		}
	}
	select {
	case <-wake:
		return true
	case <-ctx.Done():
		return false
	}
}

// leave is for a waiter whose context is done. It reports whether the operation ends
// with the context's error.
func (q *Queue[T]) leave(ctx context.Context, w *waiter[T], v *T, ws *waiters[T]) (gone bool) {
	if q.fault == EndsUnderLock {
		_ = ctx.Err()
	}
	if q.fault == LeavesGoroutine {
		go func() { <-q.quit }()
	}
	switch i := slices.Index(*ws, w); {
	case q.fault == KeepsCancelled:
		return true
	case q.signals():
		q.uncount(ws)
	case i >= 0:
		*ws = slices.Delete(*ws, i, i+1)
	case q.fault != SwallowsWakeup:
		q.choose(ws)
	}
	q.free(w)
	if ws == &q.senders && q.fault == EnqueuesAfterGone {
		q.ghosts = append(q.ghosts, *v)
	}
	return !(ws == &q.senders && q.fault == NilAfterGone)
}

// uncount takes one off a list that only counts. If all have been chosen already
// there is a signal too many, which nobody else will take.
func (q *Queue[T]) uncount(ws *waiters[T]) {
	if n := len(*ws); n > 0 {
		*ws = (*ws)[:n-1]
		return
	}
	<-q.signal(ws)
}

// cause is the error of a context that is done. It needs no lock, and must not have
// it.
func (q *Queue[T]) cause(ctx context.Context) error {
	err := ctx.Err()
	switch {
	case q.fault == ReturnsCause:
		return context.Cause(ctx)
	case q.fault == FarIsPast && err == nil:
		return context.DeadlineExceeded
	case q.fault == NilThoughDone, q.fault == CirclesWhenDone:
		return err
	case err == nil:
		return context.Canceled
	}
	return err
}
