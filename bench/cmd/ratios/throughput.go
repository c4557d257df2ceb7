package main

import (
	"fmt"
	"io"
	"slices"
)

// printThroughput writes a table for each queue and size of batch, for each number
// of processors.
func (r results) printThroughput(w io.Writer) {
	var cells []cell
	for _, c := range r.sorted() {
		if !c.latency() && c.impl != baseline {
			cells = append(cells, c)
		}
	}
	for _, procs := range groups(cells, func(c cell) int { return c.procs }) {
		fmt.Fprintf(w, "## GOMAXPROCS %d\n\n", procs[0].procs)
		fmt.Fprintf(w, "Time and, in brackets, processor time, by capacity and by producers/consumers.\n\n")
		type heading struct {
			scenario, impl string
			batch          int
		}
		for _, group := range groups(procs, func(c cell) heading { return heading{c.scenario, c.impl, c.batch} }) {
			c := group[0]
			values := "single values"
			if c.batch > 1 {
				values = fmt.Sprintf("batches of %d", c.batch)
			}
			fmt.Fprintf(w, "### %s, %s, %s\n\n", c.scenario, c.impl, values)
			r.printGroup(w, group)
		}
	}
}

// largeFrom is the least capacity that counts in the last line of a table. Below,
// what is measured is mostly how goroutines are parked and woken.
const largeFrom = 16

// pair is the geometric means of both ratios.
type pair struct{ time, cpu mean }

func (r results) addTo(c cell, pairs ...*pair) {
	for _, p := range pairs {
		if time, ok := r.ratio(c, perOp); ok {
			p.time.add(time)
		}
		if cpu, ok := r.ratio(c, cpuOp); ok {
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

// printGroup writes the table of cells, which differ in capacity, producers and
// consumers.
func (r results) printGroup(w io.Writer, cells []cell) {
	byColumn := func(a, b []cell) int {
		a0, b0 := a[0], b[0]
		a0.capacity, b0.capacity = 0, 0
		return compare(a0, b0)
	}
	columns := groups(cells, cell.sides)
	slices.SortFunc(columns, byColumn)
	columnOf := map[string]int{}
	t := table{head: []string{"capacity"}}
	for i, column := range columns {
		columnOf[column[0].sides()] = i
		t.head = append(t.head, column[0].sides())
	}
	t.head = append(t.head, "geometric mean")

	below := make([]pair, len(columns)+1) // each column's mean from largeFrom on
	for _, row := range groups(cells, func(c cell) int { return c.capacity }) {
		line := make([]pair, len(columns)+1)
		for _, c := range row {
			i := columnOf[c.sides()]
			r.addTo(c, &line[i], &line[len(columns)])
			if c.capacity >= largeFrom {
				r.addTo(c, &below[i], &below[len(columns)])
			}
		}
		t.addPairs(fmt.Sprint(row[0].capacity), line)
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
