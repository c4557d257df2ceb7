package history

import (
	"errors"
	"fmt"
)

// An Option changes what Check expects of the queue.
type Option func(*checker)

// Weak declares that a try may fail without a reason, as in some ring buffers. ErrFull
// and ErrEmpty then say nothing about the queue, and are not looked at.
func Weak() Option { return func(c *checker) { c.weak = true } }

// Check looks for a reason why no queue of the given capacity that keeps its
// contract could have answered as h says. It returns a [*Violation] if it finds
// one, another error if h is no history at all (a value is sent twice, a Return
// comes before its Call), and nil otherwise. The package documentation says what
// nil means. Check panics if capacity is negative.
//
// The time is O(n log n) for n operations whatever the capacity, the memory O(n).
func Check(h History, capacity int, opts ...Option) error {
	if capacity < 0 {
		panic(fmt.Sprintf("history: negative capacity %d", capacity))
	}
	c := &checker{h: h, capacity: min(capacity, maxOps)}
	for _, opt := range opts {
		opt(c)
	}
	if err := c.wellFormed(); err != nil {
		return err
	}
	bad, err := c.read()
	if err != nil {
		return err
	}
	if bad == nil {
		bad = c.narrow()
	}
	if bad == nil {
		return nil // and not a nil *Violation
	}
	return bad
}

// A checker holds what is known about one history so far.
type checker struct {
	h        History
	capacity int
	weak     bool

	values   []value
	fulls    []window // of the refused sends
	empties  []window // of the refused receives
	waiting  []bound  // calls of the pending receives, sorted
	closing  interval // when the queue was closed
	drained  bound    // the earliest Return of a receive that said closed
	narrowed bool     // something became known in this round
}

// A step draws conclusions of one kind from what is known.
type step func(*checker) *Violation

// steps is what a queue that has room is held to, rendezvous what one without is.
// The first few look at no more than two operations of other values each, and so
// give the plainest reasons.
var (
	steps = []step{
		(*checker).closeStep,
		(*checker).pushOrderStep,
		(*checker).popOrderStep,
		(*checker).emptyStep,
		(*checker).overStep,
		(*checker).fullStep,
		(*checker).rankStep,
	}
	rendezvous = []step{
		(*checker).meetStep,
		(*checker).closeStep,
	}
)

// maxRounds bounds how often what one step concluded is given to the others. The
// rules as the literature has them are the first round. Each further one finds
// fewer of the violations that are left, and there is a limit because a chain of
// conclusions can be as long as the history.
const maxRounds = 6

func (c *checker) narrow() *Violation {
	all := steps
	if c.capacity == 0 {
		all = rendezvous
	}
	for range maxRounds {
		c.narrowed = false
		for _, step := range all {
			if bad := step(c); bad != nil {
				return bad
			}
			if bad := c.ownStep(); bad != nil {
				return bad
			}
		}
		if !c.narrowed {
			break
		}
	}
	return nil
}

// wellFormed refuses what cannot have been recorded.
func (c *checker) wellFormed() error {
	if len(c.h) > maxOps {
		return errors.New("history: too long")
	}
	for _, o := range c.h {
		if o.Return < o.Call && o.Outcome != Pending {
			return fmt.Errorf("history: returned before it was called: %v", o)
		}
		if !possible(o.Kind, o.Outcome) {
			return fmt.Errorf("history: no operation ends so: %v", o)
		}
	}
	return nil
}

// possible reports whether an operation can end like this at all. A try that
// returned something else than the contract allows counts as Cancelled.
func possible(k Kind, o Outcome) bool {
	switch o {
	case OK, Pending:
		return k <= Close
	case Full:
		return k.sends()
	case Empty:
		return k.receives()
	case Closed, Cancelled:
		return k < Close
	}
	return false
}
