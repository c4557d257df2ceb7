// Package pad keeps words that different processors write on different cache
// lines.
package pad

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// Size is how far apart two such words must be: a cache line, and at least 128
// bytes, because amd64 fetches lines in pairs and because a Go allocation of this
// size need not start at a line.
const Size = max(128, unsafe.Sizeof(cpu.CacheLinePad{}))

// Line between two fields puts them on different cache lines.
type Line [Size]byte
