package main

import (
	"fmt"

	"github.com/boundedq/queue/bench/internal/cells"
)

// A companyTable is the cells of a scenario with company, each beside the one in which
// its queue is alone.
type companyTable struct {
	Benchmark   string
	Alone, Busy string // the scenarios
	Rows        []companyRow
}

// A companyRow is a queue at one place.
type companyRow struct {
	Queue, Capacity, Sides, Procs string
	Alone, Busy                   string // times
	AloneRatio, BusyRatio         string // as multiples of the channel's
	Work                          string // that the company got done
}

// company returns a table for each scenario with company.
func (r results) company() []companyTable {
	var tables []companyTable
	busy := r.all(func(c cells.Cell) bool {
		_, ok := c.Company()
		return ok && !control(c.Impl)
	})
	for _, group := range cells.Groups(busy, scenario) {
		t := companyTable{Benchmark: group[0].Benchmark, Alone: group[0].Alone().Scenario, Busy: group[0].Scenario}
		for _, place := range cells.Groups(group, cells.Cell.Baseline) {
			for _, c := range place {
				t.Rows = append(t.Rows, r.companyRow(c))
			}
		}
		tables = append(tables, t)
	}
	return tables
}

func (r results) companyRow(c cells.Cell) companyRow {
	alone := c.Alone()
	row := companyRow{
		Queue: c.Impl, Capacity: fmt.Sprint(c.Capacity), Sides: c.Sides(), Procs: fmt.Sprint(c.Procs),
		Alone: r.value(alone, r.TimeUnit(alone)), Busy: r.value(c, r.TimeUnit(c)),
		AloneRatio: "1", BusyRatio: "1", Work: "–",
	}
	if c.Impl != cells.Baseline {
		row.AloneRatio = r.compare(alone, alone.Baseline(), r.TimeUnit(alone)).String()
		row.BusyRatio = r.compare(c, c.Baseline(), r.TimeUnit(c)).String()
	}
	if f, ok := r.figure(c, cells.Beside); ok {
		row.Work = fmt.Sprintf("%.0f %%", f.median)
	}
	return row
}
