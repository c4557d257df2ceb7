package queuebench

import (
	"flag"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// procsAsked returns the values of -test.cpu, none where it is not given.
func procsAsked() []int {
	cpus := flag.Lookup("test.cpu")
	if cpus == nil {
		return nil
	}
	var procs []int
	for value := range strings.SplitSeq(cpus.Value.String(), ",") {
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n > 0 {
			procs = append(procs, n)
		}
	}
	return procs
}

// resetProcs sets GOMAXPROCS to the first value of -test.cpu. The testing package
// makes the first run of a sub-benchmark, of one operation, with the value that the
// one before has left; where one operation takes all of -test.benchtime, as in the
// idle scenario, it then reports that run under the first value's name.
func resetProcs() {
	if procs := procsAsked(); len(procs) > 0 {
		runtime.GOMAXPROCS(procs[0])
	}
}

// lacking returns why a machine of so many processors is not one for so many procs,
// or "".
func lacking(procs, processors int) string {
	if procs <= processors {
		return ""
	}
	return fmt.Sprintf("GOMAXPROCS is %d, and there are %d processors; the option BeyondNumCPU measures all the same", procs, processors)
}

// leaveOut ends a benchmark without numbers: as skipped if there are none for any
// value of -test.cpu. Otherwise it may not be: of all values but the first the testing
// package prints a result even then, of "NaN ns/op", and after a skip at the first it
// leaves out the others. A result without numbers is one that benchstat passes over.
func leaveOut(b *testing.B, why string) {
	all := true
	for _, n := range procsAsked() {
		all = all && lacking(n, runtime.NumCPU()) != ""
	}
	if all {
		b.Skip(why)
	}
	if b.N == 1 {
		b.Log(why) // once, and not again for each larger b.N
	}
	b.ReportMetric(0, "ns/op")
}
