//go:build !sched

package sched

// Enabled reports whether goroutines can be scheduled in this build.
const Enabled = false

// Point marks the end of a step.
func Point(name string) {}

// Spin is Point in a loop that waits for another goroutine.
func Spin(name string) {}

// Wait is for use under Enabled only.
func Wait(name string, cases ...func() bool) int { return -1 }
