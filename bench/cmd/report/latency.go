package main

import (
	"fmt"
	"slices"

	"github.com/boundedq/queue/bench/internal/cells"
)

// percentiles are the units of a latency, in the order in which they are drawn.
var percentiles = []struct{ unit, name string }{
	{cells.P50, "p50"}, {cells.P99, "p99"}, {cells.P999, "p99.9"}, {cells.Max, "max"},
}

// latency returns charts of percentiles, a plot for each capacity.
func (r results) latency() []chart {
	return r.charts(func(c cells.Cell) bool {
		return slices.ContainsFunc(percentiles, func(p struct{ unit, name string }) bool {
			_, ok := r.figure(c, p.unit)
			return ok
		})
	}, r.latencyPlots)
}

func (r results) latencyPlots(group []cells.Cell, names styles, list []series) (plots []plot) {
	var values []float64
	var units, labels []string
	for _, p := range percentiles {
		n := len(values)
		for _, cell := range group {
			values = append(values, r.extent(cell, p.unit)...)
		}
		if len(values) > n {
			units, labels = append(units, p.unit), append(labels, p.name)
		}
	}
	panels := cells.Groups(group, func(c cells.Cell) cells.Cell {
		c.Impl, c.Batch = "", 0
		return c
	})
	slices.SortStableFunc(panels, func(a, b []cells.Cell) int { return a[0].Capacity - b[0].Capacity })
	for _, panel := range panels {
		p := newPlot(size(panel[0]), 350, 240)
		p.XLabel, p.YLabel = "percentile", "latency"
		s := scaleOf(values, p.Bottom, p.Top)
		p.yAxis(s)
		at := p.xNames(labels)
		for _, cell := range panel {
			of := seriesOf(cell)
			var way [][2]float64
			for i, unit := range units {
				f, ok := r.figure(cell, unit)
				if !ok {
					continue
				}
				x := at[i] + dodge(slices.Index(list, of), len(list))
				way = append(way, [2]float64{x, s.at(f.median)})
				p.Marks = append(p.Marks, mark{
					names.class(of), names.shape(of, x, s.at(f.median)), s.whisker(f, x),
					fmt.Sprintf("%s, %s, %s: %s", of, place(cell), labels[i], f.describe("ns")),
				})
			}
			p.Lines = append(p.Lines, line{names.class(of), points(way)})
		}
		plots = append(plots, p)
	}
	return plots
}
