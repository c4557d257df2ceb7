package main

import (
	"fmt"
	"math"
	"strings"
)

// A plot is a chart with a logarithmic axis of values. What is in it is in pixels.
type plot struct {
	Title          string
	Width, Height  float64
	Left, Right    float64 // of the area in which marks are
	Top, Bottom    float64
	XLabel, YLabel string
	XTicks, YTicks []text
	Guides         []guide
	Lines          []line
	Marks          []mark
}

// A guide is a line to read marks by.
type guide struct {
	X1, Y1, X2, Y2 float64
	Label          text
	Anchor         string // the class that says which end of the label is there
}

// A line joins the marks of a series.
type line struct{ Class, Points string }

// A mark is one figure. Whisker is its interval, and empty without one.
type mark struct{ Class, Shape, Whisker, Title string }

// lineHeight is that of the labels of an axis.
const lineHeight = 12.0

// newPlot returns a plot without marks.
func newPlot(title string, width, height float64) plot {
	return plot{Title: title, Width: width, Height: height, Left: 52, Right: width - 12, Top: 28, Bottom: height - 48}
}

// A scale places values on a logarithmic axis.
type scale struct{ low, high, from, to float64 }

// scaleOf returns a scale on which all values fit between from and to. Values must be
// above 0.
func scaleOf(values []float64, from, to float64) scale {
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	// A margin, so that no mark is on the frame and a single value has a range.
	return scale{low / 1.15, high * 1.15, from, to}
}

func (s scale) at(v float64) float64 {
	return s.from + (s.to-s.from)*math.Log(v/s.low)/math.Log(s.high/s.low)
}

// ticks returns at least three round values on the scale, if there are so many: the
// powers of ten, or 1, 2 and 5 of each, or more.
func (s scale) ticks() []float64 {
	var ticks []float64
	for _, leading := range [][]float64{{1}, {1, 2, 5}, {1, 1.5, 2, 3, 4, 5, 7}} {
		ticks = nil
		for e := math.Floor(math.Log10(s.low)); e <= math.Log10(s.high); e++ {
			for _, m := range leading {
				if v := m * math.Pow(10, e); v >= s.low && v <= s.high {
					ticks = append(ticks, v)
				}
			}
		}
		if len(ticks) >= 3 {
			break
		}
	}
	return ticks
}

// tick returns seconds in a short unit for an axis.
func tick(seconds float64) string {
	for _, unit := range []struct {
		name string
		size float64
	}{{"s", 1}, {"ms", 1e-3}, {"µs", 1e-6}} {
		// A little less than 1, because a tick is a product of rounded powers.
		if x := seconds / unit.size; x > 0.999 {
			return fmt.Sprintf("%.3g %s", x, unit.name)
		}
	}
	return fmt.Sprintf("%.3g ns", seconds*1e9)
}

func (p *plot) yAxis(s scale) {
	for _, v := range s.ticks() {
		p.YTicks = append(p.YTicks, text{p.Left - 5, s.at(v), tick(v)})
	}
}

func (p *plot) xAxis(s scale) {
	for _, v := range s.ticks() {
		p.XTicks = append(p.XTicks, text{s.at(v), p.Bottom, tick(v)})
	}
}

// xNames is an axis of names, and returns where each is. Names that would touch are
// in two lines.
func (p *plot) xNames(names []string) []float64 {
	step := (p.Right - p.Left) / float64(len(names))
	longest := 0
	for _, name := range names {
		longest = max(longest, len(name))
	}
	var at []float64
	for i, name := range names {
		x := p.Left + step*(float64(i)+0.5)
		at = append(at, x)
		y := p.Bottom
		if i%2 == 1 && characters*float64(longest) > step {
			y += lineHeight
		}
		p.XTicks = append(p.XTicks, text{x, y, name})
	}
	return at
}

// whisker returns the path of f's interval at x.
func (s scale) whisker(f figure, x float64) string {
	if !f.bounded() {
		return ""
	}
	top, bottom := s.at(f.high), s.at(f.low)
	return fmt.Sprintf("M%.1f %.1fH%.1fM%.1f %.1fV%.1fM%.1f %.1fH%.1f", x-2.5, top, x+2.5, x, top, bottom, x-2.5, bottom, x+2.5)
}

// dodge returns how far the i-th of n series is moved aside, so that those with the
// same value are all seen.
func dodge(i, n int) float64 { return 3 * (float64(i) - float64(n-1)/2) }

// points returns where a line goes.
func points(at [][2]float64) string {
	var s []string
	for _, p := range at {
		s = append(s, fmt.Sprintf("%.1f,%.1f", p[0], p[1]))
	}
	return strings.Join(s, " ")
}
