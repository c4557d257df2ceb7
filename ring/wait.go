package ring

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/park"
)

// How goroutines wait, and why no wake-up is lost.
//
// Values never leave the ring except into a caller that returns them, so a waiter
// is not handed anything: it is notified, and tries again. A side is ready when an
// attempt on it would not have to wait: for receivers, the slot at head is
// published, or the queue is closed and drained; for senders, the slot at tail is
// free, or the queue is closed. In steps, for a receiver W and a sender P (for the
// other direction exchange the words):
//
//	W1  W queues itself, and waiting becomes non-zero
//	W2  W looks whether its side is ready; if not, it parks
//	P1  P publishes: stores the stamp that makes the slot at head ready
//	P2  P loads waiting; if it is not zero, it takes one waiter and wakes it
//	W3  a waiter that goes away for whatever reason, but for a wait that ended
//	    without having been notified, looks whether its side is ready and somebody
//	    still waits, and if so wakes the next
//
// Claim: while a side is ready and a waiter is parked there, somebody is on the
// way: between P1 and P2, or notified and not yet at W3.
//
// Nobody parks unseen. All steps are sequentially consistent atomics (or done
// under the mutex), hence in one order. If W parks, W2 came before the P1 that
// makes its side ready, so W1 came before P2, and P2 sees a waiter.
//
// Nobody stays behind when slots become ready out of order. Say A has claimed
// position h and B h+1, and receivers W and X wait. B publishes first and wakes W,
// who finds h unpublished and waits again. A publishes and wakes one receiver
// only. That one takes h and reaches W3: it finds h+1 ready and wakes the other.
// Likewise when a receiver that never waited takes h before the notified one
// comes: that one still looks, finds h+1, and goes through W3; or finds nothing
// ready, and waits again through W1 and W2.
//
// Nobody stays behind when a waiter gives up. A waiter is queued or notified, and
// the mutex decides which. If it is queued, it leaves and has cost nobody a
// wake-up. If it was notified, it goes through W3.
//
// Close sets the mark and then wakes everybody. A waiter that queues itself later
// sees the mark at W2. One that finds the queue closed, but a claimed value not
// yet published, may park again; the sender of that value is before P2, and when
// the last value is gone each waiter passes the news on at W3.

// A room is where the goroutines of one side wait.
type room struct {
	waiting atomic.Int32 // how many are queued; written under mu, loaded after every publish of the other side
	_       pad.Line

	spinning atomic.Bool // somebody of this side is looking again without being queued
	spins    int         // how often that one looks; see spinBudget

	mu    sync.Mutex
	queue park.List[struct{}]
	_     pad.Line
}

// notify wakes one waiter, if there is one. When nobody waits it costs one load.
func (r *room) notify() {
	if r.waiting.Load() != 0 {
		r.notifyOne()
	}
}

// notifyOne is the slow path of notify.
func (r *room) notifyOne() {
	r.mu.Lock()
	w := r.queue.Choose()
	r.waiting.Store(int32(r.queue.Len()))
	r.mu.Unlock()
	if w != nil {
		w.Wake()
	}
}

// notifyAll wakes everybody who waits now, and nobody who comes later: a receiver
// that must park again, because a claimed value is not published yet, would
// otherwise keep the closer here.
func (r *room) notifyAll() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for w := r.queue.Choose(); w != nil; w = r.queue.Choose() {
		w.Wake()
	}
	r.waiting.Store(0)
}

// enter queues the caller: step W1.
func (r *room) enter(again bool) *park.Waiter[struct{}] {
	r.mu.Lock()
	defer r.mu.Unlock()
	w := r.queue.Add(again)
	r.waiting.Store(int32(r.queue.Len()))
	return w
}

// leave ends the stay of w, which has received its wake-up if woken is set, and
// reports whether it had been notified.
func (r *room) leave(w *park.Waiter[struct{}], woken bool) (notified bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.queue.Remove(w) {
		r.waiting.Store(int32(r.queue.Len()))
		r.queue.Free(w)
		return false
	}
	if !woken {
		// Its wake-up is on the way, and must not meet the waiter's next user.
		r.mu.Unlock()
		w.Wait(nil)
		r.mu.Lock()
	}
	r.queue.Free(w)
	return true
}

// sendSlow is Send after a first attempt that found no free slot.
func (q *Queue[T]) sendSlow(ctx context.Context, v T) error {
	ended := ctx.Done() // before anything changes: a nil ctx panics here
	out := refuse
	if q.senders.startSpin() {
		for i := 0; i < q.senders.spins && out.waits(); i++ {
			pause(i, q.senders.spins)
			out = q.trySend(v)
		}
		q.senders.spinning.Store(false)
	}
	for again := false; out.waits(); again = true {
		w := q.senders.enter(again)
		woken := false
		if !q.canSend() {
			if woken = w.Wait(ended); !woken {
				if q.senders.leave(w, false) {
					q.passSend()
				}
				return ctx.Err()
			}
		}
		q.senders.leave(w, woken)
		if out = q.trySend(v); !out.waits() {
			q.passSend()
		}
	}
	if out == closed {
		return queue.ErrClosed
	}
	return nil
}

// canSend reports whether senders are ready. It is exact: an answer of false was
// true at a moment during the call.
func (q *Queue[T]) canSend() bool {
	for {
		tail := q.tail.Load()
		if tail&q.mark != 0 || q.slot(tail).stamp.Load() == tail {
			return true
		}
		if q.tail.Load() == tail {
			return false // tail was there when the stamp was loaded
		}
	}
}

// passSend is step W3 for senders.
func (q *Queue[T]) passSend() {
	if q.senders.waiting.Load() != 0 && q.canSend() {
		q.senders.notifyOne()
	}
}

// recvSlow is Recv after a first attempt that found no value.
func (q *Queue[T]) recvSlow(ctx context.Context) (v T, err error) {
	ended := ctx.Done() // before anything changes: a nil ctx panics here
	out := refuse
	if q.receivers.startSpin() {
		for i := 0; i < q.receivers.spins && out.waits(); i++ {
			pause(i, q.receivers.spins)
			v, out = q.tryRecv()
		}
		q.receivers.spinning.Store(false)
	}
	for again := false; out.waits(); again = true {
		w := q.receivers.enter(again)
		woken := false
		if !q.canRecv() {
			if woken = w.Wait(ended); !woken {
				if q.receivers.leave(w, false) {
					q.passRecv()
				}
				return v, ctx.Err()
			}
		}
		q.receivers.leave(w, woken)
		if v, out = q.tryRecv(); !out.waits() {
			q.passRecv()
		}
	}
	if out == closed {
		return v, queue.ErrClosed
	}
	return v, nil
}

// canRecv reports whether receivers are ready. It is exact, as canSend is.
func (q *Queue[T]) canRecv() bool {
	for {
		head := q.head.Load()
		if q.slot(head).stamp.Load() == head+1 || q.tail.Load() == head|q.mark {
			return true
		}
		if q.head.Load() == head {
			return false
		}
	}
}

// passRecv is step W3 for receivers.
func (q *Queue[T]) passRecv() {
	if q.receivers.waiting.Load() != 0 && q.canRecv() {
		q.receivers.notifyOne()
	}
}

// waits reports whether an operation with this outcome has to wait.
func (o outcome) waits() bool { return o == refuse || o == busy }

// Looking again before parking. Parking and waking cost some two hundred
// nanoseconds, more than the other side usually needs for its next value, so it
// pays to look again for about that long. It pays for one goroutine of a side
// only: a second one would look at the same word, and take the processor from
// whom both wait for. The others park at once. Who spins is not counted as
// waiting, and nobody relies on it: spinning changes no step of the protocol.

const (
	spinLooks  = 8   // looks with a pause of some 40 ns before each
	yieldLooks = 2   // and then with a yield before each
	pauseLoops = 100 // of an empty loop: the pause
)

// spinBudget returns how often a spinner looks again. With one processor there is
// nobody to spin for: what one waits for cannot happen before one yields.
func spinBudget() int {
	if runtime.GOMAXPROCS(0) == 1 {
		return yieldLooks
	}
	return spinLooks + yieldLooks
}

// startSpin makes the caller the spinner of its side, unless there is one.
func (r *room) startSpin() bool {
	return !r.spinning.Load() && r.spinning.CompareAndSwap(false, true)
}

// pause comes before look i of n.
func pause(i, n int) {
	if i >= n-yieldLooks {
		runtime.Gosched()
		return
	}
	for range pauseLoops {
	}
}
