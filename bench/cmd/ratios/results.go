package main

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"golang.org/x/perf/benchfmt"
)

// The units of the benchmarks, as benchfmt reads them: seconds for nanoseconds.
const (
	perOp  = "sec/op"
	cpuOp  = "cpu-sec/op"
	middle = "p50-sec"
	high   = "p99-sec"
)

// samples holds what was measured of one cell, by unit.
type samples map[string][]float64

// results is all that was read.
type results struct {
	settings map[string][]string // of the machine, by key: the values that there were
	cells    map[cell]samples
}

// settings that are printed.
var settings = []string{"goos", "goarch", "cpu", "pkg"}

func read(from source) (results, error) {
	r := results{map[string][]string{}, map[cell]samples{}}
	for from.Scan() {
		switch record := from.Result().(type) {
		case *benchfmt.SyntaxError:
			return r, record
		case *benchfmt.Result:
			if err := r.add(record); err != nil {
				file, line := record.Pos()
				return r, fmt.Errorf("%s:%d: %w", file, line, err)
			}
		}
	}
	if err := from.Err(); err != nil {
		return r, err
	}
	if len(r.cells) == 0 {
		return r, errors.New("no results of BenchmarkDirect or BenchmarkLatency")
	}
	return r, nil
}

func (r results) add(result *benchfmt.Result) error {
	c, ours, err := parseName(result.Name)
	if err != nil || !ours {
		return err
	}
	for _, key := range settings {
		value := result.GetConfig(key)
		if value != "" && !slices.Contains(r.settings[key], value) {
			r.settings[key] = append(r.settings[key], value)
		}
	}
	if r.cells[c] == nil {
		r.cells[c] = samples{}
	}
	for _, v := range result.Values {
		r.cells[c][v.Unit] = append(r.cells[c][v.Unit], v.Value)
	}
	return nil
}

// check fails unless each cell has one of the bare channel to be compared with.
func (r results) check() error {
	for _, c := range r.sorted() {
		if r.cells[c.baseline()] == nil {
			return fmt.Errorf("%v: there is no %v to compare with", c, c.baseline())
		}
	}
	return nil
}

// sorted returns all cells in the order in which they are listed.
func (r results) sorted() []cell {
	return slices.SortedFunc(maps.Keys(r.cells), compare)
}

// median returns the median of c's samples in unit.
func (r results) median(c cell, unit string) (float64, bool) {
	sorted := slices.Sorted(slices.Values(r.cells[c][unit]))
	n := len(sorted)
	if n == 0 {
		return 0, false
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2, true
}

// ratio returns c's median as a multiple of the bare channel's, and false where one
// of the two was not measured.
func (r results) ratio(c cell, unit string) (float64, bool) {
	mine, ok := r.median(c, unit)
	theirs, ok2 := r.median(c.baseline(), unit)
	if !ok || !ok2 || mine <= 0 || theirs <= 0 {
		return 0, false
	}
	return mine / theirs, true
}

// timeUnit returns the unit of c that says how long something takes: the middle
// latency where there is one.
func (r results) timeUnit(c cell) string {
	if len(r.cells[c][middle]) > 0 {
		return middle
	}
	return perOp
}

// count returns how many samples there are of c, in the unit that has most.
func (r results) count(c cell) int {
	n := 0
	for _, values := range r.cells[c] {
		n = max(n, len(values))
	}
	return n
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
