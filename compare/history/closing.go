package history

// Closing (VClose): clause 10. The queue was closed at a moment K, the first at
// which a Close took effect, or it was not closed.
//
//   - K is not before the first Close was called, nor after the first Close
//     returned. Nor is it after the Return of an operation that said ErrClosed.
//   - An accepted value was pushed by K. So K is not before the earliest moment of
//     its push, and its push not after the latest K.
//   - A refusal, full or empty, says that the queue was open: it comes by K.
//   - A receive says ErrClosed at a moment when the queue is closed and empty, and
//     then it stays so: every accepted value was popped by then. So its pop is not
//     after the Return of the first receive that said so.
//
// No Close at all is one at Never, which an ErrClosed contradicts.
//
// A cancelled operation is legal anywhere. Clause 9 says more, but what it says is
// not about the order of effects.
func (c *checker) closeStep() *Violation {
	if c.closing.lo.at == Never && c.closing.hi.at == Never {
		return nil
	}
	for i := range c.values {
		if v := &c.values[i]; v.accepted() {
			c.raise(&c.closing.lo, v.push.lo)
		}
	}
	for _, refused := range [][]window{c.fulls, c.empties} {
		for i := range refused {
			c.raise(&c.closing.lo, refused[i].lo)
		}
	}
	if c.closing.void() {
		return c.closedTwoWays()
	}
	for i := range c.values {
		if v := &c.values[i]; v.accepted() {
			c.lower(&v.push.hi, c.closing.hi)
			c.lower(&v.pop.hi, c.drained)
			if v.pop.void() {
				return c.closedEarly(v)
			}
		}
	}
	for _, refused := range [][]window{c.fulls, c.empties} {
		for i := range refused {
			c.lower(&refused[i].hi, c.closing.hi)
		}
	}
	return nil
}

// closedTwoWays explains why K has no moment.
func (c *checker) closedTwoWays() *Violation {
	lo, hi := c.closing.lo, c.closing.hi
	what := "an operation said that the queue was closed, but no Close had been called"
	if lo.op != none && c.h[lo.op].Kind != Close {
		what = "the queue was closed when one operation returned, and another that began later was answered as if it were open"
	}
	return c.violation(VClose, what, hi.op, lo.op)
}

func (c *checker) closedEarly(v *value) *Violation {
	what := "a receive said that the queue was closed and drained, but an accepted value was received later"
	if v.recv == none {
		what = "a receive said that the queue was closed and drained, but an accepted value was never received"
	}
	return c.violation(VClose, what, c.drained.op, v.send, v.recv, v.pop.lo.op)
}
