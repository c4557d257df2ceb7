package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// printTable prints a section, with the medians of its samples.
func printTable(w io.Writer, s section, samples [][]sample) {
	fmt.Fprintf(w, "\n### %s\n\n", s.title)
	fmt.Fprintln(w, "| | caller ns/sent | sent/s | arrived/s | lost | told of | CPU ns/sent | CPU ns/arrived | allocs/sent |")
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|--:|--:|--:|--:|")
	for i, v := range s.variants {
		fmt.Fprintf(w, "| %s |", v.name)
		for _, column := range columns {
			values := make([]float64, len(samples[i]))
			for j, s := range samples[i] {
				values[j] = column.of(s)
			}
			fmt.Fprintf(w, " %s |", column.format(median(values)))
		}
		fmt.Fprintln(w)
	}
}

// A column is one figure of a sample. none stands for one that is not known.
type column struct {
	of     func(sample) float64
	format func(float64) string
}

const none = -1

var columns = []column{
	{func(s sample) float64 { return each(s.held, s.sent) }, whole},
	{func(s sample) float64 { return float64(s.sent) / s.elapsed.Seconds() }, thousands},
	{func(s sample) float64 { return float64(s.tally.arrived) / s.elapsed.Seconds() }, thousands},
	{func(s sample) float64 { return float64(s.sent-s.tally.arrived) / float64(s.sent) }, percent},
	{func(s sample) float64 {
		if s.tally.dropped < 0 {
			return none
		}
		return float64(s.tally.dropped) / float64(s.sent)
	}, percent},
	{func(s sample) float64 { return each(s.cpu, s.sent) }, whole},
	{func(s sample) float64 { return each(s.cpu, s.tally.arrived) }, whole},
	{func(s sample) float64 { return float64(s.mallocs) / float64(s.sent) }, hundredths},
}

// each returns d for each of n, in nanoseconds.
func each(d time.Duration, n int) float64 {
	if d == 0 || n == 0 {
		return none
	}
	return float64(d.Nanoseconds()) / float64(n)
}

func thousands(v float64) string { return fmt.Sprintf("%.0fk", v/1000) }

func percent(v float64) string {
	if v == none {
		return "-"
	}
	return fmt.Sprintf("%.2f %%", 100*v)
}

func whole(v float64) string {
	if v == none {
		return "-"
	}
	return fmt.Sprintf("%.0f", v)
}

func hundredths(v float64) string { return fmt.Sprintf("%.2f", v) }

// median sorts values, and returns the one in the middle, or the mean of the two.
func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
