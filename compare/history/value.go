package history

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// A linearization gives each operation that took effect a moment in its interval,
// and where several have the same moment, an order among them. So the moments of
// operations in order never decrease, but they may be equal; a contradiction needs
// a strict inequality. That is what makes a coarse clock harmless.
//
// All rules are conclusions about these moments. The checker keeps, for each value
// that was or may have been accepted, an interval for the moment of its send (push)
// and one for the moment of its receive (pop). At first they are the intervals of
// the operations. Each step replaces them by smaller ones that every linearization
// keeps to, if there is any. An interval without a moment left refutes the history.
//
// Every bound is the Call or the Return of some operation. It remembers which, for
// the sake of the one who has to read the verdict.

// A bound is a moment, and the operation that it comes from.
type bound struct {
	at time.Duration
	op int32 // index in the history, or none
}

const none = -1

// maxOps keeps an index, and the capacity plus one, within 32 bits.
const maxOps = 1 << 30

var (
	never  = bound{Never, none}
	always = bound{math.MinInt64, none}
)

func earlier(a, b bound) bound {
	if b.at < a.at {
		return b
	}
	return a
}

func later(a, b bound) bound {
	if b.at > a.at {
		return b
	}
	return a
}

// An interval holds a moment lo <= t <= hi.
type interval struct{ lo, hi bound }

func (i interval) void() bool { return i.lo.at > i.hi.at }

// A value is one that was accepted, or may have been: its send is pending.
//
// The moment of a push or pop that did not take place is Never. So a value that
// nobody received has a pop at Never, which comes after every other pop; and a
// pending send that came to nothing has a push at Never.
type value struct {
	send, recv int32 // operations; recv may be none
	push, pop  interval
}

// accepted reports whether the value was certainly accepted.
func (v *value) accepted() bool { return v.push.hi.at < Never }

// A window is a refused try. At some moment in it the queue was full, or empty.
type window struct {
	op int32
	interval
}

// read builds the values from the history, and finds what needs no time-line:
//
// VFresh: a receive returned a value that nobody sent, or whose sends all failed
// (an operation that fails has no effect, clauses 3 and 4), or whose send began
// after the receive had returned. VRepet: two receives returned the same value,
// which was sent once.
func (c *checker) read() (*Violation, error) {
	sends, err := c.readSends()
	if err != nil {
		return nil, err
	}
	if bad := c.readReceives(sends); bad != nil {
		return bad, nil
	}
	c.readRest()
	for i := range c.values {
		v := &c.values[i]
		if v.recv == none {
			v.pop = interval{c.firstWaiting(), never}
		}
		c.own(v)
	}
	return nil, nil
}

// readSends makes the values, and returns where each is.
func (c *checker) readSends() (map[int]int32, error) {
	at := make(map[int]int32, len(c.h)/2)
	c.values = make([]value, 0, len(c.h)/2)
	for i, o := range c.h {
		if !o.Kind.sends() || o.Outcome != OK && o.Outcome != Pending {
			continue
		}
		if first, ok := at[o.Value]; ok {
			return nil, fmt.Errorf("history: one value is sent twice: %v and %v", c.h[c.values[first].send], o)
		}
		at[o.Value] = int32(len(c.values))
		c.values = append(c.values, value{send: int32(i), recv: none, push: c.interval(i)})
	}
	return at, nil
}

func (c *checker) readReceives(at map[int]int32) *Violation {
	for i, o := range c.h {
		if !o.Kind.receives() || o.Outcome != OK {
			continue
		}
		n, ok := at[o.Value]
		if !ok {
			return c.fromNowhere(i)
		}
		v := &c.values[n]
		if v.recv != none {
			return c.violation(VRepet, fmt.Sprintf("value %d was received twice, but sent once", o.Value), v.send, v.recv, int32(i))
		}
		if o.Return < c.h[v.send].Call {
			return c.violation(VFresh, fmt.Sprintf("value %d was received before its send began", o.Value), int32(i), v.send)
		}
		v.recv, v.pop = int32(i), c.interval(i)
	}
	return nil
}

// fromNowhere explains the receive of a value that is not in the queue's past.
func (c *checker) fromNowhere(recv int) *Violation {
	v := c.h[recv].Value
	for i, o := range c.h {
		if o.Kind.sends() && o.Value == v {
			return c.violation(VFresh, fmt.Sprintf("value %d was received, but its send had failed (%s)", v, o.Outcome), int32(i), int32(recv))
		}
	}
	return c.violation(VFresh, fmt.Sprintf("value %d was received, but nobody sent it", v), int32(recv))
}

// readRest sorts out the operations that moved no value.
func (c *checker) readRest() {
	c.closing = interval{never, never}
	c.drained = never
	for i, o := range c.h {
		in := c.interval(i)
		switch {
		case o.Kind == Close:
			c.closing.lo = earlier(c.closing.lo, in.lo)
			c.closing.hi = earlier(c.closing.hi, in.hi)
		case o.Kind.receives() && o.Outcome == Pending:
			c.waiting = append(c.waiting, in.lo)
		case o.Outcome == Closed:
			c.closing.hi = earlier(c.closing.hi, in.hi)
			if o.Kind.receives() {
				c.drained = earlier(c.drained, in.hi)
			}
		case o.Outcome == Full && !c.weak:
			c.fulls = append(c.fulls, window{int32(i), in})
		case o.Outcome == Empty && !c.weak:
			c.empties = append(c.empties, window{int32(i), in})
		}
	}
	slices.SortFunc(c.waiting, byTime)
}

func (c *checker) interval(i int) interval {
	o := &c.h[i]
	return interval{bound{o.Call, int32(i)}, bound{o.end(), int32(i)}}
}

// firstWaiting is when a value that nobody is known to have received may have been
// received at the earliest: a pending receive may have taken it already.
func (c *checker) firstWaiting() bound {
	if len(c.waiting) == 0 {
		return never
	}
	return c.waiting[0]
}

// raise makes b a lower bound, lower an upper one.

func (c *checker) raise(lo *bound, b bound) {
	if b.at > lo.at {
		*lo = b
		c.narrowed = true
	}
}

func (c *checker) lower(hi *bound, b bound) {
	if b.at < hi.at {
		*hi = b
		c.narrowed = true
	}
}

// own is the first conclusion of all: a value is sent before it is received.
func (c *checker) own(v *value) {
	c.raise(&v.pop.lo, v.push.lo)
	c.lower(&v.push.hi, v.pop.hi)
}

// ownStep looks for a value without a moment to be sent or received at. The steps
// find most of these themselves and know a better reason.
func (c *checker) ownStep() *Violation {
	for i := range c.values {
		v := &c.values[i]
		c.own(v)
		if v.push.void() || v.pop.void() {
			return c.noMoment(VNarrow, v, "")
		}
	}
	return nil
}

// A key is a value's place in a sorted list.
type key struct {
	bound
	value int32
}

func byTime(a, b bound) int { return cmp.Compare(a.at, b.at) }

func byKey(a, b key) int { return cmp.Compare(a.at, b.at) }

// sorted returns the values in the order of one of their bounds.
func (c *checker) sorted(of func(*value) bound) []key {
	keys := make([]key, len(c.values))
	for i := range c.values {
		keys[i] = key{of(&c.values[i]), int32(i)}
	}
	slices.SortFunc(keys, byKey)
	return keys
}

func pushLo(v *value) bound { return v.push.lo }
func pushHi(v *value) bound { return v.push.hi }
func popHi(v *value) bound  { return v.pop.hi }
