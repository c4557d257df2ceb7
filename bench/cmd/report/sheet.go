package main

import "fmt"

// A sheet is a picture of its own: heat maps or plots in rows, and a legend.
type sheet struct {
	Title         string
	Width, Height float64
	Legend        legend
	Headings      []text
	Heat          []placed[heatmap]
	Plots         []placed[plot]
}

type placed[T any] struct {
	X, Y float64
	Of   T
}

const (
	sheetMargin = 16.0
	sheetGap    = 24.0
	sheetTop    = 44.0 // below the title
	heatSheet   = 1000.0
)

// heatmapSheet puts maps one beside the other as long as there is room, and those of
// each GOMAXPROCS in rows of their own.
func heatmapSheet(maps []heatmap) sheet {
	s := sheet{Title: "Time as a multiple of the bare channel's, by capacity and producers/consumers: below 1 is faster", Legend: heatLegend()}
	x, y, row := sheetMargin, sheetTop+s.Legend.Height, 0.0
	procs := 0
	for _, m := range maps {
		if m.Procs != procs || x+m.Width > heatSheet {
			x, y, row = sheetMargin, y+row+sheetGap, 0
		}
		if m.Procs != procs {
			procs = m.Procs
			y += sheetGap / 2
			s.Headings = append(s.Headings, text{x, y, fmt.Sprintf("GOMAXPROCS %d", procs)})
			y += sheetGap / 2
		}
		s.Heat = append(s.Heat, placed[heatmap]{x, y, m})
		s.Width = max(s.Width, x+m.Width+sheetMargin)
		x, row = x+m.Width+sheetGap, max(row, m.Height)
	}
	s.Height = y + row + sheetMargin
	s.Width = max(s.Width, titleWidth*float64(len(s.Title))+2*sheetMargin)
	return s
}

// scatterSheet puts the plots side by side.
func (r results) scatterSheet() sheet {
	c := r.scatter()
	s := sheet{Title: "Time and processor time of one operation", Legend: c.Legend, Width: legendWidth + 2*sheetMargin}
	x, y := sheetMargin, sheetTop+c.Legend.Height+sheetGap
	for _, p := range c.Plots {
		s.Plots = append(s.Plots, placed[plot]{x, y, p})
		x += p.Width + sheetGap
		s.Width = max(s.Width, x-sheetGap+sheetMargin)
		s.Height = max(s.Height, y+p.Height+sheetMargin)
	}
	return s
}
