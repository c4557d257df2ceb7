package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A want is what a table must show.
type want struct {
	columns   []string
	rows      []string
	units     []string
	intervals bool
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
		errs = append(errs, w.checkTable(t))
	}
	return errors.Join(errs...)
}

func (w want) checkTable(t table) error {
	if !slices.Equal(t.columns, w.columns) {
		return fmt.Errorf("table of %s: columns %v, want %v", t.unit, t.columns, w.columns)
	}
	var errs []error
	for _, name := range w.rows {
		if !slices.ContainsFunc(t.rows, func(row string) bool { return w.complete(row, name) }) {
			errs = append(errs, fmt.Errorf("table of %s: no row of %s has numbers in all columns", t.unit, name))
		}
	}
	return errors.Join(errs...)
}

// complete tells whether row is one of name with a number in every column. Each
// number has its interval behind it: "12.3n ± 4%", or "± ∞" for too few samples.
func (w want) complete(row, name string) bool {
	if first, _, _ := strings.Cut(row, " "); first != name {
		return false
	}
	intervals := strings.Count(row, "±")
	if w.intervals {
		intervals -= strings.Count(row, "∞")
	}
	return intervals == len(w.columns)
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
