package history

import (
	"fmt"
	"slices"
	"sort"
)

// Ranks (VRank): the kth push and the kth pop are of the same value, and the
// (k+C)th push comes after the kth pop. So, with P and Q for the moments of pushes
// and pops in their order, P1 <= P2 <= …, for every k
//
//	P[k] <= Q[k] <= P[k+C].
//
// The kth smallest of the pushes' earliest moments bounds P[k] from below: before
// it, fewer than k can have taken place. The kth smallest of their latest moments
// bounds it from above: by then k have. The same for Q, except that its lower
// bounds count the pending receives, each of which may have taken a value. The
// chain carries the lower bounds up, from k to k+C, and the upper ones down.
//
// A refusal adds to them. If the queue was full at a moment t of [x, y], there were
// C more pushes than pops by t. At least m pops certainly came before x, if so many
// upper bounds are before it; so the (m+C)th push came by y. At most n pushes can
// have come by y; so the (n-C+1)th pop came not before x. An empty queue is the same
// with C = 0 and pushes and pops exchanged.
//
// Last, ranks bound values. If i values are certainly before v, in push order or in
// pop order, which are one, v has at least rank i+1; and likewise from the end.
func (c *checker) rankStep() *Violation {
	r := c.ranks()
	for i := range c.fulls {
		if !r.full(&c.fulls[i].interval) {
			return c.noState(VFull, "full", &c.fulls[i])
		}
	}
	for i := range c.empties {
		if !r.empty(&c.empties[i].interval) {
			return c.noState(VWit, "empty", &c.empties[i])
		}
	}
	r.conclude()
	r.chain()
	for k := range r.push.lo {
		if r.push.lo[k].at > r.push.hi[k].at {
			return c.noRank("sent", k, r.push.lo[k], r.push.hi[k])
		}
		if r.pop.lo[k].at > r.pop.hi[k].at {
			return c.noRank("received", k, r.pop.lo[k], r.pop.hi[k])
		}
	}
	for i := range c.values {
		if bad := c.rankValue(r, &c.values[i]); bad != nil {
			return bad
		}
	}
	return nil
}

// ranks holds the bounds of P and Q. Index k is for the (k+1)th push or pop.
type ranks struct {
	push, pop rankBounds
	capacity  int // at most the number of values

	// What refusals say waits until all of them have been looked at, since the
	// bounds must stay sorted meanwhile.
	lowers, raises []conclusion
}

type rankBounds struct{ lo, hi []bound }

// A conclusion is a bound for one end of an interval of a rank.
type conclusion struct {
	end *bound
	to  bound
}

func (c *checker) ranks() *ranks {
	r := &ranks{
		push:     rankBounds{bounds(c.sorted(pushLo)), bounds(c.sorted(pushHi))},
		pop:      rankBounds{c.receives(), bounds(c.sorted(popHi))},
		capacity: min(c.capacity, len(c.values)),
	}
	r.chain()
	return r
}

func bounds(keys []key) []bound {
	out := make([]bound, len(keys))
	for i, k := range keys {
		out[i] = k.bound
	}
	return out
}

// receives returns the earliest moments of the receives that took a value or may
// have, one for each value.
func (c *checker) receives() []bound {
	pops := slices.Clone(c.waiting)
	for i := range c.values {
		if v := &c.values[i]; v.recv != none {
			pops = append(pops, v.pop.lo)
		}
	}
	slices.SortFunc(pops, byTime)
	for len(pops) < len(c.values) {
		pops = append(pops, never)
	}
	return pops[:len(c.values)]
}

// chain makes every bound follow from its neighbours.
func (r *ranks) chain() {
	n := len(r.push.lo)
	for k := range n {
		if k > 0 {
			r.push.lo[k] = later(r.push.lo[k], r.push.lo[k-1])
			r.pop.lo[k] = later(r.pop.lo[k], r.pop.lo[k-1])
		}
		if k >= r.capacity {
			r.push.lo[k] = later(r.push.lo[k], r.pop.lo[k-r.capacity])
		}
		r.pop.lo[k] = later(r.pop.lo[k], r.push.lo[k])
	}
	for k := n - 1; k >= 0; k-- {
		if k+1 < n {
			r.push.hi[k] = earlier(r.push.hi[k], r.push.hi[k+1])
			r.pop.hi[k] = earlier(r.pop.hi[k], r.pop.hi[k+1])
		}
		if k+r.capacity < n {
			r.pop.hi[k] = earlier(r.pop.hi[k], r.push.hi[k+r.capacity])
		}
		r.push.hi[k] = earlier(r.push.hi[k], r.pop.hi[k])
	}
}

// full draws the conclusions from a moment in w at which the queue was full; empty
// from one at which it was empty. They report false if there is none.

func (r *ranks) full(w *interval) bool { return r.differ(w, &r.push, &r.pop, r.capacity) }

func (r *ranks) empty(w *interval) bool { return r.differ(w, &r.pop, &r.push, 0) }

// differ is for a moment in w by which by more of the one kind have taken place
// than of the other.
func (r *ranks) differ(w *interval, more, less *rankBounds, by int) bool {
	m, n := before(less.hi, w.lo), upTo(more.lo, w.hi)
	if m+by > len(more.hi) || n < by {
		return false
	}
	if k := m + by - 1; k >= 0 {
		r.lowers = append(r.lowers, conclusion{&more.hi[k], w.hi})
	}
	if k := n - by; k < len(less.lo) {
		r.raises = append(r.raises, conclusion{&less.lo[k], w.lo})
	}
	return true
}

func (r *ranks) conclude() {
	for _, l := range r.lowers {
		*l.end = earlier(*l.end, l.to)
	}
	for _, l := range r.raises {
		*l.end = later(*l.end, l.to)
	}
}

// before counts the bounds before t, upTo those up to it.

func before(bs []bound, t bound) int {
	return sort.Search(len(bs), func(i int) bool { return bs[i].at >= t.at })
}

func upTo(bs []bound, t bound) int {
	return sort.Search(len(bs), func(i int) bool { return bs[i].at > t.at })
}

// rankValue brings what is known about ranks to a value that has one of them.
func (c *checker) rankValue(r *ranks, v *value) *Violation {
	first := max(before(r.push.hi, v.push.lo), before(r.pop.hi, v.pop.lo))
	last := min(upTo(r.push.lo, v.push.hi), upTo(r.pop.lo, v.pop.hi)) - 1
	if first > last {
		return c.noMoment(VRank, v, "no place in the order of all values is left for it")
	}
	c.raise(&v.push.lo, r.push.lo[first])
	c.raise(&v.pop.lo, r.pop.lo[first])
	c.lower(&v.push.hi, r.push.hi[last])
	c.lower(&v.pop.hi, r.pop.hi[last])
	if v.push.void() || v.pop.void() {
		return c.noMoment(VRank, v, "its place in the order of all values leaves it no moment")
	}
	return nil
}

func (c *checker) noState(rule Rule, state string, w *window) *Violation {
	return c.violation(rule, fmt.Sprintf("an operation found the queue %s, but in whatever order the others took effect, at no moment of it was it so", state), w.op, w.lo.op, w.hi.op)
}

func (c *checker) noRank(verb string, k int, lo, hi bound) *Violation {
	return c.violation(VRank, fmt.Sprintf("in whatever order they took effect, value number %d was %s not before %v, and yet not after %v", k+1, verb, lo.at, hi.at), lo.op, hi.op)
}
