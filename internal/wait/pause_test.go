package wait

import (
	"runtime"
	"testing"
)

// taken lets p pause until it has, and returns after how many waits.
func taken(t *testing.T, p *pause, found int) (waits int) {
	t.Helper()
	for waits = 1; !p.take(func() int { return found }); waits++ {
		if waits > 10_000 {
			t.Fatal("it never pauses")
		}
	}
	return waits
}

func twoProcessors(t *testing.T) {
	procs := runtime.GOMAXPROCS(2)
	t.Cleanup(func() { runtime.GOMAXPROCS(procs) })
	if runtime.GOMAXPROCS(0) == 1 {
		t.Skip("this platform has no threads")
	}
}

func newPause(capacity int) *pause {
	p := new(pause)
	p.init(capacity)
	return p
}

// A side that keeps bringing values is left alone for longer and longer, up to a
// limit; when it stops, pauses end within a few waits.
func TestPauseFollowsTheOtherSide(t *testing.T) {
	twoProcessors(t)
	p := newPause(1024)
	taken(t, p, 100)
	for i := range 20 {
		before := p.rounds
		if waits := taken(t, p, 100); waits != 1 {
			t.Fatalf("after %d good pauses it waited %d times without one", i, waits-1)
		}
		if p.rounds != min(before+pauseStep, pauseMost) {
			t.Fatalf("a good pause of %d rounds is followed by one of %d", before, p.rounds)
		}
	}
	lost := 0
	for p.rounds > 0 {
		lost += p.rounds
		before := p.rounds
		p.take(func() int { return 0 })
		if p.rounds > before/2 {
			t.Fatalf("a bad pause of %d rounds is followed by one of %d", before, p.rounds)
		}
	}
	if lost > 2*pauseMost {
		t.Errorf("it took %d rounds to give up", lost)
	}
}

// One value at a time, as a round trip brings them, is not worth a pause; trials
// get rare, and come back when values do.
func TestPauseTrials(t *testing.T) {
	twoProcessors(t)
	p := newPause(1024)
	before := 0
	for range 20 {
		waits := taken(t, p, 1)
		if waits != min(2*before, eachMost+1) && before != 0 {
			t.Errorf("a trial after %d waits failed, and the next comes after %d", before, waits)
		}
		before = waits
	}
	if before != eachMost+1 {
		t.Errorf("the last trial came after %d waits, want %d", before, eachMost+1)
	}
	for range 20 {
		taken(t, p, 1000)
	}
	if p.each != 0 {
		t.Errorf("after many good pauses the next trial is to come after %d waits", p.each)
	}
}

// A pause after which the queue was half full, or half empty, was too long: the
// other side will have to wait as well.
func TestPauseEndsBeforeTheOtherSideWaits(t *testing.T) {
	twoProcessors(t)
	p := newPause(64)
	taken(t, p, 31)
	taken(t, p, 31)
	before := p.rounds
	if taken(t, p, 32); p.rounds >= before {
		t.Errorf("after 32 of 64 values in %d rounds it pauses for %d", before, p.rounds)
	}
}

func TestPauseNever(t *testing.T) {
	never := func(t *testing.T, p *pause) {
		for range 10_000 {
			if p.take(func() int { return 100 }) {
				t.Fatal("it pauses")
			}
		}
	}
	t.Run("one processor", func(t *testing.T) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		never(t, newPause(1024))
	})
	t.Run("zero room", func(t *testing.T) {
		twoProcessors(t)
		never(t, new(pause))
	})
}
