package queuebench

import (
	"slices"
	"testing"
)

func TestCellsAreThoseOfRun(t *testing.T) {
	cells, err := Cells(named("ring"), Scenarios("transform", "floor"), Capacities(7), Controls())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range cells {
		got = append(got, c.Name())
	}
	want := []string{
		"scenario=transform/impl=chan/cap=7/p=1/c=1/batch=1",
		"scenario=transform/impl=ring/cap=7/p=1/c=1/batch=1",
		"scenario=transform/impl=ring-again/cap=7/p=1/c=1/batch=1",
		"scenario=floor/impl=chan/cap=7/p=1/c=1/batch=1",
		"scenario=floor/impl=nop/cap=7/p=1/c=1/batch=1",
		"scenario=floor/impl=faa/cap=7/p=1/c=1/batch=1",
		"scenario=floor/impl=ring/cap=7/p=1/c=1/batch=1",
		"scenario=floor/impl=ring-again/cap=7/p=1/c=1/batch=1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := Cells(named("ring"), Scenarios("handof")); err == nil {
		t.Error("no error for a scenario that there is not")
	}
}
