//go:build sched

package sched

import (
	"runtime"
	"runtime/debug"
)

// Enabled reports whether goroutines can be scheduled in this build.
const Enabled = true

// Point marks the end of a step. A goroutine that belongs to no schedule goes on
// at once. In an exploration steps end elsewhere.
func Point(name string) {
	if g := self(); g != nil && !g.schedule.explores {
		g.stopAt(name)
	}
}

// Spin is Point in a loop that waits for another goroutine: the caller's next step
// is of no use before somebody else has taken one, and in an exploration one that
// changes something. A goroutine that belongs to no
// schedule yields its processor.
func Spin(name string) {
	g := self()
	if g == nil {
		runtime.Gosched()
		return
	}
	g.spins = true
	g.stopAt(name)
}

// Wait parks the caller until one of the cases is ready, and returns which. If more than one
// is at once, the strategy decides, as chance does in a select. If one is when the caller
// comes, the step goes on. In a goroutine that belongs to no schedule Wait returns -1 at
// once, and the caller must wait in the usual way.
func Wait(name string, cases ...Case) int {
	g := self()
	if g == nil {
		return -1
	}
	if g.schedule.explores {
		g.stopBefore()
	}
	g.cases = cases
	if !g.proceeds() {
		g.parked = true
		g.stopAt(name)
		g.parked = false
	}
	g.sees(uint64(g.chosen))
	if v := cases[g.chosen].Of; v != nil {
		g.writes(v)
	}
	return g.chosen
}

// scheduled reports whether the caller belongs to a schedule.
func scheduled() bool { return self() != nil }

// explored returns the caller if it belongs to a schedule whose steps are accesses.
func explored() *goroutine {
	if g := self(); g != nil && g.schedule.explores {
		return g
	}
	return nil
}

// self returns the goroutine of a schedule that calls it, or nil in any other.
//
// Go gives no identity to goroutines but in the text of their stacks, which takes
// microseconds to write. It does give them one bit, the setting of
// [debug.SetPanicOnFault], which is not inherited. Goroutines of schedules have it
// set; and of those only one runs at a time, so it is known which.
func self() *goroutine {
	if debug.SetPanicOnFault(true) {
		return running
	}
	debug.SetPanicOnFault(false)
	return nil
}
