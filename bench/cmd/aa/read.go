package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/boundedq/queue/bench/internal/cells"
	"golang.org/x/perf/benchfmt"
)

// The two names of the queue, and the units that are compared.
const (
	once  = "ring"
	again = "ring-again"
)

var units = []string{"ns/op", "cpu-ns/op"}

// A key says what a sample is of, but for which of the two.
type key struct{ cell, unit string }

// samples holds what was measured under each of the two names.
type samples struct{ once, again []float64 }

// results is all that was read, with the cells in the order in which they came.
type results struct {
	cells   []string
	seen    map[string]bool // cells, by name
	samples map[key]*samples
}

func read(from cells.Source) (results, error) {
	r := results{seen: map[string]bool{}, samples: map[key]*samples{}}
	for from.Scan() {
		switch record := from.Result().(type) {
		case *benchfmt.SyntaxError:
			return r, record
		case *benchfmt.Result:
			r.add(record)
		}
	}
	if err := from.Err(); err != nil {
		return r, err
	}
	if len(r.cells) == 0 {
		return r, fmt.Errorf("no results with impl=%s or impl=%s and one of %s", once, again, strings.Join(units, ", "))
	}
	return r, nil
}

// add takes the result if it is of one of the two.
func (r *results) add(result *benchfmt.Result) {
	cell, impl := parse(result.Name)
	if impl != once && impl != again {
		return
	}
	for _, v := range result.Values {
		unit := v.Unit
		if v.OrigUnit != "" { // benchfmt has made seconds of nanoseconds
			unit = v.OrigUnit
		}
		if slices.Contains(units, unit) {
			r.put(key{cell, unit}, impl, v.Value)
		}
	}
}

func (r *results) put(k key, impl string, value float64) {
	if !r.seen[k.cell] {
		r.seen[k.cell] = true
		r.cells = append(r.cells, k.cell)
	}
	if r.samples[k] == nil {
		r.samples[k] = new(samples)
	}
	s := r.samples[k]
	if impl == once {
		s.once = append(s.once, value)
	} else {
		s.again = append(s.again, value)
	}
}

// parse divides a name into its impl and the rest.
func parse(name benchfmt.Name) (cell, impl string) {
	base, parts := name.Parts()
	cell = string(base)
	for _, part := range parts {
		if value, ok := strings.CutPrefix(string(part), "/impl="); ok {
			impl = value
			continue
		}
		cell += string(part)
	}
	return cell, impl
}

// check fails unless the samples can be compared.
func (s *samples) check() error {
	switch {
	case len(s.once) == 0:
		return errors.New("there is no impl=" + once)
	case len(s.again) == 0:
		return errors.New("there is no impl=" + again)
	case min(len(s.once), len(s.again)) < cells.Enough:
		return fmt.Errorf("%d and %d samples: must be %d or more of each", len(s.once), len(s.again), cells.Enough)
	}
	return nil
}
