package queuebench

import "testing"

// handoff sends b.N values from the cell's producers to its consumers through
// one lane, as fast as they go. One operation is one value that arrived.
func handoff(b *testing.B, c Cell) {
	carry(b, c, c.lane(b), flatOut)
	reportFull(b, c, flatOut, nil)
}

// carry sends b.N values through l and reports what that takes.
func carry(b *testing.B, c Cell, l Lane, t traffic) {
	tallies, err := t.through(l, c, b.N, func(workers []func() error) error { return timed(b, workers) })
	if err != nil {
		b.Fatal(err)
	}
	if !c.Impl.control() { // a control has nothing to share out
		reportUnfair(b, tallies)
	}
}
