package main

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/perf/benchfmt"
)

// acrossLanguages has ten samples of each cell: ring takes 50 ns, chan less at one
// capacity and more at the other, one row half of it, one 49 to 51 ns, so that the
// difference may be chance, and one twice as much.
func acrossLanguages() string {
	text := "cpu: Example 9000\nrow-x-fast: fast 1.0; spins\nrow-x-level: level 2.0\nrow-x-slow: slow 3.0; not at cap=16: why\n"
	for i := range 10 {
		for _, cell := range []struct {
			name      string
			time, cpu float64
		}{
			{"chan/cap=1", 40, 60}, {"chan/cap=16", 60, 60},
			{"ring/cap=1", 50, 80}, {"ring/cap=16", 50, 80},
			{"x-fast/cap=16", 25, 100},
			{"X-level/cap=16", 49 + float64(i%3), 80},
			{"x-slow/cap=1", 100, 100},
		} {
			text += fmt.Sprintf("BenchmarkLanguages/scenario=handoff/impl=%s/p=1/c=1-2 10 %g ns/op %g cpu-ns/op\n", cell.name, cell.time, cell.cpu)
		}
	}
	return text
}

const languagesPrinted = `- cpu: Example 9000
- samples of each cell: 10
- ` + "`X-level`" + `: level 2.0
- ` + "`x-fast`" + `: fast 1.0; spins
- ` + "`x-slow`" + `: slow 3.0; not at cap=16: why

## Where another row wins

2 of 2 cells. A ratio marked ~ may be chance: at 0.001 the samples do not differ.

| scenario | capacity | producers/consumers | ring | rows that take less time: ring's time as a multiple of theirs (and its processor time) |
|---|---|---|---|---|
| handoff | 1 | 1/1 | 50.0 ns (80.0 ns) | chan 1.25 (1.33) |
| handoff | 16 | 1/1 | 50.0 ns (80.0 ns) | x-fast 2.00 (0.80) |

### handoff, 1/1

| queue | capacity 1 | capacity 16 |
|---|---:|---:|
| chan | 40.0 ns (60.0 ns) | 60.0 ns (60.0 ns) |
| ring | 50.0 ns (80.0 ns) | 50.0 ns (80.0 ns) |
| X-level |  | 50.0 ns (80.0 ns) |
| x-fast |  | 25.0 ns (100 ns) |
| x-slow | 100 ns (100 ns) |  |

`

func languagesOf(text string) (string, error) {
	var out strings.Builder
	err := run(benchfmt.NewReader(strings.NewReader(text), "fixture"), aboutLanguages, &out)
	return out.String(), err
}

func TestLanguagesPrinted(t *testing.T) {
	got, err := languagesOf(acrossLanguages())
	if err != nil {
		t.Fatal(err)
	}
	if got != languagesPrinted {
		t.Errorf("printed\n%s\nwant\n%s", got, languagesPrinted)
	}
}

func TestWhatMayBeChanceIsMarked(t *testing.T) {
	got, err := languagesOf(strings.ReplaceAll(acrossLanguages(), " 51 ns/op", " 40 ns/op"))
	if err != nil || !strings.Contains(got, "| x-fast 2.00 (0.80), X-level 1.02~ (1.00) |") {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestGoAloneHasTheChannel(t *testing.T) {
	var text string
	for line := range strings.Lines(acrossLanguages()) {
		if !strings.HasPrefix(line, "row-") && !strings.Contains(line, "impl=x") && !strings.Contains(line, "impl=X") {
			text += line
		}
	}
	got, err := languagesOf(text)
	if err != nil || !strings.Contains(got, "1 of 2 cells") || !strings.Contains(got, "| chan 1.25 (1.33) |") {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestLanguagesNeedTheirBenchmark(t *testing.T) {
	if _, err := languagesOf(fixture); err == nil || !strings.Contains(err.Error(), "no results") {
		t.Errorf("%v", err)
	}
}
