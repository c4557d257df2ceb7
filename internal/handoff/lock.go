package handoff

import (
	"runtime"
	"sync/atomic"
)

// A lock is held for some ten nanoseconds at a time, while nothing is called that
// could panic, park or take long.
//
// Who finds it taken is on another processor than the holder. Were both to go on
// at once, each of their operations would begin by fetching the queue's cache lines
// from the other processor, which costs several times as much as the operation. So
// the loser steps back for the time of some dozens of operations, in which the
// winner works undisturbed, most often until it has to wait and its processor
// turns to whom it has woken. A sync.Mutex would park the loser, or let the two
// alternate.
//
// After that it yields between two looks, in case the scheduler has stopped the
// holder. With one processor that is the only reason to find the lock taken, and
// it yields at once.
type lock struct {
	held     atomic.Uint32
	stepBack int // rounds of an empty loop
}

// init makes the lock of a new queue.
func (l *lock) init() {
	if runtime.GOMAXPROCS(0) > 1 {
		l.stepBack = 10_000 // 3 to 6 microseconds
	}
}

func (l *lock) lock() {
	if !l.held.CompareAndSwap(0, 1) {
		l.lockSlow()
	}
}

func (l *lock) lockSlow() {
	for range l.stepBack {
	}
	for l.held.Load() != 0 || !l.held.CompareAndSwap(0, 1) {
		runtime.Gosched()
	}
}

func (l *lock) unlock() { l.held.Store(0) }
