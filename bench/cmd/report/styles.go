package main

import (
	"fmt"
	"slices"
)

// styles gives each implementation a colour and a shape, the same in every chart. The
// shape is for those who cannot tell the colours.
type styles []string

// colours is how many classes of colour chart.css has, s0 and up.
const colours = 8

// class returns the class of s: its colour, and that it is of batches.
func (names styles) class(s series) string {
	class := fmt.Sprintf("s%d", slices.Index(names, s.impl)%colours)
	if s.batch > 1 {
		class += " batch"
	}
	return class
}

// shapes are paths about 0,0, to be moved.
var shapes = []string{
	"m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", // circle
	"m-3.5-3.5h7v7h-7z",                  // square
	"m0-5l4.5 8h-9z",                     // triangle
	"m0-5l5 5l-5 5l-5-5z",                // diamond
	"m0 5l4.5-8h-9z",                     // triangle, upside down
	"m-5-1.5h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5z", // cross
	"m-5 0l5-3l5 3l-5 3z", // flat diamond
}

// shape returns the path of s at x, y. Colours and shapes are different in number, so
// that more implementations than either can be told apart.
func (names styles) shape(s series, x, y float64) string {
	return fmt.Sprintf("M%.1f %.1f%s", x, y, shapes[slices.Index(names, s.impl)%len(shapes)])
}

// A legend says what the marks or colours of a chart mean. It is laid out for the
// narrowest screen.
type legend struct {
	Width, Height float64
	Entries       []entry
}

// An entry has the class of a box, or a mark.
type entry struct {
	X, Y        float64
	First       bool // of a new line
	Box         string
	Shape, Mark string
	Name        string
}

const (
	legendWidth = 350.0
	entryHeight = 20.0
	characters  = 7.4 // the width of one, about
)

// add puts e after the others, and on a new line where there is no room.
func (l *legend) add(e entry) {
	width := 34 + characters*float64(len([]rune(e.Name)))
	if n := len(l.Entries); n > 0 {
		last := l.Entries[n-1]
		e.X = last.X + 34 + characters*float64(len([]rune(last.Name)))
		e.Y = last.Y
		if e.First || e.X+width > legendWidth {
			e.X, e.Y = 0, last.Y+entryHeight
		}
	}
	l.Width, l.Height = legendWidth, e.Y+entryHeight
	l.Entries = append(l.Entries, e)
}

// legend says which of list is which.
func (names styles) legend(list []series) legend {
	var l legend
	for _, s := range list {
		l.add(entry{Shape: names.shape(s, 10, 10), Mark: names.class(s), Name: s.String()})
	}
	return l
}
