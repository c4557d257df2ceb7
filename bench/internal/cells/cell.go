// Package cells reads results of the benchmarks that compare queues, and groups their
// samples by what was measured. It is what the programs in cmd that read results have
// in common.
package cells

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/perf/benchfmt"
)

// A Cell is what a benchmark's name says. What a name does not say is zero.
type Cell struct {
	Benchmark string // without the word itself: Queue, Direct
	Scenario  string
	Impl      string
	Batch     int
	Capacity  int
	Producers int
	Consumers int
	Every     time.Duration
	Procs     int // GOMAXPROCS
}

// Baseline is the impl that the others are compared with.
const Baseline = "chan"

// Baseline returns the cell of the bare channel that c is compared with. A channel
// has no batches, so that is the one of single values.
func (c Cell) Baseline() Cell {
	c.Impl = Baseline
	c.Batch = min(c.Batch, 1)
	return c
}

// String returns c as in the name of its benchmark, and GOMAXPROCS.
func (c Cell) String() string {
	s := fmt.Sprintf("Benchmark%s/scenario=%s/impl=%s", c.Benchmark, c.Scenario, c.Impl)
	if c.Batch > 0 {
		s += fmt.Sprintf("/batch=%d", c.Batch)
	}
	s += fmt.Sprintf("/cap=%d", c.Capacity)
	if c.Producers > 0 {
		s += fmt.Sprintf("/p=%d/c=%d", c.Producers, c.Consumers)
	}
	if c.Every > 0 {
		s += fmt.Sprintf("/every=%dus", c.Every.Microseconds())
	}
	return fmt.Sprintf("%s at GOMAXPROCS %d", s, c.Procs)
}

// Task returns the scenario with what belongs to it.
func (c Cell) Task() string {
	if c.Every > 0 {
		return fmt.Sprintf("%s, every %d µs", c.Scenario, c.Every.Microseconds())
	}
	return c.Scenario
}

// Sides returns producers and consumers as a heading.
func (c Cell) Sides() string {
	if c.Producers == 0 && c.Consumers == 0 {
		return "–"
	}
	return fmt.Sprintf("%d/%d", c.Producers, c.Consumers)
}

// The orders in which scenarios and queues are listed; others come after them.
var (
	scenarios = []string{"handoff", "busy", "busyprocess", "pingpong", "busypingpong", "wake", "busywake", "paced", "join", "idle"}
	impls     = []string{Baseline, "ring", "ring-again", "ring-iface", "spsc", "mpsc", "spmc", "lockfree"}
)

func rank(names []string, name string) int {
	if i := slices.Index(names, name); i >= 0 {
		return i
	}
	return len(names)
}

// Compare is the order in which cells are listed.
func Compare(a, b Cell) int {
	return cmp.Or(
		cmp.Compare(a.Procs, b.Procs),
		cmp.Compare(a.Benchmark, b.Benchmark),
		cmp.Compare(rank(scenarios, a.Scenario), rank(scenarios, b.Scenario)),
		cmp.Compare(a.Scenario, b.Scenario),
		cmp.Compare(a.Every, b.Every),
		CompareImpls(a.Impl, b.Impl),
		cmp.Compare(a.Batch, b.Batch),
		cmp.Compare(a.Capacity, b.Capacity),
		cmp.Compare(a.Producers+a.Consumers, b.Producers+b.Consumers),
		cmp.Compare(a.Producers, b.Producers),
	)
}

// CompareImpls is the order in which implementations are listed.
func CompareImpls(a, b string) int {
	return cmp.Or(cmp.Compare(rank(impls, a), rank(impls, b)), cmp.Compare(a, b))
}

// Groups divides cells by key, and returns the groups in the order of their first
// cells.
func Groups[K comparable](cells []Cell, key func(Cell) K) [][]Cell {
	var order []K
	byKey := map[K][]Cell{}
	for _, c := range cells {
		k := key(c)
		if byKey[k] == nil {
			order = append(order, k)
		}
		byKey[k] = append(byKey[k], c)
	}
	var all [][]Cell
	for _, k := range order {
		all = append(all, byKey[k])
	}
	return all
}

// parse returns the cell that name is of.
func parse(name benchfmt.Name) (Cell, error) {
	base, parts := name.Parts()
	c := Cell{Benchmark: string(base), Procs: 1}
	for _, part := range parts {
		var err error
		if procs, ok := strings.CutPrefix(string(part), "-"); ok {
			c.Procs, err = strconv.Atoi(procs)
		} else {
			key, value, _ := strings.Cut(strings.TrimPrefix(string(part), "/"), "=")
			err = c.set(key, value)
		}
		if err != nil {
			return c, fmt.Errorf("%s: %w", name, err)
		}
	}
	if c.Scenario == "" || c.Impl == "" {
		return c, fmt.Errorf("%s: no scenario or no impl", name)
	}
	return c, nil
}

func (c *Cell) set(key, value string) (err error) {
	switch key {
	case "scenario":
		c.Scenario = value
	case "impl":
		c.Impl = value
	case "batch":
		c.Batch, err = strconv.Atoi(value)
	case "cap":
		c.Capacity, err = strconv.Atoi(value)
	case "p":
		c.Producers, err = strconv.Atoi(value)
	case "c":
		c.Consumers, err = strconv.Atoi(value)
	case "every":
		c.Every, err = time.ParseDuration(value)
	default:
		return fmt.Errorf("unknown key %q", key)
	}
	return err
}
