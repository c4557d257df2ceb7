// Package compare puts the three implementations of the bounded queue side by
// side, for tests, benchmarks and programs that choose one by name.
package compare

import (
	"github.com/boundedq/queue"
	"github.com/boundedq/queue/chanq"
	"github.com/boundedq/queue/condq"
	"github.com/boundedq/queue/ring"
)

// An Implementation is one way to make a bounded queue of T.
type Implementation[T any] struct {
	// Name is the name of its package.
	Name string

	// New returns an empty queue, and panics on a capacity that it cannot make.
	New func(capacity int) queue.BoundedQueue[T]
}

// Implementations lists the implementations of this module, fastest first.
func Implementations[T any]() []Implementation[T] {
	return []Implementation[T]{
		{"ring", func(capacity int) queue.BoundedQueue[T] { return ring.New[T](capacity) }},
		{"condq", func(capacity int) queue.BoundedQueue[T] { return condq.New[T](capacity) }},
		{"chanq", func(capacity int) queue.BoundedQueue[T] { return chanq.New[T](capacity) }},
	}
}
