package main

import (
	"fmt"
	"slices"

	"github.com/boundedq/queue/bench/internal/cells"
)

// A column is a unit of the table of all cells, and how it is printed.
type column struct {
	unit, name string
	show       func(float64) string
}

// times are the columns of time, which come first.
var times = []column{
	{cells.PerOp, "ns/op", nanoseconds}, {cells.CPUOp, "cpu-ns/op", nanoseconds},
	{cells.P50, "p50-ns", nanoseconds}, {cells.P99, "p99-ns", nanoseconds},
	{cells.P999, "p99.9-ns", nanoseconds}, {cells.Max, "max-ns", nanoseconds},
}

// columns returns those of all units that were measured.
func (r results) columns() []column {
	var units []string
	for _, samples := range r.Cells {
		for unit := range samples {
			if !slices.Contains(units, unit) {
				units = append(units, unit)
			}
		}
	}
	var list []column
	for _, c := range times {
		if i := slices.Index(units, c.unit); i >= 0 {
			list = append(list, c)
			units = slices.Delete(units, i, i+1)
		}
	}
	slices.Sort(units)
	for _, unit := range units {
		list = append(list, column{unit, unit, func(x float64) string { return fmt.Sprintf("%.4g", x) }})
	}
	return list
}

// A table is all cells with what they took.
type table struct {
	Units []string
	Rows  []row
}

// A row is one cell of the table of all.
type row struct {
	Scenario, Impl, Batch, Capacity, Sides, Procs string
	Values                                        []value
	Time, CPU                                     string // as multiples of the channel's
	Samples                                       int
}

// A value is a median with its interval, both empty where nothing was measured.
type value struct{ Median, Interval string }

func (r results) table() table {
	var t table
	columns := r.columns()
	for _, column := range columns {
		t.Units = append(t.Units, column.name)
	}
	for _, c := range r.Sorted() {
		line := row{
			Scenario: scenario(c), Impl: c.Impl, Batch: batch(c), Capacity: fmt.Sprint(c.Capacity),
			Sides: c.Sides(), Procs: fmt.Sprint(c.Procs), Samples: r.Count(c), Time: "1", CPU: "1",
		}
		if c.Impl != cells.Baseline {
			line.Time = r.compare(c, c.Baseline(), r.TimeUnit(c)).String()
			line.CPU = r.compare(c, c.Baseline(), c.CPUUnit()).String()
		}
		for _, column := range columns {
			var v value
			if f, ok := r.anyFigure(c, column.unit); ok {
				v = value{column.show(f.median), f.interval(column.show)}
			}
			line.Values = append(line.Values, v)
		}
		t.Rows = append(t.Rows, line)
	}
	return t
}
