package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/boundedq/queue/bench/internal/cells"
)

// A loss is a cell in which a queue takes more than the bare channel. A ratio that
// was not measured is 0.
type loss struct {
	cells.Cell
	time, cpu float64
}

// losses returns the cells that a queue loses, worst first.
func (r results) losses() []loss {
	var lost []loss
	for _, c := range r.Sorted() {
		if c.Impl == cells.Baseline {
			continue
		}
		time, _ := r.ratio(c, r.TimeUnit(c))
		cpu, _ := r.ratio(c, c.CPUUnit())
		if cells.Loses(time, cpu) {
			lost = append(lost, loss{c, time, cpu})
		}
	}
	slices.SortStableFunc(lost, func(a, b loss) int {
		return -cmp.Compare(max(a.time, a.cpu), max(b.time, b.cpu))
	})
	return lost
}

func (r results) printLosses(w io.Writer) {
	fmt.Fprintf(w, "## Where a queue loses\n\n")
	compared := 0
	for c := range r.Cells {
		if c.Impl != cells.Baseline {
			compared++
		}
	}
	lost := r.losses()
	fmt.Fprintf(w, "%d of %d cells: more than %.2f of the channel's time or more than %.2f of its processor time.\n\n",
		len(lost), compared, cells.TimeLoss, cells.CPULoss)
	if len(lost) == 0 {
		return
	}
	t := table{head: []string{"scenario", "queue", "batch", "capacity", "producers/consumers", "GOMAXPROCS", "time", "processor time", "samples"}, text: 2}
	for _, l := range lost {
		batch := "–"
		if !latency(l.Cell) {
			batch = fmt.Sprint(l.Batch)
		}
		t.add(l.Task(), l.Impl, batch, fmt.Sprint(l.Capacity), l.Sides(), fmt.Sprint(l.Procs),
			show(l.time, l.time > 0), show(l.cpu, l.cpu > 0), fmt.Sprint(r.Count(l.Cell)))
	}
	t.print(w)
}
