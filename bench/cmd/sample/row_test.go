package main

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// pretendRow prints what a row program prints, or what a broken one does.
func pretendRow(behaviour string) {
	if os.Args[1] == "-list" {
		if behaviour == "row: strange list" {
			fmt.Println("warning: deprecated")
		}
		fmt.Println("row-x-queue: x 1.0; not at cap=0: has none\nBenchmarkX/cap=1\nBenchmarkX/cap=16")
		return
	}
	for _, name := range os.Args[2:] {
		switch behaviour {
		case "row: wrong sum":
			fmt.Fprintf(os.Stderr, "%s: sum of the values: 1, want 2\n", name)
			os.Exit(1)
		case "row: other name":
			name += "0"
		case "row: no number":
			fmt.Printf("%s\t10\tNaNa ns/op\t7 cpu-ns/op\n", name)
			continue
		case "row: chatter":
			fmt.Println("warming up")
		case "row: one unit":
			fmt.Printf("%s\t10\t5 ns/op\n", name)
			continue
		case "row: too few":
			return
		}
		fmt.Printf("%s\t10\t%s ns/op\t7 cpu-ns/op\n", name, os.Args[1])
	}
	if behaviour == "row: too many" {
		fmt.Println("BenchmarkX/cap=1\t10\t5 ns/op\t7 cpu-ns/op")
	}
}

// takeRows is takeWith for the binary and two rows.
func takeRows(t *testing.T, behaviour string, change func(*config)) (stdout, stderr string, err error) {
	t.Helper()
	return takeWith(t, "row: "+behaviour, func(c *config) {
		c.programs, c.cpu = []string{c.binary, c.binary}, fmt.Sprint(runtime.GOMAXPROCS(0))
		if err := c.forRows(); err != nil {
			t.Fatal(err)
		}
		change(c)
	})
}

func TestRowsTakeTurns(t *testing.T) {
	out, log, err := takeRows(t, "good", func(c *config) { c.count = 8 })
	if err != nil {
		t.Fatal(err)
	}
	results := strings.Index(out, "Benchmark")
	if n := strings.Count(out, "row-x-queue: x 1.0; not at cap=0: has none\n"); n != 1 || strings.LastIndex(out, ": ") > results {
		t.Errorf("the settings are there %d times, or behind a result:\n%s", n, out)
	}
	if !strings.Contains(log, "sample 8 of 8: 6 results") {
		t.Errorf("progress:\n%s", log)
	}
	// Each line of ours is that of the binary or of a row; these change places.
	var orders []string
	order := ""
	for line := range strings.Lines(out[results:]) {
		order += line[:len("BenchmarkX/cap=16")]
		if strings.Count(order, "Benchmark") == 6 {
			orders, order = append(orders, order), ""
		}
	}
	if !strings.HasPrefix(orders[0], "BenchmarkA/") {
		t.Errorf("the first sample does not begin with the binary, whose settings are for all:\n%s", out)
	}
	slices.Sort(orders)
	if n := len(slices.Compact(orders)); n < 3 {
		t.Errorf("%d orders in 8 samples:\n%s", n, out)
	}
}

func TestCellsOfRowsAreChosen(t *testing.T) {
	out, _, err := takeRows(t, "good", func(c *config) { c.cells = regexp.MustCompile("cap=16$") })
	if err != nil || strings.Count(out, "BenchmarkX/cap=16") != 6 || strings.Contains(out, "BenchmarkX/cap=1-") {
		t.Errorf("%v\n%s", err, out)
	}
	out, _, err = takeRows(t, "good", func(c *config) { c.cells = regexp.MustCompile("^$") })
	if err != nil || strings.Contains(out, "BenchmarkX") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestBrokenRowFails(t *testing.T) {
	for behaviour, mention := range map[string]string{
		"wrong sum":    "exit status 1",
		"other name":   "the result due is that of BenchmarkX/cap=1",
		"no number":    "NaNa",
		"chatter":      `"warming up"`,
		"one unit":     "no cpu-ns/op above 0",
		"too few":      "no result of BenchmarkX/cap=1",
		"too many":     "after its last result",
		"strange list": `"warning: deprecated"`,
	} {
		out, log, err := takeRows(t, behaviour, func(*config) {})
		if err == nil || !strings.Contains(err.Error(), mention) {
			t.Errorf("%s: %v, want an error that mentions %s\n%s%s", behaviour, err, mention, out, log)
		}
	}
}

func TestRowsNeedAllProcessorsAndATime(t *testing.T) {
	for _, test := range []struct{ cpu, benchtime, mention string }{
		{"all", "100x", "100x"},
		{"all", "1us", "1us"},
		{"4711", "1s", "4711"},
	} {
		_, err := parse([]string{"-cpu", test.cpu, "-benchtime", test.benchtime, "bench.test", "row"})
		if err == nil || !strings.Contains(err.Error(), test.mention) {
			t.Errorf("%+v: %v", test, err)
		}
	}
	c, err := parse([]string{"-cpu", "all", "-benchtime", "20ms", "bench.test", "rows/a", "rows/b"})
	if err != nil || !slices.Equal(c.programs, []string{"rows/a", "rows/b"}) || c.rowTime.Milliseconds() != 20 {
		t.Errorf("%v: %+v", err, c)
	}
}
