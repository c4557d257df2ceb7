package main

import (
	"fmt"
	"slices"

	"github.com/boundedq/queue/bench/internal/cells"
)

// A chart is plots that belong together and are read with one legend.
type chart struct {
	Title  string
	Legend legend
	Plots  []plot
}

// throughput returns a chart for each scenario and GOMAXPROCS: time by capacity, a
// plot for each number of producers and consumers.
func (r results) throughput() []chart {
	timed := r.all(func(c cells.Cell) bool {
		_, ok := r.figure(c, cells.PerOp)
		return ok
	})
	var charts []chart
	for _, group := range cells.Groups(timed, func(c cells.Cell) string {
		return fmt.Sprintf("%s, GOMAXPROCS %d", scenario(c), c.Procs)
	}) {
		charts = append(charts, r.throughputChart(group))
	}
	return charts
}

func (r results) throughputChart(group []cells.Cell) chart {
	names := styles(r.impls())
	list := seriesIn(group)
	c := chart{Title: fmt.Sprintf("%s, GOMAXPROCS %d", scenario(group[0]), group[0].Procs), Legend: names.legend(list)}
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
		c.Plots = append(c.Plots, p)
	}
	return c
}

// extent returns the values of c that a chart needs room for.
func (r results) extent(c cells.Cell, unit string) []float64 {
	f, ok := r.figure(c, unit)
	if !ok {
		return nil
	}
	if !f.bounded() {
		return []float64{f.median}
	}
	return []float64{f.low, f.high}
}

// seriesIn returns the series that group has, in the order of the legend.
func seriesIn(group []cells.Cell) []series {
	var list []series
	for _, c := range group {
		if s := seriesOf(c); !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b series) int {
		return cells.Compare(cells.Cell{Impl: a.impl, Batch: a.batch}, cells.Cell{Impl: b.impl, Batch: b.batch})
	})
	return list
}

func capacitiesOf(group []cells.Cell) []int {
	var list []int
	for _, c := range group {
		list = append(list, c.Capacity)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
