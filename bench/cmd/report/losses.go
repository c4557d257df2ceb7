package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/boundedq/queue/bench/internal/cells"
)

// A loss is a cell in which ring takes more than something else does.
type loss struct {
	cell   cells.Cell // of ring
	winner cells.Cell
	time   difference // ring's as a multiple of the winner's
	cpu    difference
}

// chance reports whether what makes l a loss may be chance.
func (l loss) chance() bool {
	time := l.time.chance || !cells.Loses(l.time.ratio, 0)
	cpu := l.cpu.chance || !cells.Loses(0, l.cpu.ratio)
	return time && cpu
}

func (l loss) worse() float64 { return max(l.time.ratio, l.cpu.ratio) }

// losses returns the cells that ring loses to the channel or to another queue, worst
// first, and how many comparisons there were.
func (r results) losses() (lost []loss, compared int) {
	for _, c := range r.all(func(c cells.Cell) bool { return c.Impl == subject }) {
		for _, rival := range r.rivals(c) {
			l := loss{c, rival, r.compare(c, rival, r.TimeUnit(c)), r.compare(c, rival, c.CPUUnit())}
			compared++
			if cells.Loses(l.time.ratio, l.cpu.ratio) {
				lost = append(lost, l)
			}
		}
	}
	slices.SortStableFunc(lost, func(a, b loss) int { return -cmp.Compare(a.worse(), b.worse()) })
	return lost, compared
}

// rivals returns the cells that c, which is ring's, is compared with: the channel's
// and those of other queues in the same place. Ring called in another way is none.
func (r results) rivals(c cells.Cell) []cells.Cell {
	rivals := []cells.Cell{c.Baseline()}
	for _, impl := range r.impls() {
		rival := c
		rival.Impl = impl
		if impl == cells.Baseline || impl == subject || strings.HasPrefix(impl, subject+"-") || control(impl) {
			continue
		}
		if r.Cells[rival] != nil {
			rivals = append(rivals, rival)
		}
	}
	return rivals
}

// A lossRow is a loss as it is printed.
type lossRow struct {
	Scenario, Winner, Batch, Capacity, Sides, Procs string
	Time, CPU, Mine, Theirs                         string
	Samples                                         int
	Chance                                          bool
}

func (r results) lossRows(lost []loss) []lossRow {
	var rows []lossRow
	for _, l := range lost {
		c := l.cell
		unit := r.TimeUnit(c)
		rows = append(rows, lossRow{
			Scenario: scenario(c), Winner: l.winner.Impl, Batch: batch(c), Capacity: fmt.Sprint(c.Capacity),
			Sides: c.Sides(), Procs: fmt.Sprint(c.Procs),
			Time: l.time.String(), CPU: l.cpu.String(), Mine: r.value(c, unit), Theirs: r.value(l.winner, unit),
			Samples: r.Count(c), Chance: l.chance(),
		})
	}
	return rows
}

// value returns the median of c as it is printed.
func (r results) value(c cells.Cell, unit string) string {
	f, ok := r.figure(c, unit)
	if !ok {
		return "–"
	}
	return nanoseconds(f.median)
}

// batch returns the size of a batch as it is printed.
func batch(c cells.Cell) string {
	if c.Batch == 0 {
		return "–"
	}
	return fmt.Sprint(c.Batch)
}
