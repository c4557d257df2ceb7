package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/boundedq/queue/internal/quantile"
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
			fmt.Fprintf(w, " %s |", column.format(median(values)))
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

// A column is one figure of a sample.
type column struct {
	title  string
	of     func(sample) float64
	format func(float64) string
}

var others = []column{
	{"values", func(s sample) float64 { return float64(len(s.arrived)) }, whole},
	{"is accepted: p50", accepted(0.5), scaled},
	{"p99", accepted(0.99), scaled},
	{"p99.9", accepted(0.999), scaled},
	{"longest", accepted(1), scaled},
	{"≥ 10 ms", func(s sample) float64 { return float64(lateOnes(s.accepted)) }, whole},
	{"arrives: p50", arrived(0.5), scaled},
	{"p99", arrived(0.99), scaled},
	{"p99.9", arrived(0.999), scaled},
	{"longest", arrived(1), scaled},
	{"≥ 10 ms", func(s sample) float64 { return float64(lateOnes(s.arrived)) }, whole},
}

var victims = []column{
	{"values", func(s sample) float64 { return float64(s.sent) }, whole},
	{"refused", func(s sample) float64 { return float64(s.refused) }, whole},
	{"stops", func(s sample) float64 { return float64(len(s.inside) + len(s.outside)) }, whole},
	{"median of one", func(s sample) float64 { return middle(s.inside, s.outside) }, scaled},
	{"all together", func(s sample) float64 { return total(s.inside, s.outside) }, scaled},
	{"in mid-send", func(s sample) float64 { return float64(len(s.inside)) }, whole},
	{"felt by others", func(s sample) float64 { return float64(s.felt) }, whole},
}

func accepted(p float64) func(sample) float64 {
	return func(s sample) float64 { return at(s.accepted, p) }
}

func arrived(p float64) func(sample) float64 {
	return func(s sample) float64 { return at(s.arrived, p) }
}

func at(sorted []time.Duration, p float64) float64 { return float64(quantile.Of(sorted, p)) }

// middle returns the median length of all stops, or 0 if there was none.
func middle(stops ...[]stop) float64 {
	var lengths []float64
	for _, s := range slices.Concat(stops...) {
		lengths = append(lengths, float64(s.to-s.from))
	}
	if len(lengths) == 0 {
		return 0
	}
	return median(lengths)
}

// total returns the length of all stops together.
func total(stops ...[]stop) float64 {
	var sum int64
	for _, s := range slices.Concat(stops...) {
		sum += s.to - s.from
	}
	return float64(sum)
}

func whole(v float64) string { return fmt.Sprintf("%.0f", v) }

// scaled prints nanoseconds in microseconds, and in milliseconds from one on.
func scaled(v float64) string {
	switch {
	case v >= 10e6:
		return fmt.Sprintf("%.0f ms", v/1e6)
	case v >= 1e6:
		return fmt.Sprintf("%.1f ms", v/1e6)
	}
	return fmt.Sprintf("%.1f µs", v/1e3)
}

// median sorts values, and returns the one in the middle, or the mean of the two.
func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
