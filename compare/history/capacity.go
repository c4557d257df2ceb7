package history

import (
	"fmt"
	"slices"
	"sort"
)

// Capacity (VOver): the queue never holds more than its capacity (clause 1).
//
// Strictly between the latest moment of its push and the earliest of its pop a
// value is certainly in the queue; more than C of these open intervals must have no
// moment in common. A weaker form counts pushes that have returned less pops that
// have been called.
//
// Where exactly C have one in common, these values fill the queue, from s to e say,
// both excluded. Nothing is sent there, since there is no room. Nothing is received
// there: not one of these, which are certainly there, and no other, for which there
// is no room. So no moment of a push or pop is strictly between s and e. Moreover a
// value other than these is in the queue at no moment between: if it was certainly
// pushed by s it was popped by s, and if it was certainly popped at e or later it
// was not pushed before e.
func (c *checker) overStep() *Violation {
	if c.capacity >= len(c.values) {
		return nil
	}
	brimful, bad := c.brimful()
	if bad != nil {
		return bad
	}
	for i := range c.values {
		v := &c.values[i]
		c.avoid(&v.push, brimful)
		c.avoid(&v.pop, brimful)
		c.makeWay(v, brimful)
		if v.push.void() || v.pop.void() {
			return c.noMoment(VOver, v, fmt.Sprintf("other values filled the queue (capacity %d) in that time", c.capacity))
		}
	}
	return nil
}

// brimful returns the open zones in which the queue is certainly full.
func (c *checker) brimful() ([]zone, *Violation) {
	var begins, ends []key
	for i := range c.values {
		v := &c.values[i]
		if v.push.hi.at < v.pop.lo.at {
			begins = append(begins, key{v.push.hi, int32(i)})
			ends = append(ends, key{v.pop.lo, int32(i)})
		}
	}
	slices.SortFunc(begins, byKey)
	slices.SortFunc(ends, byKey)

	var zones []zone
	next, open := 0, 0
	for _, b := range begins {
		for ends[next].at <= b.at {
			open--
			next++
		}
		open++
		if open > c.capacity {
			return nil, c.tooMany(b.bound)
		}
		if open == c.capacity {
			zones = append(zones, zone{b.bound, ends[next].bound})
		}
	}
	return zones, nil
}

// tooMany explains why the queue held more than its capacity just after from.
func (c *checker) tooMany(from bound) *Violation {
	var ops []int32
	n := 0
	for i := range c.values {
		v := &c.values[i]
		if v.push.hi.at <= from.at && v.pop.lo.at > from.at {
			n++
			ops = append(ops, v.send, v.recv, v.push.hi.op, v.pop.lo.op)
		}
	}
	// The one that came last is the one too many.
	ops = append([]int32{from.op}, ops...)
	return c.violation(VOver, fmt.Sprintf("just after %v the queue held %d values that had been sent and not yet received, but its capacity is %d", from.at, n, c.capacity), ops...)
}

// avoid moves the bounds of a moment out of the zones that it cannot be in.
func (c *checker) avoid(in *interval, zones []zone) {
	if z, ok := within(in.lo, zones); ok {
		c.raise(&in.lo, z.hi)
	}
	if z, ok := within(in.hi, zones); ok {
		c.lower(&in.hi, z.lo)
	}
}

// within returns the zone that t is strictly inside of.
func within(t bound, zones []zone) (zone, bool) {
	i := sort.Search(len(zones), func(i int) bool { return zones[i].hi.at > t.at })
	if i < len(zones) && zones[i].lo.at < t.at {
		return zones[i], true
	}
	return zone{}, false
}

// makeWay keeps v out of the queue where the others fill it. Those that do the
// filling have push.hi <= z.lo and pop.lo >= z.hi, so the zones meant are those
// with one but not the other.
func (c *checker) makeWay(v *value, zones []zone) {
	first := sort.Search(len(zones), func(i int) bool {
		return zones[i].lo.at >= v.push.hi.at && zones[i].hi.at > v.pop.lo.at
	})
	if first < len(zones) {
		c.lower(&v.pop.hi, zones[first].lo)
	}
	last := sort.Search(len(zones), func(i int) bool {
		return zones[i].lo.at >= v.push.hi.at || zones[i].hi.at > v.pop.lo.at
	}) - 1
	if last >= 0 {
		c.raise(&v.push.lo, zones[last].hi)
	}
}

// Fullness (VFull): a send was refused, so at some moment in it the queue was full
// (clause 5).
//
// A value can be in the queue only from its push's earliest moment to its pop's
// latest, both included. So the queue can have been full only where at least C of
// these closed intervals overlap, and a refusal needs such a moment.
//
// In turn, let [x, y] be a refusal during which no more than C overlap anywhere.
// The queue was full at a moment t in it, so every value that can be there at t is.
// If the interval of a value contains all of [x, y], it is one of these: it was
// pushed by t, so by y, and popped not before t, so not before x. For the first
// conclusion it is enough to look at where the interval begins: if it ends before
// y, the value was pushed before y anyway. For the second, at where it ends.
func (c *checker) fullStep() *Violation {
	if len(c.fulls) == 0 {
		return nil
	}
	begins, ends := c.sorted(pushLo), c.sorted(popHi)
	zones := reached(begins, ends, c.capacity)
	crowds := reached(begins, ends, c.capacity+1)
	var tight []window
	for i := range c.fulls {
		w := &c.fulls[i]
		if !c.clip(&w.interval, zones) {
			return c.falseFull(w)
		}
		if !meets(w.interval, crowds) {
			tight = append(tight, *w)
		}
	}

	slices.SortFunc(tight, byBegin)
	byX := tight
	firstEnds := earliestEnd(byX)
	byY := slices.Clone(tight)
	slices.SortFunc(byY, byEnd)
	lastBegins := latestBegin(byY)
	for i := range c.values {
		v := &c.values[i]
		if at := sort.Search(len(byX), func(i int) bool { return byX[i].lo.at >= v.push.lo.at }); at < len(byX) {
			c.lower(&v.push.hi, firstEnds[at].hi)
		}
		if at := sort.Search(len(byY), func(i int) bool { return byY[i].hi.at > v.pop.hi.at }) - 1; at >= 0 {
			c.raise(&v.pop.lo, lastBegins[at].lo)
		}
		if v.push.void() || v.pop.void() {
			return c.noMoment(VFull, v, "a refused send needs it to be in the queue")
		}
	}
	return nil
}

// falseFull names the values that can have been there, which are too few, and those
// that only the other operations exclude.
func (c *checker) falseFull(w *window) *Violation {
	what := fmt.Sprintf("a send was refused as by a full queue, but at no moment of it can the queue have held its capacity of %d", c.capacity)
	ops := []int32{w.op}
	var excluded string
	for i := range c.values {
		v := &c.values[i]
		if c.h[v.send].Call > w.hi.at || v.recv != none && c.h[v.recv].end() < w.lo.at {
			continue
		}
		ops = append(ops, v.send, v.recv, v.push.lo.op, v.pop.hi.op)
		if excluded == "" {
			excluded = c.because("sent before", v, v.push.lo, v.send) + c.because("there after", v, v.pop.hi, v.recv)
		}
	}
	return c.violation(VFull, what+excluded, ops...)
}
