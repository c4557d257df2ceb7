package cells

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/perf/benchfmt"
)

// The units of the benchmarks, as benchfmt reads them: seconds for nanoseconds.
const (
	PerOp  = "sec/op"
	CPUOp  = "cpu-sec/op"
	OwnCPU = "own-cpu-sec/op" // without what others computed beside the queue
	Beside = "beside-%"       // what they computed, of what they could
	P50    = "p50-sec"
	P99    = "p99-sec"
	P999   = "p99.9-sec"
	Max    = "max-sec"
)

// Samples holds what was measured of one cell, by unit.
type Samples map[string][]float64

// A Set is all that was read.
type Set struct {
	// Settings are the lines of the files that say how it was measured: by key, the
	// different values that there were.
	Settings map[string][]string
	Cells    map[Cell]Samples
}

// A Source gives results one after the other: one reader, or several files.
type Source interface {
	Scan() bool
	Result() benchfmt.Record
	Err() error
}

// Read reads the benchmarks that ours wants, and skips the others. It fails at the
// first line that is broken, and if there is nothing to be compared.
func Read(from Source, ours func(benchfmt.Name) bool) (Set, error) {
	s := Set{map[string][]string{}, map[Cell]Samples{}}
	for from.Scan() {
		switch record := from.Result().(type) {
		case *benchfmt.SyntaxError:
			return s, record
		case *benchfmt.Result:
			if !ours(record.Name) {
				continue
			}
			if err := s.add(record); err != nil {
				file, line := record.Pos()
				return s, fmt.Errorf("%s:%d: %w", file, line, err)
			}
		}
	}
	if err := from.Err(); err != nil {
		return s, err
	}
	if len(s.Cells) == 0 {
		return s, errors.New("no results of benchmarks that compare queues")
	}
	return s, nil
}

func (s Set) add(result *benchfmt.Result) error {
	c, err := parse(result.Name)
	if err != nil {
		return err
	}
	for _, config := range result.Config {
		value := string(config.Value)
		if config.File && !slices.Contains(s.Settings[config.Key], value) {
			s.Settings[config.Key] = append(s.Settings[config.Key], value)
		}
	}
	if s.Cells[c] == nil {
		s.Cells[c] = Samples{}
	}
	for _, v := range result.Values {
		s.Cells[c][v.Unit] = append(s.Cells[c][v.Unit], v.Value)
	}
	return nil
}

// TimeUnit returns the unit of c that says how long something takes: the middle latency
// where there is one, and where it is about who has to wait for longest, the largest.
func (s Set) TimeUnit(c Cell) string {
	switch {
	case c.Scenario == "join":
		return Max
	case len(s.Cells[c][P50]) > 0:
		return P50
	}
	return PerOp
}

// Check fails unless each cell has one of the bare channel to be compared with.
func (s Set) Check() error {
	for _, c := range s.Sorted() {
		if s.Cells[c.Baseline()] == nil {
			return fmt.Errorf("%v: there is no %v to compare with", c, c.Baseline())
		}
	}
	return nil
}

// Sorted returns all cells in the order in which they are listed.
func (s Set) Sorted() []Cell {
	return slices.SortedFunc(maps.Keys(s.Cells), Compare)
}

// Count returns how many samples there are of c, in the unit that has most.
func (s Set) Count(c Cell) int {
	n := 0
	for _, values := range s.Cells[c] {
		n = max(n, len(values))
	}
	return n
}

// Counts returns how many samples the cells have, as it is printed.
func (s Set) Counts() string {
	var counts []int
	for c := range s.Cells {
		counts = append(counts, s.Count(c))
	}
	least, most := slices.Min(counts), slices.Max(counts)
	if least == most {
		return fmt.Sprint(least)
	}
	return fmt.Sprintf("%d to %d", least, most)
}
