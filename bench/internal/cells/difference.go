package cells

import (
	"slices"

	"golang.org/x/perf/benchmath"
)

// Alpha is the level at which a difference is said to be one, and bin/benchstat's. A run
// compares hundreds of cells; at the usual 0.05 one in twenty would differ by chance.
const Alpha = 0.001

// Enough is how many samples it takes of each of two cells for any difference to be
// significant at [Alpha]: with six, two groups without overlap come by chance in 2 of 924
// cases.
const Enough = 7

// Sample returns a copy of what c took in unit: benchmath sorts it.
func (s Set) Sample(c Cell, unit string) *benchmath.Sample {
	return benchmath.NewSample(slices.Clone(s.Cells[c][unit]), &benchmath.Thresholds{CompareAlpha: Alpha})
}

// P returns how likely a and b would differ by chance in unit as much as they do, or
// more, by the Mann-Whitney U test. Above [Alpha] they are not said to differ.
func (s Set) P(a, b Cell, unit string) float64 {
	return benchmath.AssumeNothing.Compare(s.Sample(a, unit), s.Sample(b, unit)).P
}

// Median returns the middle one of values, or the mean of the two. There is one at least.
func Median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
