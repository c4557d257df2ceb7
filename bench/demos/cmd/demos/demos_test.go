package main

import (
	"context"
	"strings"
	"testing"

	"github.com/boundedq/queue/bench/internal/cli/clitest"
)

func TestBadCommandLineNamesTheValue(t *testing.T) {
	for _, test := range []struct {
		args    string
		mention []string
	}{
		{"-n 0", []string{`"0"`, "-n", "1 to 10000000"}},
		{"-n x", []string{`"x"`, "-n"}},
		{"-producers 0", []string{`"0"`, "-producers", "1 to 1024"}},
		{"-capacity 0", []string{`"0"`, "-capacity", "1 to 1048576"}},
		{"-rounds 0", []string{`"0"`, "-rounds", "1 to 100"}},
		{"-pause -1s", []string{"-1s", "-pause", "0 to 1s"}},
		{"-pause 1h", []string{"1h", "-pause"}},
		{"-n 2 -producers 3", []string{"-producers 3", "-n 2"}},
		{"-speed 3", []string{"-speed"}},
		{"zerolog", []string{`"zerolog"`}},
	} {
		clitest.Refuses(t, run, test.args, test.mention...)
	}
}

func TestHelp(t *testing.T) {
	clitest.Helps(t, run, "-n", "-producers", "-capacity", "-rounds", "-pause")
}

// Every variant runs, with its own check, and gets a row with every column.
func TestEveryVariantHasARow(t *testing.T) {
	for _, args := range []string{
		"-n 500 -producers 3 -capacity 8 -rounds 2",
		"-n 300 -producers 1 -capacity 1 -rounds 1 -pause 1us",
	} {
		var out strings.Builder
		if err := run(strings.Fields(args), &out); err != nil {
			t.Fatal(err)
		}
		for _, s := range sections() {
			if !strings.Contains(out.String(), "### "+s.title) {
				t.Errorf("no table for %s", s.title)
			}
			for _, v := range s.variants {
				row := ""
				for line := range strings.Lines(out.String()) {
					if strings.HasPrefix(line, "| "+v.name+" |") {
						row = line
					}
				}
				if strings.Count(row, "|") != 10 {
					t.Errorf("%s, %s: row %q", s.title, v.name, row)
				}
			}
		}
	}
}

func TestATallyThatDoesNotAddUpIsAnError(t *testing.T) {
	for _, test := range []struct {
		tally tally
		ok    bool
	}{
		{tally{arrived: 10, promise: bestEffort}, true},
		{tally{arrived: 3, promise: bestEffort}, true},
		{tally{arrived: 11, promise: bestEffort}, false},
		{tally{arrived: 10, promise: lossless}, true},
		{tally{arrived: 9, promise: lossless}, false},
		{tally{arrived: 11, promise: lossless}, false},
		{tally{arrived: 7, promise: addsUp, accepted: 7, dropped: 3}, true},
		{tally{arrived: 6, promise: addsUp, accepted: 7, dropped: 3}, false},
		{tally{arrived: 8, promise: addsUp, accepted: 7, dropped: 3}, false},
		{tally{arrived: 7, promise: addsUp, accepted: 7, dropped: 2}, false},
	} {
		if err := test.tally.check(10); (err == nil) != test.ok {
			t.Errorf("%+v of 10 sent: %v", test.tally, err)
		}
	}
}

// leaky loses an item for which it has promised that it arrives.
func TestMeasureRefusesAVariantThatLoses(t *testing.T) {
	leaky := variant{"leaky", func(int) (client, error) {
		return client{
			send:  func(int, int) {},
			close: func(context.Context) error { return nil },
			tally: func() tally { return tally{arrived: 4, promise: lossless} },
		}, nil
	}}
	if _, err := measure(leaky, config{n: 5, producers: 2, capacity: 1}); err == nil || !strings.Contains(err.Error(), "4 items arrived") {
		t.Error(err)
	}
	sections := []section{{"a title", []variant{leaky}}}
	if _, err := measureAll(sections, config{n: 5, producers: 2, capacity: 1, rounds: 1}); err == nil || !strings.Contains(err.Error(), "a title, leaky") {
		t.Error(err)
	}
}

func TestMeasureSendsNItems(t *testing.T) {
	sent := make(chan [2]int, 10)
	counting := variant{"counting", func(int) (client, error) {
		return client{
			send:  func(producer, i int) { sent <- [2]int{producer, i} },
			close: func(context.Context) error { return nil },
			tally: func() tally { return tally{arrived: len(sent), promise: lossless} },
		}, nil
	}}
	s, err := measure(counting, config{n: 7, producers: 3, capacity: 1})
	if err != nil || s.sent != 7 || s.elapsed <= 0 {
		t.Errorf("%+v, %v", s, err)
	}
	seen := map[[2]int]bool{}
	for range 7 {
		seen[<-sent] = true
	}
	if len(seen) != 7 || !seen[[2]int{0, 2}] || seen[[2]int{2, 2}] {
		t.Errorf("sent %v", seen)
	}
}

func TestCloseWithinDoesNotWaitForWhatHangs(t *testing.T) {
	never := make(chan struct{})
	defer close(never)
	err := closeWithin(1, func(context.Context) error { <-never; return nil })
	if err == nil || !strings.Contains(err.Error(), "not closed within 1ns") {
		t.Error(err)
	}
}

func TestMedian(t *testing.T) {
	for _, test := range []struct {
		values []float64
		want   float64
	}{
		{[]float64{7}, 7},
		{[]float64{9, 1, 5}, 5},
		{[]float64{4, 1, 2, 100}, 3},
	} {
		if got := median(test.values); got != test.want {
			t.Errorf("median of %v: %v, want %v", test.values, got, test.want)
		}
	}
}
