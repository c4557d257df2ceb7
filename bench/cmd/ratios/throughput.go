package main

import (
	"fmt"
	"io"
	"slices"

	"github.com/boundedq/queue/bench/internal/cells"
)

// printThroughput writes a table for each queue and size of batch, for each number
// of processors.
func (r results) printThroughput(w io.Writer) {
	var chosen []cells.Cell
	for _, c := range r.Sorted() {
		if !latency(c) && c.Impl != cells.Baseline {
			chosen = append(chosen, c)
		}
	}
	for _, procs := range cells.Groups(chosen, func(c cells.Cell) int { return c.Procs }) {
		fmt.Fprintf(w, "## GOMAXPROCS %d\n\n", procs[0].Procs)
		fmt.Fprintf(w, "Time and, in brackets, processor time, by capacity and by producers/consumers.\n\n")
		type heading struct {
			scenario, impl string
			batch          int
		}
		for _, group := range cells.Groups(procs, func(c cells.Cell) heading { return heading{c.Scenario, c.Impl, c.Batch} }) {
			c := group[0]
			values := "single values"
			if c.Batch > 1 {
				values = fmt.Sprintf("batches of %d", c.Batch)
			}
			fmt.Fprintf(w, "### %s, %s, %s\n\n", c.Scenario, c.Impl, values)
			r.printGroup(w, group)
		}
	}
}

// largeFrom is the least capacity that counts in the last line of a table. Below,
// what is measured is mostly how goroutines are parked and woken.
const largeFrom = 16

// pair is the geometric means of both ratios.
type pair struct{ time, cpu mean }

func (r results) addTo(c cells.Cell, pairs ...*pair) {
	for _, p := range pairs {
		if time, ok := r.ratio(c, perOp); ok {
			p.time.add(time)
		}
		if cpu, ok := r.ratio(c, c.CPUUnit()); ok {
			p.cpu.add(cpu)
		}
	}
}

func (p *pair) String() string {
	if p.time.n == 0 {
		return ""
	}
	time, cpu := show(p.time.value()), ""
	if p.cpu.n > 0 {
		cpu = " (" + show(p.cpu.value()) + ")"
	}
	return time + cpu
}

// printGroup writes the table of group, whose cells differ in capacity, producers and
// consumers.
func (r results) printGroup(w io.Writer, group []cells.Cell) {
	byColumn := func(a, b []cells.Cell) int {
		a0, b0 := a[0], b[0]
		a0.Capacity, b0.Capacity = 0, 0
		return cells.Compare(a0, b0)
	}
	columns := cells.Groups(group, cells.Cell.Sides)
	slices.SortFunc(columns, byColumn)
	columnOf := map[string]int{}
	t := table{head: []string{"capacity"}}
	for i, column := range columns {
		columnOf[column[0].Sides()] = i
		t.head = append(t.head, column[0].Sides())
	}
	t.head = append(t.head, "geometric mean")

	below := make([]pair, len(columns)+1) // each column's mean from largeFrom on
	for _, row := range cells.Groups(group, func(c cells.Cell) int { return c.Capacity }) {
		line := make([]pair, len(columns)+1)
		for _, c := range row {
			i := columnOf[c.Sides()]
			r.addTo(c, &line[i], &line[len(columns)])
			if c.Capacity >= largeFrom {
				r.addTo(c, &below[i], &below[len(columns)])
			}
		}
		t.addPairs(fmt.Sprint(row[0].Capacity), line)
	}
	t.addPairs(fmt.Sprintf("geometric mean from %d up", largeFrom), below)
	t.print(w)
}

func (t *table) addPairs(first string, line []pair) {
	row := []string{first}
	for i := range line {
		row = append(row, line[i].String())
	}
	t.add(row...)
}
