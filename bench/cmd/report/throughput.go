package main

import (
	"fmt"
	"slices"

	"github.com/boundedq/queue/bench/internal/cells"
)

// throughput returns charts of time by capacity, a plot for each number of producers and
// consumers.
func (r results) throughput() []chart {
	return r.charts(func(c cells.Cell) bool {
		_, ok := r.figure(c, cells.PerOp)
		return ok
	}, r.throughputPlots)
}

func (r results) throughputPlots(group []cells.Cell, names styles, list []series) (plots []plot) {
	var values []float64
	for _, cell := range group {
		values = append(values, r.extent(cell, cells.PerOp)...)
	}
	sides := cells.Groups(group, cells.Cell.Sides)
	slices.SortFunc(sides, func(a, b []cells.Cell) int {
		return a[0].Producers + a[0].Consumers - b[0].Producers - b[0].Consumers
	})
	for _, cellsOf := range sides {
		title := "1 goroutine at each end"
		if cellsOf[0].Producers > 0 {
			title = plural(cellsOf[0].Producers, "producer") + ", " + plural(cellsOf[0].Consumers, "consumer")
		}
		p := newPlot(title, 350, 240)
		p.XLabel, p.YLabel = "capacity", "ns/op"
		s := scaleOf(values, p.Bottom, p.Top)
		p.yAxis(s)
		capacities := capacitiesOf(cellsOf)
		var labels []string
		for _, capacity := range capacities {
			labels = append(labels, fmt.Sprint(capacity))
		}
		at := p.xNames(labels)
		for i, of := range list {
			var way [][2]float64
			for _, cell := range cellsOf {
				if seriesOf(cell) != of {
					continue
				}
				f, _ := r.figure(cell, cells.PerOp)
				x := at[slices.Index(capacities, cell.Capacity)] + dodge(i, len(list))
				way = append(way, [2]float64{x, s.at(f.median)})
				p.Marks = append(p.Marks, mark{
					names.class(of), names.shape(of, x, s.at(f.median)), s.whisker(f, x),
					fmt.Sprintf("%s, %s: %s", of, place(cell), f.describe("ns/op")),
				})
			}
			p.Lines = append(p.Lines, line{names.class(of), points(way)})
		}
		plots = append(plots, p)
	}
	return plots
}

func capacitiesOf(group []cells.Cell) []int {
	var list []int
	for _, c := range group {
		list = append(list, c.Capacity)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
