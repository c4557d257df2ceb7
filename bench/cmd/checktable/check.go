package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A want is what a table must show.
type want struct {
	columns   []string
	rows      []row
	units     []string
	intervals bool
}

// A row is a scenario, and in how many columns it must have numbers.
type row struct {
	name    string
	columns int
}

// parseRows returns the rows of a list such as handoff,transform=5. One without a
// number must be whole.
func parseRows(list string, columns int) ([]row, error) {
	var rows []row
	for item := range strings.SplitSeq(list, ",") {
		name, number, given := strings.Cut(item, "=")
		r := row{name, columns}
		if given {
			n, err := strconv.Atoi(number)
			if err != nil || n < 1 || n > columns {
				return nil, fmt.Errorf("-rows %q: %q must be a number of columns from 1 to %d", list, number, columns)
			}
			r.columns = n
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// A table is one unit's part of what benchstat prints.
type table struct {
	columns []string
	unit    string
	rows    []string
}

// check returns an error that lists what text lacks.
func (w want) check(text string) error {
	tables := parse(text)
	if len(tables) == 0 {
		return errors.New("there is no table")
	}
	var errs []error
	for _, unit := range w.units {
		if !slices.ContainsFunc(tables, func(t table) bool { return t.unit == unit }) {
			errs = append(errs, fmt.Errorf("there is no table of %s", unit))
		}
	}
	for _, t := range tables {
		// Other units may not be there for all queues.
		if slices.Contains(w.units, t.unit) {
			errs = append(errs, w.checkTable(t))
		}
	}
	return errors.Join(errs...)
}

func (w want) checkTable(t table) error {
	if !slices.Equal(t.columns, w.columns) {
		return fmt.Errorf("table of %s: columns %v, want %v", t.unit, t.columns, w.columns)
	}
	var errs []error
	for _, r := range w.rows {
		if !slices.ContainsFunc(t.rows, func(line string) bool { return w.complete(line, r) }) {
			errs = append(errs, fmt.Errorf("table of %s: no row of %s has numbers in %d columns", t.unit, r.name, r.columns))
		}
	}
	return errors.Join(errs...)
}

// complete tells whether line is one of r with as many numbers. Each number has its
// interval behind it: "12.3n ± 4%", or "± ∞" for too few samples.
func (w want) complete(line string, r row) bool {
	if first, _, _ := strings.Cut(line, " "); first != r.name {
		return false
	}
	intervals := strings.Count(line, "±")
	if w.intervals {
		intervals -= strings.Count(line, "∞")
	}
	return intervals == r.columns
}

// parse finds the tables in text. Each has two lines of headings, divided by
// bars, of which the first names the columns and the second the unit; then rows.
func parse(text string) []table {
	var tables []table
	headings := 0 // lines of headings just seen
	for line := range strings.Lines(text) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "│")
		switch {
		case len(cells) > 1 && headings == 0:
			headings = 1
			tables = append(tables, table{columns: fields(cells[1 : len(cells)-1])})
		case len(cells) > 1:
			headings++
			if unit := strings.Fields(cells[1]); len(unit) > 0 {
				tables[len(tables)-1].unit = unit[0]
			}
		case len(tables) > 0:
			headings = 0
			t := &tables[len(tables)-1]
			t.rows = append(t.rows, line)
		}
	}
	return tables
}

func fields(cells []string) []string {
	trimmed := make([]string, len(cells))
	for i, cell := range cells {
		trimmed[i] = strings.TrimSpace(cell)
	}
	return trimmed
}
