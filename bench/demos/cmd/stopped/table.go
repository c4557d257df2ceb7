package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// printTables prints what the others felt, and what was done to the victim.
func printTables(w io.Writer, contestants []contestant, samples [][]sample) {
	fmt.Fprintln(w, "How long after it was due a value of the others")
	fmt.Fprintln(w)
	printTable(w, contestants, samples, others)
	fmt.Fprintln(w)
	fmt.Fprintln(w, "The producer that is stopped")
	fmt.Fprintln(w)
	printTable(w, contestants, samples, victims)
}

func printTable(w io.Writer, contestants []contestant, samples [][]sample, columns []column) {
	fmt.Fprint(w, "| |")
	for _, c := range columns {
		fmt.Fprintf(w, " %s |", c.title)
	}
	fmt.Fprintf(w, "\n|---|%s\n", strings.Repeat("--:|", len(columns)))
	for i, c := range contestants {
		fmt.Fprintf(w, "| %s |", c.name)
		for _, column := range columns {
			values := make([]float64, len(samples[i]))
			for j, s := range samples[i] {
				values[j] = column.of(s)
			}
			fmt.Fprintf(w, " %s |", column.format(column.over(values)))
		}
		fmt.Fprintln(w)
	}
}

// printDoubts names the queues of which the samples show nothing.
func printDoubts(w io.Writer, contestants []contestant, samples [][]sample) {
	for i, c := range contestants {
		if !slices.ContainsFunc(samples[i], func(s sample) bool { return len(s.inside) > 0 }) {
			fmt.Fprintf(w, "\nIn no sample of %s was the producer stopped in mid-send: its row shows nothing. Take a longer -for, or a quieter machine.\n", c.name)
		}
	}
}

func whole(v float64) string { return fmt.Sprintf("%.0f", v) }

// scaled prints nanoseconds in microseconds, and in milliseconds from one on.
func scaled(v float64) string {
	switch {
	case v >= 10e9:
		return fmt.Sprintf("%.1f s", v/1e9)
	case v >= 10e6:
		return fmt.Sprintf("%.0f ms", v/1e6)
	case v >= 1e6:
		return fmt.Sprintf("%.1f ms", v/1e6)
	}
	return fmt.Sprintf("%.1f µs", v/1e3)
}
