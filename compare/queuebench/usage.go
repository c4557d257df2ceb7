package queuebench

import (
	"runtime"
	"testing"
	"time"

	"github.com/boundedq/queue/compare/queuebench/internal/cputime"
)

// counters are what the process had used at one moment, of what the system tells.
type counters struct {
	cpu      time.Duration
	switches int64 // of contexts, of all of its threads

	hasCPU, hasSwitches bool
}

func countersNow() (c counters) {
	c.cpu, c.hasCPU = cputime.Used()
	c.switches, c.hasSwitches = cputime.Switches()
	return c
}

// since returns what has been used since before.
func (c counters) since(before counters) counters {
	c.cpu -= before.cpu
	c.switches -= before.switches
	return c
}

// A usage is what a run has used.
type usage struct {
	counters
	time    time.Duration
	mallocs uint64
}

// report reports all but the time, by operation.
func (u usage) report(b *testing.B, operations int) {
	n := float64(operations)
	if u.hasCPU {
		report(b, float64(u.cpu)/n, "cpu-ns/op")
	}
	if u.hasSwitches {
		b.ReportMetric(float64(u.switches)*1000/n, "csw/kop")
	}
	b.ReportMetric(float64(u.mallocs)*1000/n, "mallocs/kop")
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
