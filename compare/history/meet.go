package history

// Rendezvous (VMeet): at capacity 0 a send and a receive take effect together, at
// the moment when the two meet (clause 13). So the intervals of the two operations
// have a moment in common; values have no time in between, and their order is that
// of the meetings, so there is no more to say about it. An accepted value that
// nobody received was taken by a receive that is pending.
//
// A try does not wait, and it succeeds only if somebody does. So of the two that
// meet, one is not a try.
//
// A refused try says that nobody waited on the other side at some moment. That
// another operation has been called does not mean that it waits already, so no
// rule follows, except that the queue was not closed.
func (c *checker) meetStep() *Violation {
	for i := range c.values {
		v := &c.values[i]
		c.raise(&v.push.lo, v.pop.lo)
		c.lower(&v.pop.hi, v.push.hi)
		if v.push.void() || v.pop.void() {
			return c.violation(VMeet, "at capacity 0 a send and its receive must overlap, and these do not", v.send, v.recv, v.push.lo.op, v.push.hi.op)
		}
		if v.recv != none && c.h[v.send].Kind == TrySend && c.h[v.recv].Kind == TryRecv {
			return c.violation(VMeet, "at capacity 0 two operations met neither of which waits", v.send, v.recv)
		}
	}
	return nil
}
