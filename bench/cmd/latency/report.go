package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/boundedq/queue/internal/quantile"
	"github.com/loov/hrtime"
)

// report prints percentiles and a histogram of trips, and sorts them.
func report(w io.Writer, trips []time.Duration) error {
	slices.Sort(trips)
	for _, p := range []struct {
		name string
		p    float64
		min  int // with fewer samples it would be the maximum, or next to it
	}{
		{"p50", 0.50, 1},
		{"p90", 0.90, 100},
		{"p99", 0.99, 1_000},
		{"p99.9", 0.999, 10_000},
	} {
		if len(trips) >= p.min {
			fmt.Fprintf(w, "  %-6s %12v\n", p.name, quantile.Of(trips, p.p))
		}
	}
	most := trips[len(trips)-1]
	fmt.Fprintf(w, "  %-6s %12v\n", "max", most)
	if trips[0] == most {
		return nil // a range of no width has no bins
	}
	return histogram(w, trips)
}

// histogram draws sorted, which must not all be equal, as bins of equal width.
// The last one holds everything above the 99th percentile: a few slow round trips
// must not make all the others a single bar.
func histogram(w io.Writer, sorted []time.Duration) error {
	top := quantile.Of(sorted, 0.99)
	if top == sorted[0] {
		top = sorted[len(sorted)-1]
	}
	h := hrtime.NewDurationHistogram(sorted, &hrtime.HistogramOptions{
		BinCount:     16,
		NiceRange:    true,
		ClampMaximum: float64(top),
	})
	// hrtime's own percentiles are one rank higher than ours: leave them out.
	_, err := io.WriteString(w, strings.TrimPrefix(h.String(), h.StringStats()))
	return err
}
