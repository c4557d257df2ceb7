package queuetest

import (
	"runtime"
	"time"
)

// A retry is an operation that was refused, and is repeated because a queue that is
// declared Weak may refuse without reason.
type retry struct {
	times int
	until time.Time
}

// Whoever is refused yields first, since mostly that is enough, and then pauses.
const (
	briefly    = 1000 // times
	briefPause = 50 * time.Microsecond
)

// again reports whether a refused operation may be repeated, and lets others run
// before. What refuses may be a helper of the queue that has not come to its work:
// how long that takes depends on the machine, so the time is long, and when it is
// over the trial fails.
func (t *trial) again(r *retry) bool {
	if !t.cfg.lacks.weak || t.over() {
		return false
	}
	r.times++
	limit := t.cfg.watchdog / 2
	switch {
	case r.times < briefly || t.fakeTime(): // in a bubble the watchdog is the limit
		runtime.Gosched()
		return true
	case r.until.IsZero():
		r.until = time.Now().Add(limit)
	case time.Now().After(r.until):
		t.Fatalf("an operation that should have succeeded was refused for %v, %d times; one that is declared Weak must succeed when it is repeated",
			limit, r.times)
	}
	time.Sleep(briefPause)
	return true
}
