// Package spin delays a goroutine without giving up its processor, for a time that
// it says beforehand.
package spin

import "runtime"

// Round is about how long one round takes on a processor of 3 GHz, in nanoseconds:
// six instructions, each of which needs the one before.
const Round = 2

// StepBack returns the rounds for which whoever has lost a race steps back, for about ns
// nanoseconds. With one processor there are none: nobody runs at once, so there is nothing
// to step back from.
func StepBack(ns int) int {
	if runtime.GOMAXPROCS(0) == 1 {
		return 0
	}
	return ns / Round
}

// For passes the time of so many rounds. It touches no memory, so whoever works on
// another processor meanwhile works undisturbed.
//
// The rounds are those of a xorshift generator (Marsaglia, "Xorshift RNGs", Journal
// of Statistical Software 8, 2003), which never comes to 0 from anywhere else. No
// compiler knows that, so none may leave them out, as it might a loop of nothing.
//
//go:noinline
func For(rounds int) {
	x := uint64(1)
	for range rounds {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	if x == 0 {
		panic("spin: a xorshift generator came to 0")
	}
}
