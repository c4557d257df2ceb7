// Package misuse panics, in the words that the contract asks for, where only a mistake in
// the caller's code can have led: a capacity that cannot be had (clause 1), a queue that no
// constructor has made (clause 17).
package misuse

import (
	"fmt"
	"math"
	"strconv"
)

// maxBytes bounds one buffer: 1 TiB, or 1 GiB where addresses have 32 bits. The Go
// runtime would try to reserve far more and end the process, beyond any recover,
// when the system has less; a buffer of this size is a mistake in the caller's
// arithmetic, not a wish.
const maxBytes uint64 = 1 << (30 + 10*(strconv.IntSize/64))

// A Buffer says what a queue allocates for its values.
type Buffer struct {
	Value  uintptr // bytes of a value
	Beside uintptr // bytes that a slot takes beside its value
	Spare  int     // slots beyond the capacity
	Most   int     // slots that the queue can count, or 0 for any number
}

// Capacity panics, naming the constructor and n, unless n can be the capacity of a queue
// with such a buffer.
func Capacity(constructor string, n int, b Buffer) {
	if n < 0 {
		panic(fmt.Sprintf("%s: capacity is %d, want 0 or more", constructor, n))
	}
	if most := b.most(); n > most {
		panic(fmt.Sprintf("%s: capacity is %d, want at most %d where %s", constructor, n, most, b))
	}
}

// most returns the largest capacity.
func (b Buffer) most() int {
	slots := math.MaxInt
	if b.Most > 0 {
		slots = b.Most
	}
	if slot := uint64(b.Value) + uint64(b.Beside); slot > 0 {
		slots = int(min(maxBytes/slot, uint64(slots)))
	}
	return max(slots-b.Spare, 0)
}

// String tells what bounds the capacity.
func (b Buffer) String() string {
	if b.Beside == 0 {
		return fmt.Sprintf("a value takes %d bytes", b.Value)
	}
	return fmt.Sprintf("a value takes %d bytes and its slot %d more", b.Value, b.Beside)
}

// ZeroValue panics because of a queue that the constructor has not made.
func ZeroValue(constructor string) {
	panic(constructor + " makes a queue, and this one is a zero value")
}
