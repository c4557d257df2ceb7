package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
)

// A loss is a cell in which a queue takes more than the bare channel. A ratio that
// was not measured is 0.
type loss struct {
	cell
	time, cpu float64
}

// The ratios above which a cell is one that a queue loses, in hundredths as they
// are printed.
const (
	timeLoss = 1.00
	cpuLoss  = 1.05
)

// losses returns the cells that a queue loses, worst first.
func (r results) losses() []loss {
	var lost []loss
	for _, c := range r.sorted() {
		if c.impl == baseline {
			continue
		}
		time, _ := r.ratio(c, r.timeUnit(c))
		cpu, _ := r.ratio(c, cpuOp)
		if hundredths(time) > timeLoss || hundredths(cpu) > cpuLoss {
			lost = append(lost, loss{c, time, cpu})
		}
	}
	slices.SortStableFunc(lost, func(a, b loss) int {
		return -cmp.Compare(max(a.time, a.cpu), max(b.time, b.cpu))
	})
	return lost
}

func hundredths(ratio float64) float64 { return math.Round(ratio*100) / 100 }

func (r results) printLosses(w io.Writer) {
	fmt.Fprintf(w, "## Where a queue loses\n\n")
	compared := 0
	for c := range r.cells {
		if c.impl != baseline {
			compared++
		}
	}
	lost := r.losses()
	fmt.Fprintf(w, "%d of %d cells: more than %.2f of the channel's time or more than %.2f of its processor time.\n\n",
		len(lost), compared, timeLoss, cpuLoss)
	if len(lost) == 0 {
		return
	}
	t := table{head: []string{"scenario", "queue", "batch", "capacity", "producers/consumers", "GOMAXPROCS", "time", "processor time", "samples"}, text: 2}
	for _, l := range lost {
		batch := "–"
		if !l.latency() {
			batch = fmt.Sprint(l.batch)
		}
		t.add(l.task(), l.impl, batch, fmt.Sprint(l.capacity), l.sides(), fmt.Sprint(l.procs),
			show(l.time, l.time > 0), show(l.cpu, l.cpu > 0), fmt.Sprint(r.count(l.cell)))
	}
	t.print(w)
}
