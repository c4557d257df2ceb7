//go:build !sched

package sched

import (
	"sync"
	"sync/atomic"
)

// Enabled reports whether goroutines can be scheduled in this build.
const Enabled = false

// Point marks the end of a step.
func Point(name string) {}

// Spin is Point in a loop that waits for another goroutine.
func Spin(name string) {}

// Wait is for use under Enabled only.
func Wait(name string, cases ...Case) int { return -1 }

func scheduled() bool { return false }

// What goroutines share: in this build the types of sync/atomic and sync themselves.
type (
	Bool           = atomic.Bool
	Int32          = atomic.Int32
	Int64          = atomic.Int64
	Uint32         = atomic.Uint32
	Uint64         = atomic.Uint64
	Pointer[T any] = atomic.Pointer[T]
	Mutex          = sync.Mutex
)

// A Var stands for whatever else goroutines share.
type Var struct{}

// Reads comes before an access that changes nothing.
func (*Var) Reads() {}

// Writes comes before any other access.
func (*Var) Writes() {}

// Access comes before an access to memory that is not atomic, and that another goroutine
// may access before or after.
func Access[T any](*T) {}

// AccessAll is Access for each element.
func AccessAll[T any]([]T) {}
