package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
)

// printLatency writes, for each number of processors, what was measured in the
// latency scenarios.
func (r results) printLatency(w io.Writer) {
	var cells []cell
	for _, c := range r.sorted() {
		if c.latency() {
			cells = append(cells, c)
		}
	}
	for _, procs := range groups(cells, func(c cell) int { return c.procs }) {
		fmt.Fprintf(w, "## Latency, GOMAXPROCS %d\n\n", procs[0].procs)
		names := implsOf(procs)
		t := table{head: append([]string{"scenario", "capacity", "measured"}, names...), text: 3}
		for _, point := range groups(procs, cell.baseline) {
			for _, unit := range []struct{ unit, name string }{
				{perOp, "round trip"}, {middle, "p50"}, {high, "p99"}, {cpuOp, "processor time"},
			} {
				if _, ok := r.median(point[0].baseline(), unit.unit); ok {
					line := []string{point[0].task(), fmt.Sprint(point[0].capacity), unit.name}
					for _, name := range names {
						line = append(line, r.latency(point, name, unit.unit))
					}
					t.add(line...)
				}
			}
		}
		t.print(w)
	}
}

// latency returns what the cell of impl among cells took, and the ratio.
func (r results) latency(cells []cell, impl, unit string) string {
	i := slices.IndexFunc(cells, func(c cell) bool { return c.impl == impl })
	if i < 0 {
		return ""
	}
	value, ok := r.median(cells[i], unit)
	if !ok {
		return ""
	}
	s := duration(value)
	if ratio, ok := r.ratio(cells[i], unit); ok && impl != baseline {
		s += fmt.Sprintf(" (%s)", show(ratio, true))
	}
	return s
}

func implsOf(cells []cell) []string {
	seen := map[string]cell{}
	for _, c := range cells {
		seen[c.impl] = cell{impl: c.impl}
	}
	var names []string
	for _, c := range slices.SortedFunc(maps.Values(seen), compare) {
		names = append(names, c.impl)
	}
	return names
}
