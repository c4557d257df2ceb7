package main

import (
	"slices"
	"time"

	"github.com/boundedq/queue/internal/quantile"
)

// A column is one figure of a sample, and what is made of those of all rounds.
type column struct {
	title  string
	of     func(sample) float64
	over   func([]float64) float64
	format func(float64) string
}

var others = []column{
	{"values", func(s sample) float64 { return float64(len(s.arrived)) }, sum, whole},
	{"is accepted: p50", accepted(0.5), median, scaled},
	{"p99", accepted(0.99), median, scaled},
	{"p99.9", accepted(0.999), median, scaled},
	{"longest", accepted(1), largest, scaled},
	{"≥ 10 ms", func(s sample) float64 { return float64(lateOnes(s.accepted)) }, sum, whole},
	{"arrives: p50", arrived(0.5), median, scaled},
	{"p99", arrived(0.99), median, scaled},
	{"p99.9", arrived(0.999), median, scaled},
	{"longest", arrived(1), largest, scaled},
	{"≥ 10 ms", func(s sample) float64 { return float64(lateOnes(s.arrived)) }, sum, whole},
}

var victims = []column{
	{"values", func(s sample) float64 { return float64(s.sent) }, sum, whole},
	{"refused", func(s sample) float64 { return float64(s.refused) }, sum, whole},
	{"stops", func(s sample) float64 { return float64(len(s.inside) + len(s.outside)) }, sum, whole},
	{"median of one", func(s sample) float64 { return middle(s.inside, s.outside) }, median, scaled},
	{"all together", func(s sample) float64 { return total(s.inside, s.outside) }, sum, scaled},
	{"in mid-send", func(s sample) float64 { return float64(len(s.inside)) }, sum, whole},
	{"felt by others", func(s sample) float64 { return float64(s.felt) }, sum, whole},
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
	var length int64
	for _, s := range slices.Concat(stops...) {
		length += s.to - s.from
	}
	return float64(length)
}

func largest(values []float64) float64 { return slices.Max(values) }

func sum(values []float64) float64 {
	var s float64
	for _, v := range values {
		s += v
	}
	return s
}

// median sorts values, and returns the one in the middle, or the mean of the two.
func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
