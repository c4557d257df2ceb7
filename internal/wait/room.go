// Package wait is how goroutines wait on a ring: who parks, who is woken for what, and
// who is served.
//
// A ring has two sides, senders and receivers, and each side has a [Room]. A side
// is ready when an operation on it would not have to wait: for receivers, the oldest
// value can be taken, or the queue is closed and drained; for senders, there is
// room, or the queue is closed.
//
// Nobody who waits yields. A goroutine that yields stands in line for a processor
// behind all that compute, each with a time slice of 10 ms, and meanwhile counts as
// awake. One that parks is put next in line by whoever wakes it. The only delay before
// parking is a pause that has lately paid; see [pause].
//
// # The protocol
//
// In steps, for a receiver W and a sender P (for the other direction exchange the
// words):
//
//	W1  W enters: it can be seen, and chosen. If it was awake, it ceases to be in
//	    the same step
//	W2  W looks whether its side is ready; if not, it parks
//	P1  P makes the side ready: the step that publishes a value
//	P2  P looks whether anybody waits; if so, and nobody is awake, it chooses the
//	    one that has waited longest, counts it as awake, and wakes it
//	S1  W has what it waited for, or was served it, or gives up: it ceases to be awake
//	S2  and then it looks whether anybody waits and the side is ready; if so,
//	    it goes on with P2
//
// Awake are all who were chosen, by others or at W2 by themselves, to be woken or to be
// served, and have not come to S1 or again to W1; and whoever pauses. To count those who
// are served matters: somebody may have relied on one of them a moment before, when it was
// awake and about to come too late.
//
// Claim: while a side is ready and somebody is parked there, somebody is on the
// way: a P between P1 and P2, a W that is awake, or one that has ceased to be and has
// not come to S2 or W2.
//
// All steps are sequentially consistent atomics, hence in one order. Take the P1
// that made the side ready, and a goroutine X that is parked. X's W2 came before
// P1, or it would have found the side ready; and its W1 came before that. So P2
// sees somebody who waits, X or one ahead of it. If it sees nobody awake it chooses
// one. If it sees somebody, that one is still to cease after P2, and looks after
// that: at S2, where it sees what P1 did and X waiting; or at W2, where it finds its own
// side ready, tries again, and comes to S2 or to another W2.
//
// What another goroutine takes meanwhile makes the side unready, and the next P1
// begins the argument anew. That slots become ready out of order changes nothing:
// whoever makes the one ready that the side waits for goes through P2, and the next
// one is found at S2.
//
// To be awake is not to run: whoever was woken may have to wait for a processor. So it
// keeps the others asleep for a while only. When values of four times the capacity have
// passed since somebody was woken, P2 wakes one more, whoever is awake. And whoever is
// about to park, and so may be the last that runs, wakes one more of the other side if the
// one that is awake there is not the next to run ([Room.urge]).
//
// A waiter that gives up chooses itself, unless somebody else was first; then it receives
// its wake-up. Which of the two is decided in one step. It goes through S1 and S2 in either
// case.
//
// Close makes both sides ready for good and then wakes everybody who waits. Who enters
// later sees it at W2.
//
// # Who is served
//
// To be woken is to try again, unless the operation was done for the waiter.
//
// A receiver that waits alone is given its value past the ring, if nothing is held
// ([Room.Serve]): it need not go there, and nobody can be faster.
//
// A waiter that was woken [lossesBorne] times, and each time came too late, is
// starving: from then on others do its operation ahead of their own ([Room.Feed]),
// both whoever makes the side ready and whoever comes to the side to operate on it,
// with a try, too.
//
// # Fairness
//
// Waiters are chosen in the order in which they came, and one that comes too late goes
// back to the front. So a waiter is passed by another one only while it is awake and does
// not run. It can be passed by those who do not wait: until it is woken, which each value does if nobody is awake, and each
// four laps in any case; and from then on until it has lost lossesBorne times. After
// that nobody is served before it, except for those who are in the middle of their
// operation when it starves.
package wait

import (
	"context"

	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/park"
	"github.com/boundedq/queue/internal/sched"
)

// A Side is what the goroutines of a [Room] wait for: one end of a ring.
type Side[T any] interface {
	// Ready returns for how many values the side is ready, 1 if it is so for good
	// because of Close. It must not change anything, and must not answer 0 while
	// the side is ready.
	Ready() int

	// Attempt does the operation of a waiter that brings v, and tells nobody. If
	// the side is not ready it reports that the operation is not over.
	Attempt(v T) (got T, err error, over bool)

	// Tell tells the other side that an operation of this one has succeeded.
	Tell()

	// Other returns where the other side waits.
	Other() *Room[T]
}

// A Room is where the goroutines of one side wait. [Room.Init] makes it ready.
//
// Whoever comes to an empty room takes the seat, which takes one locked instruction, and
// another to be chosen. All others are in a list, under a mutex. So whoever sits has
// come before all that are listed.
type Room[T any] struct {
	// All that others look at while nobody waits.
	state  sched.Uint64
	woken  sched.Uint64 // the position at which somebody was last woken
	latest sched.Bool   // of the two sides, this one was the last on which somebody was woken
	stride uint64       // positions after which one more is
	borne  int          // losses before a waiter starves
	_      pad.Line

	side     Side[T]
	seat     park.Waiter[T]
	place    T // of the value of whoever sits
	pause    pause
	mu       sched.Mutex
	list     park.List[T]
	starving int // in the list
	_        pad.Line
}

// The state.
const (
	sits    = 1 << iota // somebody waits in the seat
	taken               // the seat is taken; without sits, by a waiter that was chosen
	listed              // the list is not empty; changes under mu
	starves             // somebody in the list starves; changes under mu
	pausing             // somebody pauses
	asked               // somebody found mu taken, and has left a wake-up to whoever holds it
	awake               // counts those who are
	entered = 1 << 32   // counts those who took the seat, and overflows

	waits  = sits | listed
	awakes = entered - awake // all bits of the count
)

// lossesBorne is how often a waiter may come too late before it starves. In a crowd to
// be late is common, and to be served costs a parking for each value.
const lossesBorne = 8

// Init prepares an unused room of a queue of the given capacity, which is at least 1.
// stride is how far positions move on in four times the capacity.
func (r *Room[T]) Init(side Side[T], capacity int, stride uint64) {
	r.side = side
	r.seat.Init(&r.place)
	r.stride = stride
	r.borne = lossesBorne
	r.pause.init(capacity)
}

// Notify comes after every step that makes the side ready: step P2. When nobody
// waits it costs one load. p is about where the other side was in that step.
func (r *Room[T]) Notify(p uint64) {
	if r.state.Load()&waits != 0 {
		r.wake(p, false)
	}
}

// Starves reports whether somebody does; then [Room.Feed] comes first.
func (r *Room[T]) Starves() bool { return r.state.Load()&starves != 0 }

// Servable reports whether [Room.Serve] may find somebody to serve. If somebody is awake,
// a value is better left to it.
func (r *Room[T]) Servable() bool { return r.state.Load()&(sits|awakes) == sits }

// Serve gives v to a receiver that waits, past the ring, if nothing is held: that is what
// drained reports, with the queue open, of some moment of its call. Once the receiver is
// chosen both are in their calls for certain. So if nothing is held after that, both
// operations take effect there, one after the other; else the receiver is woken to take
// what is held, and v goes the usual way.
func (r *Room[T]) Serve(v T, drained func() bool) bool {
	if !drained() {
		return false
	}
	sched.Point("serve: nothing held")
	if !r.sitterChosen() {
		return false
	}
	sched.Point("serve: chosen")
	if !drained() {
		r.seat.Wake()
		return false
	}
	sched.Point("serve: nothing held still")
	r.seat.Serve(v, nil)
	return true
}

// sitterChosen chooses whoever sits, counts it as awake, and reports whether there was
// anybody. The caller must serve it or wake it.
func (r *Room[T]) sitterChosen() bool {
	for {
		s := r.state.Load()
		if s&sits == 0 {
			return false
		}
		sched.Point("choose: somebody sits")
		if r.state.CompareAndSwap(s, s-sits+awake) {
			return true
		}
	}
}

// wake is the slow path of Notify. If it is urgent it wakes somebody, whoever is awake.
func (r *Room[T]) wake(p uint64, urgent bool) {
	sched.Point("notify: somebody waits")
	for {
		s := r.state.Load()
		var w *park.Waiter[T]
		switch {
		case s&waits == 0:
			return
		case s&starves != 0:
			if !r.lockOrAsk() {
				return
			}
			r.feed()
			if r.side.Ready() == 0 {
				return
			}
		case s&awakes != 0 && !urgent && int64(p-r.woken.Load()) < int64(r.stride):
			return
		case s&sits != 0:
			if r.sitterChosen() {
				w = &r.seat
			}
		case !r.lockOrAsk():
			return
		default:
			w = r.chooseListed()
		}
		if w != nil {
			r.woken.Store(p)
			if !r.latest.Load() {
				r.latest.Store(true)
				r.side.Other().latest.Store(false)
			}
			sched.Point("notify: chosen")
			w.Wake()
			return
		}
	}
}

// NotifyAll wakes everybody who waits now: the side is ready for good. Should mu be
// taken, those in the list wake each other.
func (r *Room[T]) NotifyAll() {
	if r.sitterChosen() {
		r.seat.Wake()
	}
	if !r.lockOrAsk() {
		return
	}
	w := r.list.ChooseAll(func(w *park.Waiter[T]) { r.left(w, awake) })
	r.unlock()
	for w != nil {
		next := w.Next() // which is w's own as soon as it is awake
		w.Wake()
		w = next
	}
}

// urge wakes somebody, even if somebody is awake, when a goroutine of the other side is
// about to park. Whoever was woken last runs next on the processor that the caller gives
// up. If that is one of the other side, whoever is awake here was pushed from that place,
// and stands in line for a processor behind all that compute.
func (r *Room[T]) urge() {
	if r.state.Load()&waits != 0 && !r.latest.Load() && r.side.Ready() != 0 {
		sched.Point("urge: somebody waits")
		r.wake(r.woken.Load(), true)
	}
}

// lockOrAsk takes mu and returns true; or it leaves what the caller would do to whoever
// has mu, who sees that when it gives mu up. So nobody who sends or receives waits for
// mu, even if the scheduler has stopped its holder.
func (r *Room[T]) lockOrAsk() bool {
	sched.Point("room: to take mutex")
	if r.mu.TryLock() {
		return true
	}
	sched.Point("room: mutex in use")
	r.state.Or(asked)
	sched.Point("room: asked")
	return r.mu.TryLock()
}

// unlock gives mu up, and does what others have left.
func (r *Room[T]) unlock() {
	r.mu.Unlock()
	sched.Point("room: mutex given up")
	if r.state.Load()&asked != 0 {
		r.state.And(^uint64(asked))
		sched.Point("room: was asked")
		r.wake(r.woken.Load(), true) // it may have been urgent
	}
}

// chooseListed chooses the first waiter in the list, and counts it as awake. It is
// called with mu held and gives it up.
func (r *Room[T]) chooseListed() *park.Waiter[T] {
	w := r.list.Choose()
	if w != nil {
		r.left(w, awake)
	}
	r.unlock()
	return w
}

// Feed does the operations of waiters in the list, the oldest first, as long as one
// starves and the side is ready. If mu is taken, somebody else may be at it.
func (r *Room[T]) Feed() {
	sched.Point("room: to take mutex")
	if r.mu.TryLock() {
		r.feed()
	}
}

// feed is Feed with mu held, which it gives up.
func (r *Room[T]) feed() {
	fed := 0
	for r.starving > 0 {
		w := r.list.First()
		got, err, over := r.side.Attempt(*w.Value)
		if !over {
			break
		}
		r.list.Remove(w)
		r.left(w, awake)
		w.Serve(got, err)
		fed++
	}
	r.unlock()
	for range fed {
		r.side.Tell()
	}
}

// Wait does the operation of a caller that brings v and has found its side not
// ready, and returns what it came to; or it returns the error of ctx when ctx is done.
func (r *Room[T]) Wait(ctx context.Context, v T) (T, error) {
	ended := park.Ended(ctx) // before anything changes: it may panic, and may use the queue
	if r.pauses() {
		if got, err, over := r.side.Attempt(v); over {
			r.retire(awake)
			return r.succeed(got, err)
		}
		r.state.Add(minus(awake))
	}
	sched.Point("wait: not ready")
	w := r.enter(v)
	for {
		sched.Point("wait: entered")
		if r.side.Ready() != 0 {
			sched.Point("wait: ready")
			if !r.withdraw(w) {
				w.Wait(nil)
			}
		} else {
			r.side.Other().urge()
			if !w.Wait(ended) {
				sched.Point("wait: cancelled")
				return r.giveUp(ctx, w)
			}
		}
		sched.Point("wait: woken")
		if w.Served {
			return r.finish(w)
		}
		if got, err, over := r.side.Attempt(v); over {
			sched.Point("wait: over")
			r.finish(w)
			return r.succeed(got, err)
		}
		sched.Point("wait: too late")
		w = r.enterAgain(w, v)
	}
}

// succeed ends an operation that the caller has done itself.
func (r *Room[T]) succeed(got T, err error) (T, error) {
	if err == nil {
		r.side.Tell()
	}
	return got, err
}

// enter lets the caller wait: step W1.
func (r *Room[T]) enter(v T) *park.Waiter[T] {
	for s := r.state.Load(); s&(taken|listed) == 0; s = r.state.Load() {
		if r.state.CompareAndSwap(s, s+sits+taken+entered) {
			return &r.seat
		}
	}
	r.mu.Lock()
	defer r.unlock()
	w := r.list.Add(v)
	r.joined(w, 0)
	return w
}

// enterAgain is enter for a waiter that was awake and came too late. It keeps its
// place.
func (r *Room[T]) enterAgain(w *park.Waiter[T], v T) *park.Waiter[T] {
	left := uint64(awake)
	w.Losses++
	if w == &r.seat && w.Losses < r.borne {
		r.state.Add(sits - left)
		return w
	}
	r.mu.Lock()
	defer r.unlock()
	if w == &r.seat { // only of those in the list others can do the operation
		left += taken
		w = r.list.New(v)
		w.Losses, r.seat.Losses = r.seat.Losses, 0
	}
	r.list.AddAgain(w)
	r.joined(w, -left)
	return w
}

// withdraw chooses w itself and counts it as awake, unless it was chosen before; then
// its wake-up comes.
func (r *Room[T]) withdraw(w *park.Waiter[T]) bool {
	if w == &r.seat {
		return r.sitterChosen()
	}
	r.mu.Lock()
	defer r.unlock()
	if !r.list.Remove(w) {
		return false
	}
	r.left(w, awake)
	return true
}

// giveUp ends a wait that ctx has ended. If somebody has done the operation before, that
// stands.
func (r *Room[T]) giveUp(ctx context.Context, w *park.Waiter[T]) (v T, err error) {
	if !r.withdraw(w) {
		w.Wait(nil)
		if w.Served {
			return r.finish(w)
		}
	}
	sched.Point("wait: gives up")
	r.finish(w)
	return v, park.Cause(ctx)
}

// finish ends the stay of w, which is awake, and returns what it was served.
func (r *Room[T]) finish(w *park.Waiter[T]) (T, error) {
	v, err := w.Outcome()
	if w == &r.seat {
		w.Losses = 0
		r.retire(taken + awake)
		return v, err
	}
	r.mu.Lock()
	r.list.Free(w)
	r.unlock()
	r.retire(awake)
	return v, err
}

// retire is the end of being awake: steps S1 and S2.
func (r *Room[T]) retire(left uint64) {
	s := r.state.Add(-left)
	sched.Point("retire: not awake")
	if s&waits != 0 && r.side.Ready() != 0 {
		sched.Point("retire: somebody waits")
		r.wake(r.woken.Load(), false)
	}
}

// joined notes in the state that w is in the list now, and adds to it. mu is held.
func (r *Room[T]) joined(w *park.Waiter[T], add uint64) {
	if w.Losses >= r.borne {
		if r.starving++; r.starving == 1 {
			add += starves
		}
	}
	if r.list.Len() == 1 {
		add += listed
	}
	r.state.Add(add)
}

// left notes in the state that w is not in the list any more, and adds to it. mu is
// held.
func (r *Room[T]) left(w *park.Waiter[T], add uint64) {
	if w.Losses >= r.borne {
		if r.starving--; r.starving == 0 {
			add -= starves
		}
	}
	if r.list.Len() == 0 {
		add -= listed
	}
	r.state.Add(add)
}

// pauses pauses, if that promises something, and reports whether the side is ready
// then. If so the caller is awake.
func (r *Room[T]) pauses() bool {
	s := r.state.Load()
	if s&pausing != 0 || !r.pause.due(uint32(s/entered)) || !r.state.CompareAndSwap(s, s+pausing+awake) {
		return false
	}
	ready := r.pause.take(r.side.Ready)
	if ready {
		r.state.Add(minus(pausing))
	} else {
		r.state.Add(minus(pausing + awake))
	}
	return ready
}

// minus returns what has to be added to subtract n.
func minus(n uint64) uint64 { return -n }
