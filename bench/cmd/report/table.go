package main

import (
	"fmt"

	"github.com/boundedq/queue/bench/internal/cells"
)

// columns are the units that the table of all cells has, where they were measured.
var columns = []struct{ unit, name string }{
	{cells.PerOp, "ns/op"}, {cells.CPUOp, "cpu-ns/op"},
	{cells.P50, "p50-ns"}, {cells.P99, "p99-ns"}, {cells.P999, "p99.9-ns"}, {cells.Max, "max-ns"},
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

// A value is a median with its interval. Unit is empty where there is none.
type value struct{ Unit, Median, Interval string }

func (r results) table() table {
	var t table
	var units []string
	for _, column := range columns {
		for _, c := range r.Sorted() {
			if _, ok := r.figure(c, column.unit); ok {
				units, t.Units = append(units, column.unit), append(t.Units, column.name)
				break
			}
		}
	}
	for _, c := range r.Sorted() {
		line := row{
			Scenario: scenario(c), Impl: c.Impl, Batch: batch(c), Capacity: fmt.Sprint(c.Capacity),
			Sides: c.Sides(), Procs: fmt.Sprint(c.Procs), Samples: r.Count(c), Time: "1", CPU: "1",
		}
		if c.Impl != cells.Baseline {
			line.Time = r.compare(c, c.Baseline(), r.timeUnit(c)).String()
			line.CPU = r.compare(c, c.Baseline(), cells.CPUOp).String()
		}
		for i, unit := range units {
			var v value
			if f, ok := r.figure(c, unit); ok {
				v = value{t.Units[i], nanoseconds(f.median), f.interval()}
			}
			line.Values = append(line.Values, v)
		}
		t.Rows = append(t.Rows, line)
	}
	return t
}
