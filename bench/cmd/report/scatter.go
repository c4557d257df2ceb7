package main

import (
	"fmt"

	"github.com/boundedq/queue/bench/internal/cells"
)

// scatter returns one plot for each GOMAXPROCS: time against processor time.
func (r results) scatter() chart {
	names := styles(r.impls())
	both := r.all(func(c cells.Cell) bool {
		_, time := r.figure(c, cells.PerOp)
		_, cpu := r.figure(c, cells.CPUOp)
		return time && cpu && c.CPUUnit() == cells.CPUOp
	})
	var times, cpus []float64
	for _, c := range both {
		time, _ := r.figure(c, cells.PerOp)
		cpu, _ := r.figure(c, cells.CPUOp)
		times, cpus = append(times, time.median), append(cpus, cpu.median)
	}
	c := chart{Legend: names.legend(seriesIn(both))}
	for _, group := range cells.Groups(both, func(c cells.Cell) int { return c.Procs }) {
		procs := group[0].Procs
		p := newPlot(fmt.Sprintf("GOMAXPROCS %d", procs), 480, 420)
		p.XLabel, p.YLabel = "ns/op", "cpu-ns/op"
		x, y := scaleOf(times, p.Left, p.Right), scaleOf(cpus, p.Bottom, p.Top)
		p.xAxis(x)
		p.yAxis(y)
		p.guide(x, y, 1, "one processor busy")
		if procs > 1 {
			p.guide(x, y, float64(procs), fmt.Sprintf("%d processors busy", procs))
		}
		for _, cell := range group {
			time, _ := r.figure(cell, cells.PerOp)
			cpu, _ := r.figure(cell, cells.CPUOp)
			s := seriesOf(cell)
			p.Marks = append(p.Marks, mark{
				Class: names.class(s), Shape: names.shape(s, x.at(time.median), y.at(cpu.median)),
				Title: fmt.Sprintf("%s, %s, %s: %s, %s, %.2f processors busy", s, scenario(cell), place(cell),
					time.describe("ns/op"), cpu.describe("cpu-ns/op"), cpu.median/time.median),
			})
		}
		c.Plots = append(c.Plots, p)
	}
	return c
}

// guide draws where processor time is busy times time, as far as it is in the plot.
func (p *plot) guide(x, y scale, busy float64, label string) {
	low := max(x.low, y.low/busy)
	high := min(x.high, y.high/busy)
	if low >= high {
		return
	}
	g := guide{X1: x.at(low), Y1: y.at(low * busy), X2: x.at(high), Y2: y.at(high * busy)}
	// The line of one processor has its label below, the other above.
	along := func(a, b float64) float64 { return a + 0.7*(b-a) }
	g.Label = text{along(g.X1, g.X2) + 8, along(g.Y1, g.Y2) + 14, label}
	if busy > 1 {
		g.Anchor = "right"
		g.Label.X, g.Label.Y = g.Label.X-16, g.Label.Y-16
	}
	p.Guides = append(p.Guides, g)
}
