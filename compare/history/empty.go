package history

import (
	"slices"
	"sort"
)

// Emptiness (VWit): a receive was refused, so at some moment in it the queue was
// empty (clause 5).
//
// A value is certainly in the queue strictly between its push's latest moment and
// its pop's earliest. At the ends it need not be: what happens at one moment has an
// order, and the state in between counts. So the queue can have been empty exactly
// outside the union of these open intervals, as far as they tell, and a refusal
// needs such a moment. This is the VWit of Henzinger, Sezgin and Vafeiadis, with
// the cover of Lee and Mathur.
//
// In turn, if the queue was empty at a moment t of [x, y], then whatever was
// certainly pushed before x was popped by t, so by y; and whatever was certainly
// popped after y was pushed after t, so not before x.
func (c *checker) emptyStep() *Violation {
	if len(c.empties) == 0 {
		return nil
	}
	zones := c.vacant()
	for i := range c.empties {
		if w := &c.empties[i]; !c.clip(&w.interval, zones) {
			return c.falseEmpty(w)
		}
	}

	slices.SortFunc(c.empties, byBegin)
	ends := earliestEnd(c.empties)
	for i := range c.values {
		v := &c.values[i]
		at := sort.Search(len(c.empties), func(i int) bool { return c.empties[i].lo.at > v.push.hi.at })
		if at == len(ends) {
			continue
		}
		c.lower(&v.pop.hi, ends[at].hi)
		if v.pop.void() {
			return c.noMoment(VWit, v, "another receive found the queue empty", ends[at].op)
		}
	}

	slices.SortFunc(c.empties, byEnd)
	begins := latestBegin(c.empties)
	for i := range c.values {
		v := &c.values[i]
		at := sort.Search(len(c.empties), func(i int) bool { return c.empties[i].hi.at >= v.pop.lo.at }) - 1
		if at < 0 {
			continue
		}
		c.raise(&v.push.lo, begins[at].lo)
		if v.push.void() {
			return c.noMoment(VWit, v, "another receive found the queue empty", begins[at].op)
		}
	}
	return nil
}

// vacant returns the zones in which no value is certainly in the queue.
func (c *checker) vacant() []zone {
	var zones []zone
	from := always
	for _, k := range c.sorted(pushHi) {
		v := &c.values[k.value]
		if v.push.hi.at >= v.pop.lo.at {
			continue
		}
		if v.push.hi.at >= from.at {
			zones = append(zones, zone{from, v.push.hi})
		}
		from = later(from, v.pop.lo)
	}
	if from.at < Never {
		zones = append(zones, zone{from, never})
	}
	return zones
}

// falseEmpty names values which between them were there all the time.
func (c *checker) falseEmpty(w *window) *Violation {
	ops := []int32{w.op}
	var held string
	t := w.lo.at
	for len(ops) < maxNamed && t <= w.hi.at {
		var best *value
		for i := range c.values {
			v := &c.values[i]
			if v.push.hi.at < t && v.pop.lo.at > t && (best == nil || v.pop.lo.at > best.pop.lo.at) {
				best = v
			}
		}
		if best == nil {
			break
		}
		ops = append(ops, best.send, best.recv, best.push.hi.op, best.pop.lo.op)
		if held == "" {
			held = c.because("sent after", best, best.push.hi, best.send) + c.because("received before", best, best.pop.lo, best.recv)
		}
		t = best.pop.lo.at
	}
	return c.violation(VWit, "a receive was refused as from an empty queue, but at each moment of it a value was there: sent before and not yet received"+held, ops...)
}

func byBegin(a, b window) int { return byTime(a.lo, b.lo) }
func byEnd(a, b window) int   { return byTime(a.hi, b.hi) }
