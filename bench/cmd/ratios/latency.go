package main

import (
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/boundedq/queue/bench/internal/cells"
)

// printLatency writes, for each number of processors, what was measured in the
// latency scenarios.
func (r results) printLatency(w io.Writer) {
	var chosen []cells.Cell
	for _, c := range r.Sorted() {
		if latency(c) {
			chosen = append(chosen, c)
		}
	}
	for _, procs := range cells.Groups(chosen, func(c cells.Cell) int { return c.Procs }) {
		fmt.Fprintf(w, "## Latency, GOMAXPROCS %d\n\n", procs[0].Procs)
		names := implsOf(procs)
		t := table{head: append([]string{"scenario", "capacity", "measured"}, names...), text: 3}
		for _, point := range cells.Groups(procs, cells.Cell.Baseline) {
			for _, unit := range []struct{ unit, name string }{
				{perOp, "round trip"}, {middle, "p50"}, {high, "p99"}, {longest, "longest"}, {point[0].CPUUnit(), "processor time"},
			} {
				if unit.unit == longest && r.TimeUnit(point[0]) != longest {
					continue // it says little of what is repeated often
				}
				if _, ok := r.median(point[0].Baseline(), unit.unit); ok {
					line := []string{point[0].Task(), fmt.Sprint(point[0].Capacity), unit.name}
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

// latency returns what the cell of impl among group took, and the ratio.
func (r results) latency(group []cells.Cell, impl, unit string) string {
	i := slices.IndexFunc(group, func(c cells.Cell) bool { return c.Impl == impl })
	if i < 0 {
		return ""
	}
	value, ok := r.median(group[i], unit)
	if !ok {
		return ""
	}
	s := duration(value)
	if ratio, ok := r.ratio(group[i], unit); ok && impl != cells.Baseline {
		s += fmt.Sprintf(" (%s)", show(ratio, true))
	}
	return s
}

func implsOf(group []cells.Cell) []string {
	seen := map[string]bool{}
	for _, c := range group {
		seen[c.Impl] = true
	}
	return slices.SortedFunc(maps.Keys(seen), cells.CompareImpls)
}
