package explore

import (
	"context"
	"fmt"
	"slices"

	"github.com/boundedq/queue"
)

// A call is one operation on the queue.
type call struct {
	what   string // as in a program
	client string // as a failure names it
	began  bool
	ended  bool
	before uint32 // the calls that had ended when it began
	v      int    // sent, or received, or the length
	err    error
}

func (c *call) String() string {
	name := map[string]string{"S": "Send", "s": "TrySend", "R": "Recv", "r": "TryRecv", "C": "Close", "L": "Len", "X": "cancel"}[c.what[:1]]
	switch {
	case !c.began:
		return fmt.Sprintf("%s: %s, not begun", c.client, name)
	case c.sends():
		name = fmt.Sprintf("%s(%d)", name, c.v)
	}
	switch {
	case !c.ended:
		return fmt.Sprintf("%s: %s waits", c.client, name)
	case c.err != nil:
		return fmt.Sprintf("%s: %s = %v", c.client, name, c.err)
	case c.receives() || c.what == "L":
		return fmt.Sprintf("%s: %s = %d", c.client, name, c.v)
	}
	return fmt.Sprintf("%s: %s", c.client, name)
}

func (c *call) sends() bool    { return c.what[0] == 'S' || c.what[0] == 's' }
func (c *call) receives() bool { return c.what[0] == 'R' || c.what[0] == 'r' }

// linearizable reports whether the calls, which have all ended or have had no effect, can be
// put in an order that fits real time and in which each result is that of a queue that holds
// held in the beginning. It tries all orders.
func linearizable(calls []*call, capacity int, held []int) bool {
	all := uint32(0)
	for i, c := range calls {
		if c.ended {
			all |= 1 << i
		}
	}
	var from func(done uint32, held []int, closed bool) bool
	from = func(done uint32, held []int, closed bool) bool {
		if done == all {
			return true
		}
		for i, c := range calls {
			bit := uint32(1) << i
			if !c.ended || done&bit != 0 || c.before&^done != 0 {
				continue
			}
			if capacity == 0 && c.sends() && c.err == nil {
				for j, r := range calls { // both at once
					free := r.ended && done&(1<<j) == 0 && r.before&^done == 0
					if free && !closed && meet(c, r) && from(done|bit|1<<j, held, closed) {
						return true
					}
				}
				continue
			}
			if c.err == context.Canceled && !mayBeCancelled(calls, i) {
				return false
			}
			if fits(c, capacity, held, closed) && from(done|bit, c.after(held), closed || c.what == "C") {
				return true
			}
		}
		return false
	}
	return from(0, held, false)
}

// meet reports whether one call may have given its value to the other, past a queue of capacity
// 0. Two tries cannot: neither waits.
func meet(send, recv *call) bool {
	return recv.receives() && recv.err == nil && recv.v == send.v && (send.what[0] == 'S' || recv.what[0] == 'R')
}

// mayBeCancelled reports whether call i is under the context, and that was cancelled before the
// call had ended.
func mayBeCancelled(calls []*call, i int) bool {
	return len(calls[i].what) == 2 && slices.ContainsFunc(calls, func(x *call) bool {
		return x.what == "X" && x.began && x.before&(1<<i) == 0
	})
}

// fits reports whether the result of c is right on a queue that holds these values. What the
// context has ended had to wait at some moment.
func fits(c *call, capacity int, held []int, closed bool) bool {
	switch {
	case c.receives() && c.err != nil && c.v != 0:
		return false
	case c.what == "L":
		return c.v == len(held)
	case c.sends() && c.err == nil:
		return !closed && len(held) < capacity
	case c.sends() && (c.err == queue.ErrFull && c.what == "s" || c.err == context.Canceled):
		return !closed && len(held) == capacity
	case c.sends() && c.err == queue.ErrClosed:
		return closed
	case c.receives() && c.err == nil:
		return len(held) > 0 && held[0] == c.v
	case c.receives() && (c.err == queue.ErrEmpty && c.what == "r" || c.err == context.Canceled):
		return !closed && len(held) == 0
	case c.receives() && c.err == queue.ErrClosed:
		return closed && len(held) == 0
	}
	return c.what == "C" || c.what == "X"
}

// after returns what is held when c has taken effect.
func (c *call) after(held []int) []int {
	switch {
	case c.err != nil:
	case c.sends():
		return append(held[:len(held):len(held)], c.v)
	case c.receives():
		return held[1:]
	}
	return held
}
