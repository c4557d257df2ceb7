package main

import (
	"fmt"
	"io"
	"strings"
)

// A table is one of Markdown.
type table struct {
	head []string
	text int // columns that are not numbers, from the left
	rows [][]string
}

func (t *table) add(row ...string) { t.rows = append(t.rows, row) }

func (t *table) print(w io.Writer) {
	line := func(row []string) { fmt.Fprintf(w, "| %s |\n", strings.Join(row, " | ")) }
	line(t.head)
	rule := make([]string, len(t.head))
	for i := range rule {
		rule[i] = "---:"
		if i < t.text {
			rule[i] = "---"
		}
	}
	fmt.Fprintf(w, "|%s|\n", strings.Join(rule, "|"))
	for _, row := range t.rows {
		line(row)
	}
	fmt.Fprintln(w)
}

// show returns ratio as it is printed.
func show(ratio float64, ok bool) string {
	if !ok {
		return "–"
	}
	if ratio >= 100 {
		return fmt.Sprintf("%.0f", ratio)
	}
	return fmt.Sprintf("%.2f", ratio)
}

// duration returns seconds with three significant digits in a unit that fits.
func duration(seconds float64) string {
	for _, unit := range []struct {
		name string
		size float64
	}{{"s", 1}, {"ms", 1e-3}, {"µs", 1e-6}, {"ns", 1e-9}} {
		if seconds >= unit.size || unit.name == "ns" {
			x := seconds / unit.size
			digits := 0
			for limit := 100.0; x < limit && digits < 2; limit /= 10 {
				digits++
			}
			return fmt.Sprintf("%.*f %s", digits, x, unit.name)
		}
	}
	panic("unreachable")
}
