package main

import (
	"math"
	"slices"
	"strings"

	"github.com/boundedq/queue/bench/internal/cells"
	"golang.org/x/perf/benchmath"
)

// results is all that was read.
type results struct{ cells.Set }

const confidence = 0.95

// A figure is what one cell took, in seconds where unit is one of time: the median of
// its samples and the interval that it lies in with 95 % confidence, which is infinite
// below six samples.
type figure struct{ median, low, high float64 }

// figure returns what c took in unit, and false if that was not measured or is
// nothing: it could not be divided by, or drawn on a logarithmic axis.
func (r results) figure(c cells.Cell, unit string) (figure, bool) {
	f, ok := r.anyFigure(c, unit)
	return f, ok && f.median > 0
}

// anyFigure is figure for what may be 0.
func (r results) anyFigure(c cells.Cell, unit string) (figure, bool) {
	if len(r.Cells[c][unit]) == 0 {
		return figure{}, false
	}
	s := benchmath.AssumeNothing.Summary(r.Sample(c, unit), confidence)
	return figure{s.Center, s.Lo, s.Hi}, true
}

// bounded reports whether there were samples enough for an interval.
func (f figure) bounded() bool { return !math.IsInf(f.low, 0) && !math.IsInf(f.high, 0) }

// A difference is how one cell compares with another. The ratio is 0 where one of the
// two was not measured.
type difference struct {
	ratio  float64 // of the medians
	p      float64 // by the Mann-Whitney U test
	chance bool    // not significant
}

func (r results) compare(c, with cells.Cell, unit string) difference {
	mine, ok := r.figure(c, unit)
	theirs, ok2 := r.figure(with, unit)
	if !ok || !ok2 {
		return difference{}
	}
	p := r.P(c, with, unit)
	return difference{mine.median / theirs.median, p, p > cells.Alpha}
}

const (
	subject = "ring" // whose losses are listed
	again   = "-again"
)

// control reports whether impl is there to show what the measurement itself does: the
// harness without a queue, two fetch-adds, and a queue once more.
func control(impl string) bool {
	return impl == "nop" || impl == "faa" || strings.HasSuffix(impl, again)
}

// impls returns all implementations in the order in which they are listed.
func (r results) impls() []string {
	var names []string
	for c := range r.Cells {
		if !slices.Contains(names, c.Impl) {
			names = append(names, c.Impl)
		}
	}
	slices.SortFunc(names, cells.CompareImpls)
	return names
}

// all returns the cells that keep wants, in the order in which they are listed.
func (r results) all(keep func(cells.Cell) bool) []cells.Cell {
	return slices.DeleteFunc(r.Sorted(), func(c cells.Cell) bool { return !keep(c) })
}
