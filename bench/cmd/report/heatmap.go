package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/boundedq/queue/bench/internal/cells"
)

// A text is a string at a place in a picture.
type text struct {
	X, Y float64
	Text string
}

// A heatmap is the ratios of one queue to the channel, by capacity and by producers
// and consumers.
type heatmap struct {
	Title         string
	Procs         int
	Width, Height float64
	Columns, Rows []text
	Cells         []heat
}

// A heat is one rectangle of a heat map.
type heat struct {
	X, Y, Width, Height float64
	Class, Text, Title  string
}

// The measures of a heat map, in pixels.
const (
	heatWidth  = 42.0
	heatHeight = 24.0
	heatLeft   = 56.0
	heatTop    = 46.0
	titleWidth = 8.2 // of a character of a title, about
)

// heatmaps returns one for each GOMAXPROCS, scenario, queue and size of batch.
func (r results) heatmaps() []heatmap {
	chosen := r.all(func(c cells.Cell) bool {
		_, mine := r.figure(c, cells.PerOp)
		_, theirs := r.figure(c.Baseline(), cells.PerOp)
		return c.Impl != cells.Baseline && !control(c.Impl) && c.Producers > 0 && mine && theirs
	})
	var maps []heatmap
	for _, group := range cells.Groups(chosen, func(c cells.Cell) cells.Cell {
		c.Capacity, c.Producers, c.Consumers = 0, 0, 0
		return c
	}) {
		maps = append(maps, r.heatmap(group))
	}
	return maps
}

func (r results) heatmap(group []cells.Cell) heatmap {
	columns := cells.Groups(group, cells.Cell.Sides)
	slices.SortFunc(columns, func(a, b []cells.Cell) int {
		return cmp.Or(
			cmp.Compare(a[0].Producers+a[0].Consumers, b[0].Producers+b[0].Consumers),
			cmp.Compare(a[0].Producers, b[0].Producers))
	})
	rows := cells.Groups(group, func(c cells.Cell) int { return c.Capacity })
	slices.SortFunc(rows, func(a, b []cells.Cell) int { return cmp.Compare(a[0].Capacity, b[0].Capacity) })

	c := group[0]
	h := heatmap{Title: fmt.Sprintf("%s: %s", seriesOf(c), scenario(c)), Procs: c.Procs}
	h.Width = max(heatLeft+heatWidth*float64(len(columns)), titleWidth*float64(len(h.Title)))
	h.Height = heatTop + heatHeight*float64(len(rows))
	for i, column := range columns {
		h.Columns = append(h.Columns, text{heatLeft + heatWidth*(float64(i)+0.5), heatTop - 7, column[0].Sides()})
	}
	for i, row := range rows {
		y := heatTop + heatHeight*float64(i)
		h.Rows = append(h.Rows, text{heatLeft - 6, y + heatHeight/2 + 4, fmt.Sprint(row[0].Capacity)})
		for _, c := range row {
			column := slices.IndexFunc(columns, func(of []cells.Cell) bool { return of[0].Sides() == c.Sides() })
			h.Cells = append(h.Cells, r.heat(c, heatLeft+heatWidth*float64(column), y))
		}
	}
	return h
}

func (r results) heat(c cells.Cell, x, y float64) heat {
	time := r.compare(c, c.Baseline(), cells.PerOp)
	mine, _ := r.figure(c, cells.PerOp)
	theirs, _ := r.figure(c.Baseline(), cells.PerOp)
	title := fmt.Sprintf("%s, %s: %v of the channel's time, %s against %s, p=%.2g",
		seriesOf(c), place(c), time, mine.describe("ns/op"), theirs.describe("ns/op"), time.p)
	if cpu := r.compare(c, c.Baseline(), c.CPUUnit()); cpu.ratio > 0 {
		title += fmt.Sprintf("; %v of its processor time", cpu)
	}
	return heat{x, y, heatWidth, heatHeight, time.class(), time.String(), title}
}

// steps are the ratios at which the colour changes, above 1. Below 1 it changes at
// their reciprocals.
var steps = []float64{1.05, 1.25, 1.7, 2.5}

// class returns the class of d's colour: h-4 for the least ratios to h4 for the
// greatest, and h0 where there is no difference to speak of.
func (d difference) class() string {
	if d.chance {
		return "h0"
	}
	step := 0
	for _, s := range steps {
		if d.ratio >= s {
			step++
		}
		if d.ratio <= 1/s {
			step--
		}
	}
	return fmt.Sprintf("h%d", step)
}

// heatLegend says what the colours mean.
func heatLegend() legend {
	names := []string{"about equal, or maybe chance (~)"}
	for i, s := range steps {
		names = append(names, fmt.Sprintf("≥ %.2f", s))
		names = slices.Insert(names, 0, fmt.Sprintf("≤ %.2f", 1/steps[i]))
	}
	var l legend
	for i, name := range names {
		step := i - len(steps)
		l.add(entry{Box: fmt.Sprintf("h%d", step), Name: name, First: step == 0 || step == 1})
	}
	return l
}
