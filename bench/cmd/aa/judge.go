package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aclements/go-moremath/stats"
	"github.com/boundedq/queue/bench/internal/cells"
)

// A difference is one cell's.
type difference struct {
	cell   string
	median float64 // of ring-again, as a multiple of that of ring, less one
	p      float64
}

// A verdict is about all cells in one unit, of queues alone or in company: there is more
// noise there, and it must not be taken for that of the rest.
type verdict struct {
	unit        string
	company     bool
	differences []difference
}

// judge compares each cell in each unit.
func (r results) judge() ([]verdict, error) {
	var verdicts []verdict
	for i := range 2 * len(units) {
		unit := units[i%len(units)]
		v := verdict{unit: unit, company: i >= len(units)}
		for _, cell := range r.cells {
			if strings.Contains(cell, "/scenario=busy") != v.company {
				continue
			}
			s := r.samples[key{cell, unit}]
			if s == nil {
				continue // wake and the like have no ns/op
			}
			if err := s.check(); err != nil {
				return nil, fmt.Errorf("%s, %s: %w", cell, unit, err)
			}
			d, err := s.compare()
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", cell, unit, err)
			}
			d.cell = cell
			v.differences = append(v.differences, d)
		}
		if len(v.differences) > 0 {
			verdicts = append(verdicts, v)
		}
	}
	return verdicts, nil
}

// compare returns the difference between the two.
func (s *samples) compare() (difference, error) {
	before := cells.Median(s.once)
	if before <= 0 {
		return difference{}, fmt.Errorf("the median of impl=%s is %v: must be more than 0", once, before)
	}
	d := difference{median: cells.Median(s.again)/before - 1}
	test, err := stats.MannWhitneyUTest(s.once, s.again, stats.LocationDiffers)
	switch err {
	case nil:
		d.p = test.P
	case stats.ErrSamplesEqual:
		d.p = 1
	default:
		return d, err
	}
	return d, nil
}

// significant returns those that are not by chance.
func (v verdict) significant() []difference {
	return slices.DeleteFunc(slices.Clone(v.differences), func(d difference) bool { return d.p >= cells.Alpha })
}

// tooMany reports whether more cells differ than one in a hundred, and more than one:
// a single one may be the one in a thousand that chance gives.
func (v verdict) tooMany() bool {
	n := len(v.significant())
	return n > 1 && 100*n > len(v.differences)
}

// String is a line about all cells, and one about each that differs.
func (v verdict) String() string {
	var medians []float64
	for _, d := range v.differences {
		medians = append(medians, d.median)
	}
	slices.Sort(medians)
	n, significant := len(medians), v.significant()
	quarter := func(i int) float64 { return 100 * medians[i*(n-1)/4] }
	unit := v.unit
	if v.company {
		unit += " in company"
	}
	var text strings.Builder
	fmt.Fprintf(&text, "A/A %s: %d of %d cells differ at %v; medians differ by %+.1f%% to %+.1f%%, the middle half by %+.1f%% to %+.1f%%\n",
		unit, len(significant), n, cells.Alpha, quarter(0), quarter(4), quarter(1), quarter(3))
	for _, d := range significant {
		fmt.Fprintf(&text, "  %+.1f%% (p=%.4f) %s\n", 100*d.median, d.p, d.cell)
	}
	return text.String()
}
