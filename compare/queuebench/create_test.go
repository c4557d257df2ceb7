package queuebench

import (
	"testing"

	"github.com/boundedq/queue"
)

func TestCreateCountsMemory(t *testing.T) {
	kept := make([][]uint64, 0, 1000) // so that what is allocated is not on a stack
	wasteful := Impl{Name: "wasteful", New: func(n int) queue.BoundedQueue[uint64] {
		if len(kept) == cap(kept) {
			kept = kept[:0]
		}
		kept = append(kept, make([]uint64, 10000))
		return sound(n)
	}}
	cell := func(impl Impl) Cell { return anyCell(*scenarioOf("create"), impl, 15) }
	lean := measure(t, cell(Impl{Name: "ring", New: sound}))
	fat := measure(t, cell(wasteful))
	if lean.AllocsPerOp() < 1 || fat.AllocsPerOp() < lean.AllocsPerOp()+1 {
		t.Errorf("%d allocations, and %d with one more", lean.AllocsPerOp(), fat.AllocsPerOp())
	}
	if fat.AllocedBytesPerOp() < lean.AllocedBytesPerOp()+80000 {
		t.Errorf("%d bytes, and %d with 80000 more", lean.AllocedBytesPerOp(), fat.AllocedBytesPerOp())
	}
}
