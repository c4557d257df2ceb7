//go:build sched

package sched

import (
	"runtime"
	"runtime/debug"
)

// Enabled reports whether goroutines can be scheduled in this build.
const Enabled = true

// Point marks the end of a step. A goroutine that belongs to no schedule goes on
// at once.
func Point(name string) {
	if g := self(); g != nil {
		g.stopAt(name)
	}
}

// Spin is Point in a loop that waits for another goroutine: the caller's next step
// is of no use before somebody else has taken one. A goroutine that belongs to no
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

// Wait parks the caller until one of the cases reports true, and returns which.
// If more than one could, the strategy decides, as chance does in a select. If one
// does at once, the step goes on. In a goroutine that belongs to no schedule Wait
// returns -1 at once, and the caller must wait in the usual way.
//
// A case must not block. It is called between the steps of any goroutine, and not
// again once it has reported true: so it may take something, such as a token from
// a channel.
func Wait(name string, cases ...func() bool) int {
	g := self()
	if g == nil {
		return -1
	}
	g.cases = cases
	if !g.proceeds() {
		g.stopAt(name)
	}
	return g.chosen
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
