package queuebench

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

// A Cell is one measurement: a scenario, a queue, and the numbers that the scenario
// needs. [Run] makes cells and names them; a matrix of your own can make them
// itself.
type Cell struct {
	Scenario  string // one of those that the package documentation lists
	Impl      Impl
	Capacity  int
	Producers int
	Consumers int
	Batch     int // values that go with one call; 1 in all scenarios but handoff
}

// Name returns the name that [Run] gives the cell. Every key is always there and in
// this order, for benchstat merges what it cannot tell apart. No value ends in a
// minus sign and digits, which benchstat would read as GOMAXPROCS.
func (c Cell) Name() string {
	return fmt.Sprintf("scenario=%s/impl=%s/cap=%d/p=%d/c=%d/batch=%d",
		c.Scenario, c.Impl.Name, c.Capacity, c.Producers, c.Consumers, c.Batch)
}

// Measure is the cell as a benchmark: it makes new queues and runs b.N operations.
// It fails, and there are no numbers, if the cell makes no sense or if the values
// that were received are not those that were sent. Unlike [Run] it does not test the
// queue before, and takes any GOMAXPROCS.
func (c Cell) Measure(b *testing.B) {
	if err := c.check(); err != nil {
		b.Fatal(err)
	}
	scenarioOf(c.Scenario).run(b, c)
}

// RunAs is Measure as a sub-benchmark of b under a name of the caller's.
func (c Cell) RunAs(b *testing.B, name string) bool {
	resetProcs()
	return b.Run(name, c.Measure)
}

// check fails if the scenario cannot be run with these numbers, or the queue is not
// made for it.
func (c Cell) check() error {
	if err := c.Impl.check(); err != nil {
		return err
	}
	s := scenarioOf(c.Scenario)
	if s == nil {
		return noSuchScenario(c.Scenario)
	}
	if err := s.check(c); err != nil {
		return fmt.Errorf("scenario %s: %w", c.Scenario, err)
	}
	if !c.Impl.takes(c) {
		return fmt.Errorf("impl %s is not made for %s", c.Impl.Name, c.Name())
	}
	return nil
}

// takes reports whether the cell is one for this queue.
func (i Impl) takes(c Cell) bool {
	if i.control() && (!slices.Contains(i.only, c.Scenario) || c.Batch > 1) {
		return false
	}
	if has := scenarioOf(c.Scenario).has; has != nil && !has(i) {
		return false
	}
	return i.Roles.Allow(c.Producers, c.Consumers)
}

// lane makes a lane of the cell's that has been filled and drained. The benchmark
// fails if there is none.
func (c Cell) lane(b *testing.B) Lane {
	l, err := c.open()
	return warmed(b, c, l, err)
}

// laneWith is lane for operations with contexts, at first with ctx.
func (c Cell) laneWith(b *testing.B, ctx context.Context) contextLane {
	l, err := opened(c, func() contextLane { return c.Impl.openWith(ctx, c.Capacity) })
	return warmed(b, c, l, err)
}

func warmed[L Lane](b *testing.B, c Cell, l L, err error) L {
	if err == nil {
		err = warm(l, c.Capacity)
	}
	if err != nil {
		b.Fatal(err)
	}
	return l
}

// open makes a lane of the cell's that nobody has used.
func (c Cell) open() (Lane, error) {
	return opened(c, func() Lane { return c.Impl.Open(c.Capacity, c.Batch) })
}

// opened returns what open makes, or says why it cannot: a queue may have no
// rendezvous, or only capacities of its own choice.
func opened[L Lane](c Cell, open func() L) (l L, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: no queue of capacity %d: %v", c.Impl.Name, c.Capacity, p)
		}
	}()
	return open(), nil
}
