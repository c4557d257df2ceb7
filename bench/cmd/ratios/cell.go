package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/perf/benchfmt"
)

// A cell is what a benchmark's name says.
type cell struct {
	scenario  string
	impl      string
	batch     int // 0 in the latency scenarios, as are producers and consumers
	capacity  int
	producers int
	consumers int
	every     time.Duration // 0 but in the paced scenario
	procs     int
}

// baseline is the impl that the others are compared with.
const baseline = "chan"

// baseline returns the cell of the bare channel that c is compared with. A channel
// has no batches, so that is the one of single values.
func (c cell) baseline() cell {
	c.impl = baseline
	c.batch = min(c.batch, 1)
	return c
}

// latency reports whether c is of BenchmarkLatency.
func (c cell) latency() bool { return c.batch == 0 }

func (c cell) String() string {
	s := fmt.Sprintf("scenario=%s/impl=%s", c.scenario, c.impl)
	if !c.latency() {
		s += fmt.Sprintf("/batch=%d", c.batch)
	}
	s += fmt.Sprintf("/cap=%d", c.capacity)
	if !c.latency() {
		s += fmt.Sprintf("/p=%d/c=%d", c.producers, c.consumers)
	}
	if c.every > 0 {
		s += fmt.Sprintf("/every=%s", c.pace())
	}
	return fmt.Sprintf("%s at GOMAXPROCS %d", s, c.procs)
}

// pace returns every as it is in the name.
func (c cell) pace() string { return fmt.Sprintf("%dus", c.every.Microseconds()) }

// task returns the scenario with what belongs to it.
func (c cell) task() string {
	if c.every > 0 {
		return fmt.Sprintf("%s, every %d µs", c.scenario, c.every.Microseconds())
	}
	return c.scenario
}

// sides returns producers and consumers as a heading.
func (c cell) sides() string {
	if c.latency() {
		return "–"
	}
	return fmt.Sprintf("%d/%d", c.producers, c.consumers)
}

// The orders in which scenarios and queues are listed; others come after them.
var (
	scenarios = []string{"handoff", "pingpong", "wake", "paced", "idle"}
	impls     = []string{baseline, "ring", "ring-iface", "spsc", "mpsc", "spmc"}
)

func rank(names []string, name string) int {
	if i := slices.Index(names, name); i >= 0 {
		return i
	}
	return len(names)
}

// compare is the order in which cells are listed.
func compare(a, b cell) int {
	return cmp.Or(
		cmp.Compare(a.procs, b.procs),
		cmp.Compare(rank(scenarios, a.scenario), rank(scenarios, b.scenario)),
		cmp.Compare(a.scenario, b.scenario),
		cmp.Compare(a.every, b.every),
		cmp.Compare(rank(impls, a.impl), rank(impls, b.impl)),
		cmp.Compare(a.impl, b.impl),
		cmp.Compare(a.batch, b.batch),
		cmp.Compare(a.capacity, b.capacity),
		cmp.Compare(a.producers+a.consumers, b.producers+b.consumers),
		cmp.Compare(a.producers, b.producers),
	)
}

// parseName returns the cell that name is of, and false if it is of another
// benchmark than the two that are compared here.
func parseName(name benchfmt.Name) (c cell, ours bool, err error) {
	base, parts := name.Parts()
	latency := string(base) == "Latency"
	if !latency && string(base) != "Direct" {
		return c, false, nil
	}
	c.procs = 1
	for _, part := range parts {
		if procs, ok := strings.CutPrefix(string(part), "-"); ok {
			c.procs, err = strconv.Atoi(procs)
		} else {
			key, value, _ := strings.Cut(strings.TrimPrefix(string(part), "/"), "=")
			err = c.set(key, value)
		}
		if err != nil {
			return c, true, fmt.Errorf("%s: %w", name, err)
		}
	}
	if c.scenario == "" || c.impl == "" {
		return c, true, fmt.Errorf("%s: no scenario or no impl", name)
	}
	if latency != (c.batch == 0 && c.producers == 0 && c.consumers == 0) {
		return c, true, fmt.Errorf("%s: not the keys of Benchmark%s", name, base)
	}
	return c, true, nil
}

func (c *cell) set(key, value string) (err error) {
	switch key {
	case "scenario":
		c.scenario = value
	case "impl":
		c.impl = value
	case "batch":
		c.batch, err = strconv.Atoi(value)
	case "cap":
		c.capacity, err = strconv.Atoi(value)
	case "p":
		c.producers, err = strconv.Atoi(value)
	case "c":
		c.consumers, err = strconv.Atoi(value)
	case "every":
		c.every, err = time.ParseDuration(value)
	default:
		return fmt.Errorf("unknown key %q", key)
	}
	return err
}
