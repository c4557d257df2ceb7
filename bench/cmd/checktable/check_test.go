package main

import (
	"strings"
	"testing"
)

const good = `goos: linux
goarch: amd64
                 │    chan     │            ring             │
                 │   sec/op    │   sec/op     vs base        │
handoff 1 1 1 2    205.6n ± 6%   354.3n ± 3%  +72.33% (p=0.000 n=10)
handoff 1 4 4 2    295.7n ± 6%
transform 1 1 1     6.27µ ± 6%    6.45µ ± 3%       ~ (p=0.739 n=10)
geomean            301.5n         99.85n       -0.44%

                 │    chan     │            ring             │
                 │ cpu-sec/op  │ cpu-sec/op   vs base        │
handoff 1 1 1 2    215.6n ± 6%   601.6n ± 3%  +72.33% (p=0.000 n=10)
transform 1 1 1     6.23µ ± 6%    6.47µ ± 3%       ~ (p=0.739 n=10)
`

func TestCheck(t *testing.T) {
	w := want{
		columns:   []string{"chan", "ring"},
		rows:      []row{{"handoff", 2}, {"transform", 2}},
		units:     []string{"sec/op", "cpu-sec/op"},
		intervals: true,
	}
	if err := w.check(good); err != nil {
		t.Errorf("a good table: %v", err)
	}
	other := strings.ReplaceAll(strings.ReplaceAll(good, "sec/op", "full-%"), "ring", "heap")
	if err := w.check(good + "\n" + other); err != nil {
		t.Errorf("a table of another unit, with other columns: %v", err)
	}
	for name, text := range map[string]string{
		"empty":             "",
		"settings only":     "goos: linux\ngoarch: amd64\n",
		"unit missing":      good[:strings.Index(good, "geomean")],
		"column missing":    strings.ReplaceAll(strings.ReplaceAll(good, "│            ring             │", "│"), "│   sec/op     vs base        │", "│"),
		"other column":      strings.ReplaceAll(good, "ring", "heap"),
		"scenario missing":  strings.ReplaceAll(good, "transform", "other"),
		"number missing":    strings.ReplaceAll(good, "6.45µ ± 3%", ""),
		"no interval":       strings.ReplaceAll(good, "6.45µ ± 3%", "6.45µ ± ∞ ¹"),
		"rows without name": strings.ReplaceAll(good, "handoff", ""),
	} {
		if w.check(text) == nil {
			t.Errorf("%s: no error", name)
		}
	}
	w.intervals = false
	if err := w.check(strings.ReplaceAll(good, "± 3%", "± ∞ ¹")); err != nil {
		t.Errorf("few samples: %v", err)
	}
}

func TestRowsThatAreNotWhole(t *testing.T) {
	rows, err := parseRows("handoff,transform=1", 2)
	if err != nil {
		t.Fatal(err)
	}
	w := want{columns: []string{"chan", "ring"}, rows: rows, units: []string{"sec/op"}}
	text := strings.ReplaceAll(good, "6.45µ ± 3%       ~ (p=0.739 n=10)", "")
	text = text[:strings.Index(text, "geomean")]
	if err := w.check(text); err != nil {
		t.Error(err)
	}
	if w.check(strings.ReplaceAll(text, "6.27µ ± 6%", "")) == nil {
		t.Error("a row has no number at all, and there is no error")
	}
	for _, list := range []string{"transform=", "transform=0", "transform=3", "transform=x"} {
		if _, err := parseRows(list, 2); err == nil {
			t.Errorf("%s: no error", list)
		}
	}
}
