package main

import (
	"fmt"

	"github.com/boundedq/queue/bench/internal/cells"
)

// nanoseconds returns seconds as nanoseconds with four significant digits, or all
// that there are before the point.
func nanoseconds(seconds float64) string {
	x := seconds * 1e9
	digits := 3
	for limit := 10.0; x >= limit && digits > 0; limit *= 10 {
		digits--
	}
	return fmt.Sprintf("%.*f", digits, x)
}

// String returns the ratio, with ~ where the difference may be chance.
func (d difference) String() string {
	s := "–"
	switch {
	case d.ratio >= 100:
		s = fmt.Sprintf("%.0f", d.ratio)
	case d.ratio >= 10:
		s = fmt.Sprintf("%.1f", d.ratio)
	case d.ratio > 0:
		s = fmt.Sprintf("%.2f", d.ratio)
	}
	if d.chance {
		s += "~"
	}
	return s
}

// interval returns the interval of f, or ∞ without one.
func (f figure) interval(show func(float64) string) string {
	if !f.bounded() {
		return "∞"
	}
	return show(f.low) + "–" + show(f.high)
}

// describe returns f for a tooltip.
func (f figure) describe(unit string) string {
	s := nanoseconds(f.median) + " " + unit
	if f.bounded() {
		s += " (95 %: " + f.interval(nanoseconds) + ")"
	}
	return s
}

// series is what is drawn in one colour and shape: a queue, and how values go.
type series struct {
	impl  string
	batch int
}

// seriesOf returns the series of c. A name without a batch is of single values.
func seriesOf(c cells.Cell) series { return series{c.Impl, max(c.Batch, 1)} }

func (s series) String() string { return s.impl + batches(s.batch) }

// batches returns what a heading says of the size of a batch.
func batches(n int) string {
	if n <= 1 {
		return ""
	}
	return fmt.Sprintf(", batches of %d", n)
}

// size returns the capacity of c and its numbers of producers and consumers.
func size(c cells.Cell) string {
	s := fmt.Sprintf("capacity %d", c.Capacity)
	if c.Producers > 0 {
		s += ", " + c.Sides()
	}
	return s
}

// place returns where c was measured, without what was.
func place(c cells.Cell) string { return fmt.Sprintf("%s, GOMAXPROCS %d", size(c), c.Procs) }

// plural returns n things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// scenario returns the benchmark that c is of and its scenario: two benchmarks may
// have one of the same name.
func scenario(c cells.Cell) string { return c.Benchmark + "/" + c.Task() }
