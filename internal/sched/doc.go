// Package sched runs goroutines one at a time, in an order that a test chooses: by
// hand, at random from a seed that repeats the run exactly, or all orders that have few
// preemptions. What the Go scheduler does once in a million runs becomes a test.
//
// All of this is built with the tag sched only. Without it Point and Spin are empty functions
// that leave no instruction behind, the types are those of sync/atomic and sync, and
// code under [Enabled] is not built.
//
// A goroutine is stopped at the ends of its steps and nowhere else. There are two kinds of
// steps. In most schedules code marks their ends: [Point] between two accesses to memory that
// other goroutines write. A script has a name for where it stops then. In an exploration
// ([Explore]), and after [Schedule.StepAtAccesses], steps end before each access to what
// is shared, by the types that stand for those of sync/atomic and sync, and by [Access]
// for plain memory; so none can be forgotten. In both, [Spin] is where code looks again and
// again, and [Wait] where it parks.
//
// At a Point no lock may be held: a second goroutine would block on the lock, which the
// schedule does not see, and nobody would run any more. A [Mutex] it does see. For the
// same reason only what Wait knows of may block. There is no time in a schedule; a
// context in it is cancelled by one of its goroutines, not by a deadline.
//
// As one goroutine runs at a time, all of memory is sequentially consistent. That
// is what Go's atomics promise, so a schedule shows every behaviour of code that
// shares memory through atomics, as far as the steps are short enough; it shows
// nothing of data races, which are for the race detector.
//
// The idea is that of Folly's DeterministicSchedule
// (https://github.com/facebook/folly, folly/test/DeterministicSchedule.h) and of
// shuttle (https://github.com/awslabs/shuttle); atomics that are steps are loom's
// (https://github.com/tokio-rs/loom).
package sched
