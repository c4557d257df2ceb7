package history

import "fmt"

// Order (VOrd): values are received in the order in which they are sent.
//
// If the push of u certainly came before the push of v, that is, if the one's
// latest moment is before the other's earliest, then in every linearization the
// pop of u comes before the pop of v. So v is not received before the earliest
// moment of u's pop, and u not after the latest of v's. A pair that was sent in one
// order and received in the other leaves v's pop without a moment: that is the VOrd
// of Henzinger, Sezgin and Vafeiadis.
//
// Since the two orders are the same, pops say the same about pushes.

func (c *checker) pushOrderStep() *Violation {
	return c.follow(
		func(v *value) *interval { return &v.push },
		func(v *value) *interval { return &v.pop })
}

func (c *checker) popOrderStep() *Violation {
	return c.follow(
		func(v *value) *interval { return &v.pop },
		func(v *value) *interval { return &v.push })
}

// follow carries the certain order of one end over to the other.
//
// The values that are certainly before v are those whose lead ends before v's
// begins. For v in the order of these beginnings they are a growing set, of which
// only the one with the greatest lower bound matters; and the other way round.
func (c *checker) follow(lead, trail func(*value) *interval) *Violation {
	begins := c.sorted(func(v *value) bound { return lead(v).lo })
	ends := c.sorted(func(v *value) bound { return lead(v).hi })

	next, last := 0, int32(none)
	for _, b := range begins {
		for next < len(ends) && ends[next].at < b.at {
			u := ends[next].value
			if last == none || trail(&c.values[u]).lo.at > trail(&c.values[last]).lo.at {
				last = u
			}
			next++
		}
		if last == none {
			continue
		}
		v := trail(&c.values[b.value])
		c.raise(&v.lo, trail(&c.values[last]).lo)
		if v.void() {
			return c.disorder(last, b.value)
		}
	}

	next, first := len(begins)-1, int32(none)
	for i := len(ends) - 1; i >= 0; i-- {
		e := ends[i]
		for next >= 0 && begins[next].at > e.at {
			v := begins[next].value
			if first == none || trail(&c.values[v]).hi.at < trail(&c.values[first]).hi.at {
				first = v
			}
			next--
		}
		if first == none {
			continue
		}
		u := trail(&c.values[e.value])
		c.lower(&u.hi, trail(&c.values[first]).hi)
		if u.void() {
			return c.disorder(e.value, first)
		}
	}
	return nil
}

// disorder explains why u and v cannot be in one order at both ends.
func (c *checker) disorder(u, v int32) *Violation {
	x, y := &c.values[u], &c.values[v]
	if x.push.hi.at >= y.push.lo.at {
		x, y = y, x // the pops have an order, and u is the one received first
		if x.push.hi.at >= y.push.lo.at {
			return c.noMoment(VOrd, x, "")
		}
	}
	a, b := c.h[x.send].Value, c.h[y.send].Value
	what := fmt.Sprintf("value %d was sent before value %d, but %d was received first", a, b, b)
	if x.recv == none {
		what = fmt.Sprintf("value %d was sent before value %d, but only %d was received", a, b, b)
	}
	return c.violation(VOrd, what, x.send, y.send, y.recv, x.recv, x.push.hi.op, y.push.lo.op, x.pop.lo.op, y.pop.hi.op)
}
