package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/boundedq/queue/bench/internal/cells"
	"golang.org/x/perf/benchfmt"
)

// readLanguages reads the results of BenchmarkLanguages and of the rows beside it.
func readLanguages(from cells.Source) (results, error) {
	set, err := cells.Read(from, func(name benchfmt.Name) bool { return string(name.Base()) == "Languages" })
	if err != nil {
		return results{}, err
	}
	return results{set}, set.Check()
}

// ownName is the queue that the rows of other languages are compared with.
const ownName = "ring"

// A rowSetting is the key of what a row says of its queue.
func rowSetting(impl string) string { return "row-" + strings.ToLower(impl) }

// rival reports whether c is not of this module: it is of the bare channel, or of
// another language, whose rows say what they are.
func (r results) rival(c cells.Cell) bool {
	return c == c.Baseline() || r.Settings[rowSetting(c.Impl)] != nil
}

// printLanguages writes first the cells in which a rival takes less time than ring, and
// then all cells.
func (r results) printLanguages(w io.Writer) {
	r.printConditions(w)
	r.printRows(w)
	r.printWins(w)
	for _, group := range cells.Groups(r.Sorted(), func(c cells.Cell) string { return c.Scenario + ", " + c.Sides() }) {
		fmt.Fprintf(w, "### %s, %s\n\n", group[0].Scenario, group[0].Sides())
		r.printTimes(w, group)
	}
}

// printRows lists what the rows say of their queues.
func (r results) printRows(w io.Writer) {
	for _, impl := range implsOf(r.Sorted()) {
		if said := r.Settings[rowSetting(impl)]; said != nil {
			fmt.Fprintf(w, "- `%s`: %s\n", impl, strings.Join(said, "; "))
		}
	}
	fmt.Fprintln(w)
}

// A win is a rival's cell that takes less time than ring's.
type win struct {
	cells.Cell
	time, cpu float64 // ring's as multiples, 0 where one was not measured
	chance    bool
}

// wins returns those of the cell at, greatest first.
func (r results) wins(at []cells.Cell) []win {
	mine := at[0]
	mine.Impl = ownName
	var list []win
	for _, c := range at {
		time, _ := r.against(mine, c, perOp)
		if !r.rival(c) || !cells.Loses(time, 0) {
			continue
		}
		cpu, _ := r.against(mine, c, cpuOp)
		list = append(list, win{c, time, cpu, r.P(mine, c, perOp) > cells.Alpha})
	}
	slices.SortStableFunc(list, func(a, b win) int { return -cmp.Compare(a.time, b.time) })
	return list
}

func (r results) printWins(w io.Writer) {
	t := table{head: []string{"scenario", "capacity", "producers/consumers", "ring", "rows that take less time: ring's time as a multiple of theirs (and its processor time)"}, text: 5}
	lost, total := 0, 0
	for _, at := range cells.Groups(r.Sorted(), cells.Cell.Baseline) {
		mine := at[0]
		mine.Impl = ownName
		if r.Cells[mine] == nil {
			continue
		}
		total++
		var names []string
		for _, win := range r.wins(at) {
			mark := ""
			if win.chance {
				mark = "~"
			}
			names = append(names, fmt.Sprintf("%s %s%s (%s)", win.Impl, show(win.time, true), mark, show(win.cpu, win.cpu > 0)))
		}
		if names != nil {
			lost++
			t.add(mine.Scenario, fmt.Sprint(mine.Capacity), mine.Sides(), r.time(mine), strings.Join(names, ", "))
		}
	}
	fmt.Fprintf(w, "## Where another row wins\n\n%d of %d cells. A ratio marked ~ may be chance: at %v the samples do not differ.\n\n", lost, total, cells.Alpha)
	if lost > 0 {
		t.print(w)
	}
}

// time returns what c took and, in brackets, its processor time.
func (r results) time(c cells.Cell) string {
	time, ok := r.median(c, perOp)
	if !ok {
		return ""
	}
	cpu, ok := r.median(c, cpuOp)
	if !ok {
		return duration(time)
	}
	return fmt.Sprintf("%s (%s)", duration(time), duration(cpu))
}

// printTimes writes a table of group, whose cells differ in queue and capacity.
func (r results) printTimes(w io.Writer, group []cells.Cell) {
	var capacities []int
	for _, c := range group {
		capacities = append(capacities, c.Capacity)
	}
	slices.Sort(capacities)
	capacities = slices.Compact(capacities)
	t := table{head: []string{"queue"}, text: 1}
	for _, capacity := range capacities {
		t.head = append(t.head, fmt.Sprintf("capacity %d", capacity))
	}
	for _, impl := range implsOf(group) {
		row := []string{impl}
		for _, capacity := range capacities {
			c := group[0]
			c.Impl, c.Capacity = impl, capacity
			row = append(row, r.time(c))
		}
		t.add(row...)
	}
	t.print(w)
}
