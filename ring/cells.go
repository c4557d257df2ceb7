package ring

import (
	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/internal/spin"
)

// cells are a ring of small numbers, first in, first out, for any number of goroutines,
// without a lock in any sense: whoever is stopped anywhere holds up nobody.
//
// A cell is one word {lap, what}: open for the positions of that lap, filled with a number,
// or shut. To fill it, and to take what fills it, is one compare-and-swap each; to take
// opens the cell for the next lap:
//
//	{lap, open} → {lap, number} → {lap+1, open}
//
// Invariants:
//
//   - Positions are filled in order, and taken in order: whoever fills one has seen that all
//     before it are filled, or taken; and nobody takes one before all those before it.
//   - tail and head are hints: all positions before tail are filled, and all before head are
//     taken. From there on it is a walk of some cells to where things happen.
//   - A cell that is shut stays so, and no position after it is ever filled.
//   - Whoever looks for an open cell knows that there is one: in held because it has one more
//     than the capacity, and in a ring of empty places because the caller has one of them
//     in its hands.
//
// So the first open position that a walk finds was, at the load of its cell, where the
// next number was to go, and the first that is not taken where the next was to come from.
type cells struct {
	lap      lap
	word     []sched.Uint64
	_        pad.Line
	tail     sched.Uint64
	_        pad.Line
	head     sched.Uint64
	_        pad.Line
	stepBack int // rounds, after a claim that failed
}

// What a cell says beside the lap: open, or shut, or a number x as (x+1)*one.
const open = 0

// A hint is moved on for every eighth index, and by whoever has walked further than
// it would have to if everybody did: somebody is stopped on the way to move it.
const (
	hintEach = 8
	farWalk  = 2 * hintEach
)

// init makes n open cells for numbers below most. They begin with a lap of which all
// positions before were taken.
func (r *cells) init(n, most int) {
	r.lap = lapOf(most + 1)
	r.lap.slots = n
	r.word = make([]sched.Uint64, n)
	r.stepBack = spin.StepBack(4000)
}

// fillAll fills the cells of an unused ring with the numbers 0, 1, 2, …
func (r *cells) fillAll() {
	for x := range r.word {
		r.word[x].Store(uint64(x+1) * one)
	}
	r.tail.Store(r.lap.unit)
}

// at returns the cell of p.
func (r *cells) at(p position) *sched.Uint64 { return &r.word[r.lap.index(p)] }

// firstOpen returns the first position from p on that is not filled, or the one that is
// shut, and what its cell says.
func (r *cells) firstOpen(p position) (position, uint64) {
	for {
		i, start := r.lap.index(p), r.lap.start(p)
		for end := min(i+farWalk, len(r.word)); ; {
			if what := r.word[i].Load() - start; what <= shut {
				return start + position(i)*one, what
			}
			if i++; i >= end {
				break
			}
		}
		p = later(r.lap.at(start, i), r.tail.Load())
	}
}

// firstHeld returns the first position from p on that is not taken, and what its cell
// says.
func (r *cells) firstHeld(p position) (position, uint64) {
	for {
		i, start := r.lap.index(p), r.lap.start(p)
		for end := min(i+farWalk, len(r.word)); ; {
			if what := r.word[i].Load() - start; what < r.lap.unit {
				return start + position(i)*one, what
			}
			if i++; i >= end {
				break
			}
		}
		p = later(r.lap.at(start, i), r.head.Load())
	}
}

// taken reports whether the position p, which is filled or taken, is taken.
func (r *cells) taken(p position) bool {
	return r.at(p).Load()-r.lap.start(p) >= r.lap.unit
}

// fill puts x into the position p, unless that is not open any more. from is where the
// walk to p began.
func (r *cells) fill(from, p position, x int) bool {
	i, start := r.lap.index(p), r.lap.start(p)
	if !r.word[i].CompareAndSwap(start|open, start|uint64(x+1)*one) {
		return false
	}
	if next := r.lap.at(start, i+1); isHint(from, next) {
		r.tail.CompareAndSwap(from, next)
	}
	return true
}

// put adds x behind all others. There is a cell for it.
func (r *cells) put(x int) {
	from := r.tail.Load()
	for p := from; ; {
		p, _ = r.firstOpen(p)
		if r.fill(from, p, x) {
			return
		}
		lost(r.stepBack)
	}
}

// get takes the first number, which was at p, or says why there is none: ErrEmpty or
// ErrClosed.
func (r *cells) get() (x int, p position, err error) {
	from := r.head.Load()
	for p = from; ; {
		var what uint64
		switch p, what = r.firstHeld(p); what {
		case open:
			return 0, 0, queue.ErrEmpty
		case shut:
			return 0, 0, queue.ErrClosed
		}
		i, start := r.lap.index(p), r.lap.start(p)
		if r.word[i].CompareAndSwap(start|what, start+r.lap.unit) {
			if next := r.lap.at(start, i+1); isHint(from, next) {
				r.head.CompareAndSwap(from, next)
			}
			return int(what/one) - 1, p, nil
		}
		lost(r.stepBack)
	}
}

// shut shuts the first open cell, unless one is shut.
func (r *cells) shut() {
	p, what := r.firstOpen(r.tail.Load())
	for what != shut && !r.at(p).CompareAndSwap(r.lap.start(p)|open, r.lap.start(p)|shut) {
		p, what = r.firstOpen(p)
	}
}

// len returns how many numbers there are. They were so many at the load of the first open
// cell: head was at h before it, and after it.
func (r *cells) len() int {
	for {
		h, _ := r.firstHeld(r.head.Load())
		t, _ := r.firstOpen(later(h, r.tail.Load()))
		if !r.taken(h) {
			return r.lap.between(h, t)
		}
	}
}

// isHint reports whether it is time to move a hint to p. from is where it was when it was
// loaded. If it has moved since, it is somebody else's, and as good.
func isHint(from, p position) bool {
	return p%(hintEach*one) == 0 || ahead(p, from+farWalk*one)
}

// later returns the one that is ahead of the other.
func later(p, q position) position {
	if ahead(q, p) {
		return q
	}
	return p
}
