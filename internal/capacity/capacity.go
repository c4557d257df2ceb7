// Package capacity makes the buffers of queues, and refuses those that cannot be
// made in the one way that the contract asks for (clause 1).
package capacity

import (
	"fmt"
	"math/bits"
	"strconv"
)

// maxBytes bounds one buffer: 1 TiB, or 1 GiB where addresses have 32 bits. The Go
// runtime would try to reserve far more and end the process, beyond any recover,
// when the system has less; a buffer of this size is a mistake in the caller's
// arithmetic, not a wish.
const maxBytes uint64 = 1 << (30 + 10*(strconv.IntSize/64))

// Check panics, naming pkg and n, unless n slots of slotSize bytes each can make
// a buffer.
func Check(pkg string, n int, slotSize uintptr) { CheckWith(pkg, n, 0, slotSize) }

// CheckWith is Check for a buffer with some slots more than its capacity.
func CheckWith(pkg string, n, more int, slotSize uintptr) {
	if n < 0 {
		panic(fmt.Sprintf("%s.New: capacity is %d, want 0 or more", pkg, n))
	}
	hi, bytes := bits.Mul64(uint64(n)+uint64(more), uint64(slotSize))
	if hi != 0 || bytes > maxBytes {
		most := max(int64(maxBytes/uint64(slotSize))-int64(more), 0)
		panic(fmt.Sprintf("%s.New: capacity is %d, want at most %d slots of %d bytes", pkg, n, most, slotSize))
	}
}
