package main

import (
	"strings"
	"testing"
	"time"

	"github.com/boundedq/queue/bench/internal/cli/clitest"
	"github.com/boundedq/queue/bench/internal/lane"
)

// The histogram must not print nonsense where there is little to draw.
func TestReportOfFewDifferentTimes(t *testing.T) {
	equal := make([]time.Duration, 20_000)
	for i := range equal {
		equal[i] = 100
	}
	oneSlow := append(equal[:len(equal)-1:len(equal)-1], 5000)
	neighbours := append(equal[:10_000:10_000], 101)
	for name, samples := range map[string][]time.Duration{
		"one": {42}, "equal": equal, "one slow": oneSlow, "neighbours": neighbours,
	} {
		var out strings.Builder
		if err := report(&out, samples); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if s := out.String(); strings.Contains(s, "-") || strings.Contains(s, "NaN") {
			t.Errorf("%s:\n%s", name, s)
		}
	}
}

func TestMeasureEveryKind(t *testing.T) {
	for _, kind := range lane.Kinds() {
		for _, capacity := range []int{0, 1, 8} {
			trips, err := measure(kind, capacity, 50)
			if err != nil || len(trips) != 50 {
				t.Errorf("%s, capacity %d: %d trips, %v", kind.Name, capacity, len(trips), err)
			}
		}
	}
}

func TestBadCommandLineNamesTheValue(t *testing.T) {
	for _, test := range []struct {
		args    string
		mention []string
	}{
		{"-cap -1", []string{`"-1"`, "-cap", "0 to 1048576"}},
		{"-cap 99999999", []string{`"99999999"`, "-cap"}},
		{"-cap x", []string{`"x"`, "-cap", "a number from 0"}},
		{"-n 0", []string{`"0"`, "-n", "1 to 10000000"}},
		{"-queue ring,heap", []string{`"heap"`, "chan,ring,condq,chanq"}},
		{"-queue=", []string{`""`}},
		{"-speed 3", []string{"-speed"}},
		{"ring", []string{`"ring"`}},
	} {
		clitest.Refuses(t, run, test.args, test.mention...)
	}
}

func TestHelp(t *testing.T) { clitest.Helps(t, run, "-cap", "-n", "-queue") }
