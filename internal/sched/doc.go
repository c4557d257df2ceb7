// Package sched runs goroutines one at a time, in an order that a test chooses: by
// hand, or at random from a seed, and then the seed repeats the run exactly. What
// the Go scheduler does once in a million runs becomes a test.
//
// Code takes part by marking its steps: [Point] between two accesses to memory that
// other goroutines write, [Spin] where it looks again and again, [Wait] where it
// parks. A goroutine is stopped there and nowhere else. All of this is built with
// the tag sched only; without it Point and Spin are empty functions that leave no
// instruction behind, and code under [Enabled] is not built.
//
// A step must not end while a lock is held: a second goroutine would block on the
// lock, which the schedule does not see, and nobody would run any more. For the
// same reason only what Wait knows of may block. There is no time in a schedule; a
// context in it is cancelled by one of its goroutines, not by a deadline.
//
// As one goroutine runs at a time, all of memory is sequentially consistent. That
// is what Go's atomics promise, so a schedule shows every behaviour of code that
// shares memory through atomics, as far as the points are dense enough; it shows
// nothing of data races, which are for the race detector.
//
// The idea is that of Folly's DeterministicSchedule
// (https://github.com/facebook/folly, folly/test/DeterministicSchedule.h) and of
// shuttle (https://github.com/awslabs/shuttle).
package sched
