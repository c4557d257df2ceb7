package queuebench

import (
	"flag"
	"runtime"
	"strconv"
	"strings"
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
