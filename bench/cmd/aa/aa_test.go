package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/perf/benchfmt"
)

// measured has the results of n cells in which ten samples were taken of both, and of
// which the first few differ.
func measured(n, different int) string {
	var text strings.Builder
	for cell := range n {
		for i := range 10 {
			for _, impl := range []string{once, again} {
				ns := 100 + i
				if impl == again && cell < different {
					ns += 20
				}
				fmt.Fprintf(&text, "BenchmarkQueue/scenario=handoff/impl=%s/cap=%d/p=1/c=1-2 \t 10\t %d ns/op\t 7 cpu-ns/op\n", impl, cell, ns)
			}
		}
	}
	return text.String()
}

func judged(text string) (string, error) {
	var out strings.Builder
	err := run(benchfmt.NewReader(strings.NewReader(text), "in.txt"), &out)
	return out.String(), err
}

func TestVerdict(t *testing.T) {
	for _, test := range []struct {
		cells, different int
		good             bool
	}{
		{1, 0, true},
		{50, 0, true},
		{50, 1, true},
		{50, 2, false},
		{200, 2, true},
		{200, 3, false},
	} {
		out, err := judged(measured(test.cells, test.different))
		if errors.Is(err, errDiffers) == test.good || err != nil && test.good {
			t.Errorf("%d of %d cells differ: %v", test.different, test.cells, err)
		}
		want := fmt.Sprintf("A/A ns/op: %d of %d cells differ at 0.001; medians differ by +0.0%% to ", test.different, test.cells)
		if !strings.HasPrefix(out, want) {
			t.Errorf("got %q, want it to begin with %q", out, want)
		}
		want = fmt.Sprintf("A/A cpu-ns/op: 0 of %d cells differ", test.cells)
		if !strings.Contains(out, want) {
			t.Errorf("got %q, want %q in it", out, want)
		}
	}
}

func TestCellsThatDifferAreListed(t *testing.T) {
	out, err := judged(measured(4, 1))
	if err != nil {
		t.Fatal(err)
	}
	want := `A/A ns/op: 1 of 4 cells differ at 0.001; medians differ by +0.0% to +19.1%, the middle half by +0.0% to +0.0%
  +19.1% (p=0.0000) Queue/scenario=handoff/cap=0/p=1/c=1-2
A/A cpu-ns/op: 0 of 4 cells differ at 0.001; medians differ by +0.0% to +0.0%, the middle half by +0.0% to +0.0%
`
	if out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

// What differs in company is said in a line of its own.
func TestCompanyIsJudgedApart(t *testing.T) {
	out, err := judged(measured(2, 0) + strings.ReplaceAll(measured(1, 1), "handoff", "busy"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"A/A ns/op: 0 of 2 cells differ at 0.001; medians differ by +0.0% to +0.0%,",
		"A/A ns/op in company: 1 of 1 cells differ at 0.001; medians differ by +19.1% to +19.1%,",
	} {
		if !strings.Contains(out, line) {
			t.Errorf("got\n%s\nwant %q in it", out, line)
		}
	}
}

// Three of ten samples above all of the others are no difference at 0.001.
func TestSmallDifferenceIsNone(t *testing.T) {
	text := measured(1, 0)
	for _, ns := range []int{100, 101, 102} {
		text = strings.ReplaceAll(text, fmt.Sprintf("again/cap=0/p=1/c=1-2 \t 10\t %d ", ns), "again/cap=0/p=1/c=1-2 \t 10\t 200 ")
	}
	out, err := judged(text)
	if err != nil || !strings.HasPrefix(out, "A/A ns/op: 0 of 1 cells differ at 0.001; medians differ by +2.9% to +2.9%") {
		t.Errorf("%q, %v", out, err)
	}
}

// What is measured of others, or in other units, is no concern of this program's.
func TestOthersAreLeftOut(t *testing.T) {
	others := `BenchmarkQueue/scenario=handoff/impl=chan/cap=0/p=1/c=1-2 10 1 ns/op
BenchmarkQueue/scenario=wake/impl=ring/cap=0/p=1/c=1-2 10 1 p50-ns
BenchmarkOther 10 1 ns/op
`
	with, err := judged(others + measured(2, 0))
	if err != nil {
		t.Fatal(err)
	}
	without, _ := judged(measured(2, 0))
	if with != without {
		t.Errorf("got\n%s\nwant\n%s", with, without)
	}
}

func TestBadInputIsNamed(t *testing.T) {
	for name, test := range map[string]struct{ text, mention string }{
		"empty":           {"", "no results with impl=ring"},
		"no ring":         {"BenchmarkA/impl=chan 10 5 ns/op\n", "no results with impl=ring"},
		"nothing after":   {strings.ReplaceAll(measured(1, 0), "impl=ring-again", "impl=x"), "there is no impl=ring-again"},
		"nothing before":  {strings.ReplaceAll(measured(1, 0), "impl=ring/", "impl=x/"), "there is no impl=ring"},
		"too few":         {strings.Join(strings.SplitAfter(measured(1, 0), "\n")[:12], ""), "6 and 6 samples: must be 7 or more"},
		"one unit is out": {strings.Replace(measured(1, 0), "impl=ring/cap=0/p=1/c=1-2 \t 10\t 100 ns/op\t 7 cpu-ns/op", "impl=ring/cap=0/p=1/c=1-2 \t 10\t x ns/op", 1), "in.txt:1"},
		"zero":            {strings.ReplaceAll(measured(1, 0), "7 cpu-ns/op", "0 cpu-ns/op"), "must be more than 0"},
	} {
		out, err := judged(test.text)
		if err == nil || errors.Is(err, errDiffers) || !strings.Contains(err.Error(), test.mention) {
			t.Errorf("%s: %v, want %q", name, err, test.mention)
		}
		if out != "" {
			t.Errorf("%s: printed %q", name, out)
		}
	}
}
