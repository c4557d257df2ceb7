package main

import (
	"fmt"
	"math"

	"github.com/boundedq/queue/bench/internal/cells"
	"golang.org/x/perf/benchfmt"
)

// The units that are printed.
const (
	perOp  = cells.PerOp
	cpuOp  = cells.CPUOp
	middle = cells.P50
	high   = cells.P99

	longest = cells.Max
)

// results is all that was read.
type results struct{ cells.Set }

// settings that are printed.
var settings = []string{"goos", "goarch", "cpu", "pkg"}

func read(from cells.Source) (results, error) {
	set, err := cells.Read(from, compared)
	if err != nil {
		return results{}, err
	}
	r := results{set}
	if err := r.checkKeys(); err != nil {
		return results{}, err
	}
	return r, r.Check()
}

// compared reports whether name is of one of the two benchmarks whose cells are
// compared with the channel's.
func compared(name benchfmt.Name) bool {
	base := string(name.Base())
	return base == "Direct" || base == "Latency"
}

// latency reports whether c is of BenchmarkLatency.
func latency(c cells.Cell) bool { return c.Benchmark == "Latency" }

// checkKeys fails unless each cell has the keys of its benchmark.
func (r results) checkKeys() error {
	for _, c := range r.Sorted() {
		if latency(c) != (c.Batch == 0 && c.Producers == 0 && c.Consumers == 0) {
			return fmt.Errorf("%v: not the keys of Benchmark%s", c, c.Benchmark)
		}
	}
	return nil
}

// median returns the median of c's samples in unit.
func (r results) median(c cells.Cell, unit string) (float64, bool) {
	values := r.Cells[c][unit]
	if len(values) == 0 {
		return 0, false
	}
	return cells.Median(values), true
}

// ratio returns c's median as a multiple of the bare channel's, and false where one
// of the two was not measured.
func (r results) ratio(c cells.Cell, unit string) (float64, bool) {
	return r.against(c, c.Baseline(), unit)
}

// against is ratio for any other cell.
func (r results) against(c, other cells.Cell, unit string) (float64, bool) {
	mine, ok := r.median(c, unit)
	theirs, ok2 := r.median(other, unit)
	if !ok || !ok2 || mine <= 0 || theirs <= 0 {
		return 0, false
	}
	return mine / theirs, true
}

// mean is a geometric mean that is being added up.
type mean struct {
	logs float64
	n    int
}

func (m *mean) add(ratio float64) {
	m.logs += math.Log(ratio)
	m.n++
}

// value returns the mean, and false if nothing was added.
func (m *mean) value() (float64, bool) {
	return math.Exp(m.logs / float64(max(m.n, 1))), m.n > 0
}
