package peers_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/puzpuzpuz/xsync/v4"
)

// Asked to hold 3 values, the queue holds 4. The documentation says so.
func Example_xsyncRoundsUp() {
	q := xsync.NewMPMCQueue[int](3)
	for v := range 5 {
		fmt.Println(v, q.TryEnqueue(v))
	}
	// Output:
	// 0 true
	// 1 true
	// 2 true
	// 3 true
	// 4 false
}

// The message does not name the capacity that was refused.
func Example_xsyncPanic() {
	defer func() { fmt.Println(recover()) }()
	xsync.NewMPMCQueue[int](-1)
	// Output: capacity must be positive number
}

// Nor does it where no memory holds so many.
func Example_xsyncTooLarge() {
	defer func() { fmt.Println(recover()) }()
	xsync.NewMPMCQueue[int](math.MaxInt/2 + 1)
	// Output: runtime error: makeslice: len out of range
}

// Each of two goroutines puts one value in and takes one out: in two slots there
// is always room, and always a value.
func TestXsyncRefusesWithRoom(t *testing.T) {
	q := xsync.NewMPMCQueue[int](2)
	eventually(t, 2, func() (refused bool) {
		if !q.TryEnqueue(1) {
			return true
		}
		_, ok := q.TryDequeue()
		return !ok
	})
}
