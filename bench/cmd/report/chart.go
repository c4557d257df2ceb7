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

// charts returns a chart for each scenario and GOMAXPROCS of the cells that keep wants,
// with the plots that plots makes of them: names are the styles of all implementations,
// and list is the series that the chart has.
func (r results) charts(keep func(cells.Cell) bool, plots func(group []cells.Cell, names styles, list []series) []plot) []chart {
	names := styles(r.impls())
	title := func(c cells.Cell) string { return fmt.Sprintf("%s, GOMAXPROCS %d", scenario(c), c.Procs) }
	var charts []chart
	for _, group := range cells.Groups(r.all(keep), title) {
		list := seriesIn(group)
		charts = append(charts, chart{title(group[0]), names.legend(list), plots(group, names, list)})
	}
	return charts
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
