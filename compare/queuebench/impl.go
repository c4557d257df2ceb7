package queuebench

import (
	"context"
	"fmt"
	"regexp"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
)

// An Impl is a queue that is to be measured: a name and a way to make it.
type Impl struct {
	// Name is the value of impl= in the names of its benchmarks. It has letters,
	// digits, dots, underscores and minus signs in it, and does not end in a minus
	// sign and digits, which benchstat would take for GOMAXPROCS.
	Name string

	// New makes a queue of at least the given capacity. It is called through the
	// interface, once for each Send and each Recv, with context.Background().
	New func(capacity int) queue.BoundedQueue[uint64]

	// Lane, if it is not nil, makes what is measured in place of what New makes,
	// everywhere but in batches, in the scenarios of contexts and in create. New is
	// then what is tested before; an Impl without New is not tested, but that its
	// values arrive is checked as everybody's is.
	Lane func(capacity int) Lane

	// Roles says how many producers and consumers it is made for. Benchmarks with
	// more are left out.
	Roles Roles

	// Payloads makes queues of other values, for the payload scenarios. They are not
	// tested before, but what arrives is checked.
	Payloads Payloads

	// Declares says what part of the contract it does not mean to keep, as for
	// [queuetest.Run]. What a side of one goroutine has to declare follows from
	// Roles.
	Declares []queuetest.Option

	// only has the scenarios that it is made for; empty is all.
	only []string

	// native is for the bare channel, which scenarios call in other ways than in a
	// Lane.
	native bool
}

// control reports whether it is no queue but a control.
func (i Impl) control() bool { return len(i.only) > 0 }

// Roles is how many goroutines a queue is made for on each side at most; 0 is any
// number.
type Roles struct{ Producers, Consumers int }

// Allow reports whether a queue of these roles can have so many producers and
// consumers.
func (r Roles) Allow(producers, consumers int) bool {
	return (r.Producers == 0 || producers <= r.Producers) &&
		(r.Consumers == 0 || consumers <= r.Consumers)
}

// Open makes a lane of the given capacity, in which Produce and Consume move batch
// values with one call if the queue is called through the interface.
func (i Impl) Open(capacity, batch int) Lane {
	switch {
	case batch > 1 && i.New != nil:
		return newBatchLane(i.New(capacity), batch)
	case i.Lane != nil:
		return i.Lane(capacity)
	}
	return queueLane{i.New(capacity), context.Background()}
}

// openWith makes a lane whose operations have ctx, or can be given another.
func (i Impl) openWith(ctx context.Context, capacity int) contextLane {
	if i.native {
		return selectLane{make(chanLane, capacity), ctx}
	}
	return queueLane{i.New(capacity), ctx}
}

// hasContexts reports whether openWith can make a lane.
func (i Impl) hasContexts() bool { return i.native || i.New != nil }

var (
	allowedName = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
	gomaxprocs  = regexp.MustCompile(`-[0-9]+$`)
)

// check fails if benchmarks cannot have the name, or if there is nothing to call.
func (i Impl) check() error {
	switch {
	case !allowedName.MatchString(i.Name):
		return fmt.Errorf("impl name %q: must be letters, digits, dots, underscores and minus signs, and not empty", i.Name)
	case gomaxprocs.MatchString(i.Name):
		return fmt.Errorf("impl name %q: must not end in a minus sign and digits, which would be read as GOMAXPROCS", i.Name)
	case i.New == nil && i.Lane == nil:
		return fmt.Errorf("impl %s: New and Lane are both nil", i.Name)
	}
	return nil
}
