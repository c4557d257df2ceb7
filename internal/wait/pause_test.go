package wait

import (
	"runtime"
	"testing"
	"testing/synctest"

	"github.com/boundedq/queue/internal/sched"
)

// comers are goroutines that come to wait one after the other, and pause if it is due.
type comers struct {
	pause
	n uint32
}

func newComers(capacity int) *comers {
	c := new(comers)
	c.init(capacity)
	return c
}

// next is the next one. It reports whether it has paused; then it found so many values.
func (c *comers) next(found int) bool {
	c.n++
	if !c.due(c.n - 1) {
		return false
	}
	c.take(func() int { return found })
	return true
}

// untilPause lets them come until one pauses, and returns which it is.
func (c *comers) untilPause(t *testing.T, found int) (nth int) {
	t.Helper()
	for nth = 1; !c.next(found); nth++ {
		if nth > 10_000 {
			t.Fatal("nobody pauses")
		}
	}
	return nth
}

func twoProcessors(t *testing.T) {
	if sched.Enabled {
		t.Skip("in schedules nobody pauses")
	}
	procs := runtime.GOMAXPROCS(2)
	t.Cleanup(func() { runtime.GOMAXPROCS(procs) })
	if runtime.GOMAXPROCS(0) == 1 {
		t.Skip("this platform has no threads")
	}
}

// A side that keeps bringing values is left alone for longer and longer, up to a
// limit; when it stops, pauses end within a few waits.
func TestPauseFollowsTheOtherSide(t *testing.T) {
	twoProcessors(t)
	c := newComers(1024)
	c.untilPause(t, 100)
	for i := range 20 {
		before := c.rounds.Load()
		if nth := c.untilPause(t, 100); nth != 1 {
			t.Fatalf("after %d good pauses %d waited without one", i, nth-1)
		}
		if now := c.rounds.Load(); now != min(before+pauseStep, pauseMost) {
			t.Fatalf("a good pause of %d rounds is followed by one of %d", before, now)
		}
	}
	lost := int32(0)
	for before := c.rounds.Load(); before > 0; before = c.rounds.Load() {
		lost += before
		if !c.next(0) {
			t.Fatalf("a pause of %d rounds is not due", before)
		}
		if now := c.rounds.Load(); now > before/2 {
			t.Fatalf("a bad pause of %d rounds is followed by one of %d", before, now)
		}
	}
	if lost > 2*pauseMost {
		t.Errorf("it took %d rounds to give up", lost)
	}
}

// One value at a time, as a round trip brings them, is not worth a pause; trials get rare,
// and come back when values do.
func TestPauseTrials(t *testing.T) {
	twoProcessors(t)
	c := newComers(1024)
	before := 0
	for range 20 {
		nth := c.untilPause(t, 1)
		if before != 0 && nth > 2*before+1 {
			t.Errorf("a trial of the %dth failed, and the next is of the %dth", before, nth)
		}
		before = max(before, nth)
	}
	if before != eachMost+1 {
		t.Errorf("at last every %dth tries, want every %dth", before, eachMost+1)
	}
	for range 20 {
		c.untilPause(t, 1000)
	}
	if each := c.each.Load(); each != 0 {
		t.Errorf("after many good pauses one in %d would try", each+1)
	}
}

// A pause after which the queue was half full, or half empty, was too long: the other
// side will have to wait as well.
func TestPauseEndsBeforeTheOtherSideWaits(t *testing.T) {
	twoProcessors(t)
	c := newComers(64)
	c.untilPause(t, 31)
	c.untilPause(t, 31)
	before := c.rounds.Load()
	if c.untilPause(t, 32); c.rounds.Load() >= before {
		t.Errorf("after 32 of 64 values in %d rounds it pauses for %d", before, c.rounds.Load())
	}
}

func TestPauseNever(t *testing.T) {
	never := func(t *testing.T, c *comers) {
		for range 10_000 {
			if c.next(100) {
				t.Fatal("somebody pauses")
			}
		}
	}
	t.Run("one processor", func(t *testing.T) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		never(t, newComers(1024))
	})
	t.Run("capacity 1", func(t *testing.T) {
		twoProcessors(t)
		never(t, newComers(1))
	})
}

// One goroutine at a time pauses. While it does it is awake, and so it is when it finds
// something; when it finds nothing it is not, and waits as all others do.
func TestPausingIsAwake(t *testing.T) {
	twoProcessors(t)
	s := newShelf()
	s.pause.init(1024)
	s.pause.rounds.Store(pauseStep)
	for _, found := range []int32{0, 100} {
		s.values.Store(found)
		s.pause.rounds.Store(pauseStep)
		if s.state.Store(pausing); s.pauses() {
			t.Error("two pause at once")
		}
		s.state.Store(0)
		if s.pauses() != (found > 0) {
			t.Errorf("with %d values the side is not as it says", found)
		}
		want := uint64(0)
		if found > 0 {
			want = awake
		}
		if got := s.state.Load(); got != want {
			t.Errorf("after a pause that found %d values the state is %#x, want %#x", found, got, want)
		}
		s.state.Store(0)
	}
}

// Who has paused and found a value for two wakes the other; who has found that others
// were faster waits.
func TestPauseHandsOn(t *testing.T) {
	twoProcessors(t)
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		s.pause.init(1024)
		other := s.goTake(background, 1)
		synctest.Wait()
		s.values.Store(100) // and nobody told yet
		s.pause.rounds.Store(pauseStep)
		if err := s.take(background, 2); err != nil {
			t.Errorf("returned %v", err)
		}
		other.returns(t, "handed on", nil)
		s.values.Store(0)
		s.atRest(t)
	})
}
