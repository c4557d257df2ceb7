package queuebench

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// A scenario is something that programs do with queues.
type scenario struct {
	name string
	run  func(*testing.B, Cell)

	// fixed has the producers and consumers that there are; nil is any numbers.
	fixed *[2]int
	// both is for goroutines that are producer and consumer at once: as many of one
	// as of the other, more than one, and a buffer, since none of them waits for
	// another to receive.
	both bool
	// buffered is for a scenario that cannot be run at capacity 0.
	buffered bool
	// batches is for a scenario in which values may go in batches.
	batches bool
	// numbered is for a scenario beside goroutines that compute, whose name may end in
	// how many.
	numbered bool
	// has reports whether a queue has what the scenario calls; nil is that all have.
	has func(Impl) bool
}

var oneEach = &[2]int{1, 1}

// scenarios are in the order in which Run runs them.
var scenarios = []scenario{
	{name: "floor", run: floor, fixed: oneEach, buffered: true},
	{name: "handoff", run: handoff, batches: true},
	{name: "pairs", run: pairs, both: true, buffered: true},
	{name: "full", run: full},
	{name: "empty", run: empty},
	{name: "pingpong", run: pingpong, fixed: oneEach},
	{name: "wake", run: burst(1), fixed: oneEach},
	{name: "burst10", run: burst(10), fixed: oneEach},
	{name: "burst100", run: burst(100), fixed: oneEach},
	{name: "paced2us", run: paced(2 * time.Microsecond), fixed: oneEach},
	{name: "paced10us", run: paced(10 * time.Microsecond), fixed: oneEach},
	{name: "busy", run: busy, numbered: true},
	{name: "busypingpong", run: busypingpong, fixed: oneEach, numbered: true},
	{name: "busywake", run: busywake, fixed: oneEach, numbered: true},
	{name: "busyprocess", run: busyprocess},
	{name: "join", run: join, fixed: &[2]int{2, 2}},
	{name: "transform", run: transform, fixed: oneEach},
	{name: "pipeline", run: pipeline, fixed: oneEach},
	{name: "oversubscribed", run: handoff, fixed: &[2]int{256, 256}},
	{name: "ctxcancel", run: ctxcancel, has: Impl.hasContexts},
	{name: "ctxdeadline", run: ctxdeadline, has: Impl.hasContexts},
	{name: "payload0", run: payload0.handoff, has: payload0.in},
	{name: "payload8", run: payload8.handoff, has: payload8.in},
	{name: "payload64", run: payload64.handoff, has: payload64.in},
	{name: "payload256", run: payload256.handoff, has: payload256.in},
	{name: "payloadptr", run: payloadptr.handoff, has: payloadptr.in},
	{name: "idle", run: idle, fixed: &[2]int{1, sleepers}},
	{name: "close", run: release, fixed: &[2]int{1, sleepers}},
	{name: "create", run: create, fixed: oneEach},
}

// scenarioOf returns the scenario of that name, which may end in a number where the
// scenario takes one, or nil.
func scenarioOf(name string) *scenario {
	if s := exactly(name); s != nil {
		return s
	}
	base, _, err := numberOf(name)
	if s := exactly(base); err == nil && s != nil && s.numbered {
		withNumber := *s
		withNumber.name = name
		return &withNumber
	}
	return nil
}

func exactly(name string) *scenario {
	for i := range scenarios {
		if scenarios[i].name == name {
			return &scenarios[i]
		}
	}
	return nil
}

func noSuchScenario(name string) error {
	base, _, err := numberOf(name)
	if s := exactly(base); s != nil && s.numbered {
		return err
	}
	var names, numbered []string
	for _, s := range scenarios {
		names = append(names, s.name)
		if s.numbered {
			numbered = append(numbered, s.name)
		}
	}
	return fmt.Errorf("scenario %q: must be one of %s; a number may follow %s",
		name, strings.Join(names, ", "), strings.Join(numbered, ", "))
}

// check fails if the scenario cannot be run with the numbers of c.
func (s *scenario) check(c Cell) error {
	if err := errors.Join(
		atLeast("capacity", c.Capacity, 0),
		atLeast("producers", c.Producers, 1),
		atLeast("consumers", c.Consumers, 1),
		atLeast("batch", c.Batch, 1),
	); err != nil {
		return err
	}
	switch {
	case s.fixed != nil && *s.fixed != [2]int{c.Producers, c.Consumers}:
		return fmt.Errorf("%d producers, %d consumers: must be %d and %d", c.Producers, c.Consumers, s.fixed[0], s.fixed[1])
	case s.both && (c.Producers != c.Consumers || c.Producers == 1):
		return fmt.Errorf("%d producers, %d consumers: must be as many of one as of the other, and more than one", c.Producers, c.Consumers)
	case s.buffered && c.Capacity == 0:
		return errors.New("capacity 0: must be 1 or more")
	case !s.batches && c.Batch > 1:
		return fmt.Errorf("batch %d: must be 1", c.Batch)
	}
	return nil
}

func atLeast(what string, n, least int) error {
	if n < least {
		return fmt.Errorf("%s %d: must be %d or more", what, n, least)
	}
	return nil
}
