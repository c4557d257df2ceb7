package queuebench

import (
	"runtime"
	"testing"
	"time"

	"github.com/boundedq/queue/compare/queuebench/internal/cputime"
)

// usage is what the process had used at one moment, of what the system tells.
type usage struct {
	cpu      time.Duration
	switches int64 // of contexts, of all of its threads

	hasCPU, hasSwitches bool
}

func usageNow() (u usage) {
	u.cpu, u.hasCPU = cputime.Used()
	u.switches, u.hasSwitches = cputime.Switches()
	return u
}

// reportSince reports what has been used since before, by operation.
func (u usage) reportSince(b *testing.B, before usage) {
	if u.hasCPU {
		report(b, float64(u.cpu-before.cpu)/float64(b.N), "cpu-ns/op")
	}
	if u.hasSwitches {
		b.ReportMetric(float64(u.switches-before.switches)*1000/float64(b.N), "csw/kop")
	}
}

// mallocsNow returns how many objects have been allocated so far. It stops the
// world, so it is not for while the clock runs.
func mallocsNow() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Mallocs
}

// report reports a time in nanoseconds. One of exactly 0 would end up in a table of
// its own, because benchstat does not scale it to seconds.
func report(b *testing.B, ns float64, unit string) { b.ReportMetric(max(ns, 0.01), unit) }
