// Package wait is how the goroutines of a ring wait: who looks again and for how
// long, who parks, and who is woken.
//
// A ring has two sides, senders and receivers, and each side has a [Room]. A side
// is ready when an attempt on it would not have to wait: for receivers, the oldest
// value can be taken, or the queue is closed and drained; for senders, there is
// room, or the queue is closed. Values never leave the ring except into a caller
// that returns them, so a waiter is not handed anything: it is woken, and tries
// again.
//
// # Scouts
//
// Of all that wait on a side at most one is awake: the scout, who is the first that
// had to wait or who was woken last. It looks again after a pause, if pauses have
// lately paid (see [pause]), and after a yield, and then parks as the others have
// done. While a side has a scout nobody else is woken there, however many values come:
// the scout finds them, and wakes the next when it has what it waited for and there is
// more. So a value costs a wake-up only if nobody of its side is awake, and no two
// waiters fight over it. Nobody but the scout ever spins, and the scout only while
// the other side is seen to run.
//
// # The protocol
//
// In steps, for a receiver W and a sender P (for the other direction exchange the
// words):
//
//	W1  W queues itself; if it was the scout, it ceases to be in the same step
//	W2  W looks whether its side is ready; if not, it parks
//	P1  P makes the side ready: the store that publishes a value
//	P2  P looks whether anybody is queued and there is no scout; if so, it takes
//	    the first from the queue, makes it the scout and wakes it
//	S1  W has what it waited for, or gives up waiting: if it was the scout, it
//	    ceases to be
//	S2  and then it looks whether anybody is queued and the side is ready; if so,
//	    it goes on with P2. Only who gives up while it is still queued need not
//
// Claim: while a side is ready and somebody is parked there, somebody is on the
// way: a P between P1 and P2, a scout, or a W that was queued or was the scout and
// has not come to S2 or to W2.
//
// All steps are sequentially consistent atomics, hence in one order. Take the P1
// that made the side ready, and a goroutine X that is parked. X's W2 came before
// P1, or it would have found the side ready; and its W1 came before that. So P2
// sees somebody queued, X or one ahead of it. If it sees no scout it makes one. If
// it sees one, this scout is still to cease after P2, and looks after that: at S2,
// where it sees what P1 did and X queued; or at W2, where it finds its own side
// ready, tries again, and comes to S2 or to another W2.
//
// What another goroutine takes meanwhile makes the side unready, and the next P1
// begins the argument anew. That slots become ready out of order changes nothing:
// who makes the one ready that the side waits for goes through P2, and the next
// one is found at S2.
//
// A waiter that gives up is queued or it is the scout, and the mutex decides
// which. If it is queued, it leaves, and has cost nobody a wake-up. If it is the
// scout, it goes through S1 and S2.
//
// Close makes both sides ready for good and then wakes everybody who is queued,
// without making scouts of them. Who queues itself later sees it at W2.
package wait

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/park"
	"github.com/boundedq/queue/internal/sched"
)

// A Room is where the goroutines of one side wait. Its zero value is ready, and
// never pauses; see [Room.Init].
type Room struct {
	// state is the number of goroutines in queue, times queued, and whether there
	// is a scout. The number changes under mu only.
	state atomic.Uint32
	_     pad.Line

	mu    sync.Mutex
	queue park.List[role]
	pause pause // the scout's
	_     pad.Line
}

const (
	scout  = 1
	queued = 2

	minusScout  = ^uint32(scout - 1)
	minusQueued = ^uint32(queued - 1)
)

// A role is what a waiter was woken as.
type role bool

const asScout role = true

// yields is how often a scout yields and looks again before it parks. To park and
// to be woken costs about two yields, and whom it waits for often runs on the
// same processor: then a yield is all that it takes. See docs/design.md.
const yields = 1

// Init tells an unused room the capacity of its queue, which is at least 1, so that
// its scouts may pause.
func (r *Room) Init(capacity int) { r.pause.init(capacity) }

// Notify comes after every step that makes the side ready: step P2. When nobody
// waits it costs one load.
func (r *Room) Notify() {
	if s := r.state.Load(); s >= queued && s&scout == 0 {
		r.sendOut()
	}
}

// sendOut is the slow path of Notify.
func (r *Room) sendOut() {
	sched.Point("notify: waiter seen")
	r.mu.Lock()
	var w *park.Waiter[role]
	// Under mu only the scout's bit can change.
	if s := r.state.Load(); s >= queued && s&scout == 0 && r.state.CompareAndSwap(s, s+scout-queued) {
		w = r.queue.Choose()
		w.Value = asScout
	}
	r.mu.Unlock()
	if w != nil {
		sched.Point("notify: chosen")
		w.Wake()
	}
}

// NotifyAll wakes everybody who waits now: the side is ready for good.
func (r *Room) NotifyAll() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for w := r.queue.Choose(); w != nil; w = r.queue.Choose() {
		r.state.Add(minusQueued)
		w.Wake()
	}
}

// Wait calls try until it reports true, which means that the operation of the
// caller is over, and returns nil; or it returns ctx.Err() when ctx is done. It
// calls ready to learn whether try is worth it: for how many values the side is
// ready, 0 for none. ready must not change anything, and must not answer 0 while
// the side is ready.
func (r *Room) Wait(ctx context.Context, ready func() int, try func() bool) error {
	ended := ctx.Done() // before anything changes: a nil ctx panics here
	scouting := r.becomeScout()
	if scouting && r.lookAgain(ready, try) {
		r.retire(scouting, ready)
		return nil
	}
	for again := false; ; again = true {
		sched.Point("wait: not ready")
		w := r.enter(scouting, again)
		sched.Point("wait: queued")
		woken, over := false, false
		if ready() == 0 {
			sched.Point("wait: looked")
			woken = w.Wait(ended)
			over = !woken
		}
		sched.Point("wait: leaving")
		scouting = r.leave(w, woken)
		sched.Point("wait: left")
		if over {
			if scouting {
				r.retire(scouting, ready)
			}
			return ctx.Err()
		}
		// Who was woken and came too late is not parked again at once: the other
		// side is at work.
		if try() || woken && scouting && r.lookAgain(ready, try) {
			r.retire(scouting, ready)
			return nil
		}
	}
}

// becomeScout makes the caller the scout, unless there is one.
func (r *Room) becomeScout() bool {
	for {
		s := r.state.Load()
		if s&scout != 0 {
			return false
		}
		sched.Point("wait: no scout")
		if r.state.CompareAndSwap(s, s|scout) {
			return true
		}
	}
}

// lookAgain reports whether try has reported true in time.
func (r *Room) lookAgain(ready func() int, try func() bool) bool {
	if r.pause.take(ready) && try() {
		return true
	}
	for range yields {
		if sched.Enabled {
			sched.Spin("scout: look")
		} else {
			runtime.Gosched()
		}
		if ready() > 0 && try() {
			return true
		}
	}
	return false
}

// retire is the end of a wait: steps S1 and S2.
func (r *Room) retire(scouting bool, ready func() int) {
	if scouting {
		r.state.Add(minusScout)
		sched.Point("retire: no scout")
	}
	if r.state.Load() >= queued && ready() > 0 {
		sched.Point("retire: waiter seen")
		r.Notify()
	}
}

// enter queues the caller: step W1.
func (r *Room) enter(scouting, again bool) *park.Waiter[role] {
	r.mu.Lock()
	defer r.mu.Unlock()
	w := r.queue.Add(again)
	if scouting {
		r.state.Add(queued - scout)
	} else {
		r.state.Add(queued)
	}
	return w
}

// leave ends the stay of w, which has received its wake-up if woken is set, and
// reports whether it is the scout now.
func (r *Room) leave(w *park.Waiter[role], woken bool) (scouting bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.queue.Remove(w) {
		r.state.Add(minusQueued)
		r.queue.Free(w)
		return false
	}
	if !woken {
		// Its wake-up is on the way, and must not meet the waiter's next user.
		r.mu.Unlock()
		w.Wait(nil)
		r.mu.Lock()
	}
	scouting = w.Value == asScout
	r.queue.Free(w)
	return scouting
}
