package bench

import (
	"testing"

	"github.com/boundedq/queue/compare/queuebench"
)

func TestDirectNames(t *testing.T) {
	var names []string
	for _, c := range directMatrix() {
		names = append(names, directName(c))
	}
	seen := checkNames(t, names)
	for _, name := range []string{
		"scenario=handoff/impl=chan/batch=1/cap=0/p=32/c=32",
		"scenario=handoff/impl=ring/batch=1/cap=16384/p=3/c=5",
		"scenario=handoff/impl=ring/batch=64/cap=100/p=2/c=2",
		"scenario=handoff/impl=ring-iface/batch=1/cap=1024/p=1/c=1",
		"scenario=handoff/impl=spsc/batch=1/cap=0/p=1/c=1",
		"scenario=handoff/impl=mpsc/batch=64/cap=8192/p=8/c=1",
		"scenario=handoff/impl=spmc/batch=1/cap=7/p=1/c=8",
		"scenario=busy/impl=ring/batch=1/cap=4/p=4/c=4",
		"scenario=busy/impl=spsc/batch=1/cap=1024/p=1/c=1",
		"scenario=busyprocess/impl=ring/batch=1/cap=64/p=1/c=8",
	} {
		if !seen[name] {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestDirectCells(t *testing.T) {
	// A point is what a cell and its baseline have in common.
	type point struct {
		scenario                       string
		capacity, producers, consumers int
	}
	at := func(c queuebench.Cell) point { return point{c.Scenario, c.Capacity, c.Producers, c.Consumers} }
	baseline := map[point]bool{}
	for _, c := range directMatrix() {
		if c.Impl.Name == "chan" {
			baseline[at(c)] = true
		}
	}
	idle := map[point]bool{}
	for _, c := range directMatrix() {
		if c.Scenario == "handoff" {
			idle[at(c)] = true
		}
	}
	for _, c := range directMatrix() {
		alone := at(c)
		alone.scenario = "handoff"
		if !idle[alone] {
			t.Errorf("%s has no cell of handoff beside it", directName(c))
		}
		if !baseline[at(c)] {
			t.Errorf("%s has no cell of the bare channel beside it", directName(c))
		}
		if !c.Impl.Roles.Allow(c.Producers, c.Consumers) {
			t.Errorf("%s: the queue is not made for so many", directName(c))
		}
	}
}

func TestSoundDirectQueueHasNumbers(t *testing.T) {
	for _, c := range directMatrix() {
		if c.Capacity != 0 && c.Capacity != 16 && c.Capacity != 100 {
			continue
		}
		t.Run(directName(c), func(t *testing.T) {
			n := some(c)
			if r := measure(t, c, n); r.N != n || r.T <= 0 {
				t.Errorf("got %v", r)
			}
		})
	}
}
