package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestColourOfARatio(t *testing.T) {
	for _, test := range []struct {
		d    difference
		want string
	}{
		{difference{ratio: 1}, "h0"},
		{difference{ratio: 1.04}, "h0"},
		{difference{ratio: 1.06}, "h1"},
		{difference{ratio: 1 / 1.06}, "h-1"},
		{difference{ratio: 1.3}, "h2"},
		{difference{ratio: 1 / 1.3}, "h-2"},
		{difference{ratio: 2}, "h3"},
		{difference{ratio: 0.5}, "h-3"},
		{difference{ratio: 9}, "h4"},
		{difference{ratio: 0.1}, "h-4"},
		{difference{ratio: 9, chance: true}, "h0"},
	} {
		if got := test.d.class(); got != test.want {
			t.Errorf("%+v: %s, want %s", test.d, got, test.want)
		}
	}
	var classes []string
	for _, e := range heatLegend().Entries {
		classes = append(classes, e.Box)
	}
	if got := strings.Join(classes, " "); got != "h-4 h-3 h-2 h-1 h0 h1 h2 h3 h4" {
		t.Errorf("the legend is of %s", got)
	}
}

// Each number must be in the row of its capacity and the column of its goroutines,
// whichever cells there are and in whichever order they were read.
func TestHeatmapPutsEachCellInItsPlace(t *testing.T) {
	var input string
	want := map[string]string{}
	for i, place := range []struct {
		capacity int
		sides    string
	}{{1024, "8/1"}, {1, "1/1"}, {16, "32/32"}, {1024, "1/1"}, {16, "1/8"}, {1, "8/1"}} {
		p, c, _ := strings.Cut(place.sides, "/")
		name := fmt.Sprintf("/batch=1/cap=%d/p=%s/c=%s", place.capacity, p, c)
		input += lines("Direct/scenario=handoff/impl=ring"+name, 1, around(float64(100*(i+1)))...)
		input += lines("Direct/scenario=handoff/impl=chan"+name, 1, around(1000)...)
		want[fmt.Sprint(place.capacity, " ", place.sides)] = fmt.Sprintf("0.%d0", i+1)
	}
	maps := parse(t, input).heatmaps()
	if len(maps) != 1 {
		t.Fatalf("%d maps", len(maps))
	}
	m := maps[0]
	var columns []string
	for _, column := range m.Columns {
		columns = append(columns, column.Text)
	}
	if got := strings.Join(columns, " "); got != "1/1 1/8 8/1 32/32" {
		t.Errorf("columns %s", got)
	}
	got := map[string]string{}
	for _, cell := range m.Cells {
		column := slices.IndexFunc(m.Columns, func(c text) bool { return cell.X < c.X && c.X < cell.X+cell.Width })
		row := slices.IndexFunc(m.Rows, func(r text) bool { return cell.Y < r.Y && r.Y < cell.Y+cell.Height })
		got[m.Rows[row].Text+" "+m.Columns[column].Text] = cell.Text
		if cell.X+cell.Width > m.Width || cell.Y+cell.Height > m.Height {
			t.Errorf("%+v is outside of the map", cell)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestScale(t *testing.T) {
	s := scaleOf([]float64{20e-9, 3e-9, 150e-9}, 200, 0)
	last := 201.0
	for _, v := range []float64{3e-9, 20e-9, 150e-9} {
		if y := s.at(v); y <= 0 || y >= last {
			t.Errorf("%v is at %v, below %v", v, y, last)
		} else {
			last = y
		}
	}
	var labels []string
	for _, v := range s.ticks() {
		labels = append(labels, tick(v))
	}
	if got := strings.Join(labels, ", "); got != "5 ns, 10 ns, 20 ns, 50 ns, 100 ns" {
		t.Errorf("ticks %s", got)
	}
	if s := scaleOf([]float64{5e-9}, 200, 0); s.at(5e-9) < 99 || s.at(5e-9) > 101 {
		t.Errorf("a single value is at %v, want the middle", s.at(5e-9))
	}
	for want, v := range map[string]float64{"1 µs": 1e-6, "20 ms": 2e-2, "500 ns": 5e-7, "5 s": 5} {
		if got := tick(v); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
}

// A colour alone or a shape alone may be used twice, but not both together.
func TestStylesDiffer(t *testing.T) {
	var names styles
	for i := range colours * len(shapes) {
		names = append(names, fmt.Sprint(i))
	}
	seen := map[string]string{}
	for _, name := range names {
		s := series{name, 1}
		look := names.class(s) + names.shape(s, 0, 0)
		if seen[look] != "" {
			t.Fatalf("%s and %s look the same", name, seen[look])
		}
		seen[look] = name
		if names.class(series{name, 64}) == names.class(s) {
			t.Errorf("batches of %s look like its single values", name)
		}
	}
}

func TestLegendIsLaidOutInItsWidth(t *testing.T) {
	var list []series
	names := styles{"chan", "ring", "a-queue-with-a-long-name"}
	for _, name := range names {
		list = append(list, series{name, 1}, series{name, 64})
	}
	l := names.legend(list)
	for i, e := range l.Entries {
		if e.X+34+characters*float64(len(e.Name)) > l.Width || e.Y >= l.Height {
			t.Errorf("%+v is outside of the legend", e)
		}
		if i > 0 && e.Y == l.Entries[i-1].Y && e.X <= l.Entries[i-1].X {
			t.Errorf("%+v is on top of %+v", e, l.Entries[i-1])
		}
	}
}
