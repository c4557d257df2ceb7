//go:build sched

package sched

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// strategies are those that search.
var strategies = []struct {
	name string
	new  func(seed uint64) Strategy
}{
	{"uniform", Uniform},
	{"pct", func(seed uint64) Strategy { return PCT(seed, 2, 10) }},
}

// A counter loses an update if two goroutines load it before either stores.
type counter struct{ n Int32 }

func (c *counter) add() {
	n := c.n.Load()
	Point("loaded")
	c.n.Store(n + 1)
	Point("stored")
}

// A latch loses a wake-up if it is opened between the look and the queueing, and
// the waiter does not look again.
type latch struct {
	open, waits Bool
	token       Token
	looksAgain  bool
}

func newLatch() *latch {
	l := new(latch)
	l.token.Init()
	return l
}

func (l *latch) wait() {
	if l.open.Load() {
		return
	}
	Point("closed")
	l.waits.Store(true)
	Point("queued")
	if l.looksAgain && l.open.Load() {
		return
	}
	l.token.Await(nil)
}

func (l *latch) release() {
	l.open.Store(true)
	Point("opened")
	if l.waits.Load() {
		l.token.Give()
	}
}

// Both strategies find both bugs within this many seeds.
const enough = 50

// finds fails the test unless a run with one of the seeds is bad.
func finds(t *testing.T, bad func(Strategy) bool) {
	for _, s := range strategies {
		seed := uint64(0)
		for ; seed < enough && !bad(s.new(seed)); seed++ {
		}
		t.Logf("%s: seed %d", s.name, seed)
		if seed == enough {
			t.Errorf("%s: not found with %d seeds", s.name, enough)
		}
	}
}

func TestFindsLostUpdate(t *testing.T) {
	finds(t, func(s Strategy) bool {
		var c counter
		if err := Run(s, c.add, c.add); err != nil {
			t.Error(err)
		}
		return c.n.Load() != 2
	})
}

func TestFindsLostWakeup(t *testing.T) {
	finds(t, func(s Strategy) bool {
		l := newLatch()
		var stuck *Stuck
		return errors.As(Run(s, l.wait, l.release), &stuck)
	})
}

func TestFindsNothingInCorrectLatch(t *testing.T) {
	for _, s := range strategies {
		for seed := range uint64(1000) {
			l := newLatch()
			l.looksAgain = true
			if err := Run(s.new(seed), l.wait, l.release); err != nil {
				t.Fatalf("%s, seed %d: %v", s.name, seed, err)
			}
		}
	}
}

// Stuck says who waits where, and can be resolved.
func TestStuck(t *testing.T) {
	l := newLatch()
	s := New(Uniform(1))
	s.Go("early", l.wait)
	var stuck *Stuck
	if err := s.Run(); !errors.As(err, &stuck) {
		t.Fatalf("error %v, want Stuck", err)
	}
	if want := []Step{{"early", "parked"}}; !slices.Equal(stuck.Waiting, want) {
		t.Errorf("waiting: %v, want %v", stuck.Waiting, want)
	}
	if !strings.Contains(stuck.Error(), `early      stands at "parked"`) || !strings.Contains(stuck.Error(), "early      queued\n") {
		t.Errorf("the error does not say where the goroutine stands and how it came there:\n%v", stuck)
	}
	s.Go("late", l.release)
	if err := s.Run(); err != nil {
		t.Errorf("after the wake-up: %v", err)
	}
}

// Choices are all a seed's: of the next step, and of one of several reasons to go on.
func TestSeedRepeats(t *testing.T) {
	run := func(strategy Strategy) (chosen int, trace string) {
		var c counter
		yes := Case{Ready: func() bool { return c.n.Load() != 0 }}
		s := New(strategy)
		for i := range 4 {
			s.Go(fmt.Sprint(i), c.add)
		}
		s.Go("select", func() { chosen = Wait("select", yes, yes) })
		if err := s.Run(); err != nil {
			t.Error(err)
		}
		return chosen, s.Trace().String()
	}
	for _, s := range strategies {
		var chosen [2]int
		seen := make(map[string]bool)
		for seed := range uint64(50) {
			a, trace := run(s.new(seed))
			b, again := run(s.new(seed))
			if a != b || trace != again {
				t.Fatalf("%s, seed %d: two runs\n%s\n%s", s.name, seed, trace, again)
			}
			chosen[a]++
			seen[trace] = true
		}
		if chosen[0] == 0 || chosen[1] == 0 || len(seen) < 25 {
			t.Errorf("%s: choices %v, %d traces of 50 seeds", s.name, chosen, len(seen))
		}
	}
}

// Who spins lets those run for whom it waits, whatever its priority; and a loop for
// something that never comes is an error.
func TestSpin(t *testing.T) {
	for _, s := range strategies {
		for seed := range uint64(100) {
			var released atomic.Bool
			acquire := func() {
				for !released.Load() {
					Point("not yet")
					Spin("look again")
				}
			}
			release := func() {
				for range 5 {
					Point("at work")
				}
				released.Store(true)
			}
			if err := Run(s.new(seed), acquire, acquire, release); err != nil {
				t.Fatalf("%s, seed %d: %v", s.name, seed, err)
			}
		}
		if err := Run(s.new(1), func() {
			for {
				Spin("for ever")
			}
		}); err == nil || !strings.Contains(err.Error(), "no end in sight") {
			t.Errorf("%s: an endless loop: %v", s.name, err)
		}
	}
}

func TestPanic(t *testing.T) {
	err := Run(Uniform(1), func() {
		Point("before")
		panic("broken")
	})
	if err == nil || !strings.Contains(err.Error(), "g0 panics: broken") || !strings.Contains(err.Error(), "sched_test.go") {
		t.Errorf("error %v", err)
	}
}

// A waiter that is woken twice is an error, and nothing that hangs.
func TestGivenTwice(t *testing.T) {
	l := newLatch()
	l.waits.Store(true)
	if err := Run(Uniform(1), l.release, l.release); err == nil || !strings.Contains(err.Error(), "a Token was given twice") {
		t.Errorf("error %v", err)
	}
}

// FailNow in a goroutine of a schedule must end the test, which Goexit does.
func TestGoexit(t *testing.T) {
	returned := make(chan bool)
	go func() {
		normally := false
		defer func() { returned <- normally }()
		Run(Uniform(1), runtime.Goexit)
		normally = true
	}()
	if <-returned {
		t.Error("Run returned")
	}
	if err := Run(Uniform(1), func() {}); err != nil {
		t.Error(err)
	}
}

// A stranger comes by while a goroutine of a schedule runs.
func TestStranger(t *testing.T) {
	err := Run(Uniform(1), func() {
		done := make(chan int)
		go func() {
			Point("of no schedule")
			Spin("of no schedule")
			done <- Wait("of no schedule", Case{Ready: func() bool { return true }})
		}()
		if chosen := <-done; chosen != -1 {
			t.Errorf("Wait: %d, want -1", chosen)
		}
		Point("of the schedule")
	})
	if err != nil {
		t.Error(err)
	}
}

func TestScript(t *testing.T) {
	s := NewScript(t)
	l := newLatch()
	a := s.Go("a", l.wait)
	b := s.Go("b", l.release)
	a.Until("queued")
	b.Step()
	if b.at != "opened" {
		t.Errorf("after one step b stands at %q", b.at)
	}
	a.Block()
	a.Block() // it does already
	if a.Done() {
		t.Error("a has ended")
	}
	b.Finish()
	a.Finish()
	if !a.Done() || !b.Done() {
		t.Error("not ended")
	}
	s.Go("left to the end of the test", l.release)
}

// A script whose goroutines do not do what it says fails, and says so.
func TestScriptFails(t *testing.T) {
	never := Case{Ready: func() bool { return false }}
	for _, c := range []struct {
		body  func()
		drive func(*Actor)
		want  string
	}{
		{func() {}, func(a *Actor) { a.Until("x") }, "a has ended, and should come to x"},
		{func() {}, func(a *Actor) { a.Block() }, "a has ended, and should wait"},
		{func() {}, func(a *Actor) { a.Finish(); a.Step() }, "a has ended, and should take a step"},
		{func() { Wait("w", never) }, func(a *Actor) { a.Finish() }, "a waits, and should end"},
		{func() { Wait("w", never) }, func(a *Actor) {}, "stuck, nobody can go on"},
		{func() { panic("broken") }, func(a *Actor) { a.Finish() }, "a panics: broken"},
		{func() {
			for {
				Point("p")
			}
		}, func(a *Actor) { a.Finish() }, "a goes on for ever, and should end"},
	} {
		tb := &recordingTB{TB: t}
		ended := make(chan bool)
		go func() {
			defer close(ended)
			defer func() { tb.cleanup() }()
			c.drive(NewScript(tb).Go("a", c.body))
		}()
		<-ended
		if !strings.Contains(tb.said, c.want) {
			t.Errorf("the test said %q, want %q", tb.said, c.want)
		}
	}
}

// A recordingTB is a test that is expected to fail.
type recordingTB struct {
	testing.TB
	said    string
	cleanup func()
}

func (tb *recordingTB) Helper()           {}
func (tb *recordingTB) Cleanup(f func())  { tb.cleanup = f }
func (tb *recordingTB) Failed() bool      { return tb.said != "" }
func (tb *recordingTB) Error(args ...any) { tb.said += fmt.Sprint(args...) }
func (tb *recordingTB) Fatal(args ...any) { tb.Error(args...); runtime.Goexit() }

// Steps end before accesses. Run takes many of them, and fewer where the actor waits.
func TestRun(t *testing.T) {
	s := NewAccessScript(t)
	var n Int32
	var token Token
	token.Init()
	accesses := 0
	a := s.Go("a", func() {
		n.Add(1)
		n.Add(1)
		token.Await(nil)
		accesses = Within(10, func() { n.Add(1) })
		Within(1, func() {
			n.Add(1)
			n.Add(1)
		})
	})
	if a.Run(2); n.Load() != 1 { // the first leads to the first access
		t.Errorf("after 2 steps n is %d, want 1", n.Load())
	}
	if taken := a.Run(10); taken >= 10 || n.Load() != 2 || !a.Waits() || a.At() != "parked" {
		t.Errorf("stands at %q after %d steps more, and n is %d; want parked, and 2", a.At(), taken, n.Load())
	}
	token.Give()
	if a.Run(1); n.Load() != 4 || accesses != 1 || a.Waits() || a.Done() {
		t.Errorf("%d accesses within 10, and n is %d before the second within 1; want 1 and 4", accesses, n.Load())
	}
	if taken := a.Run(10); taken == 0 || n.Load() != 5 || !a.Done() {
		t.Errorf("%d steps to the end, and n is %d; want 5", taken, n.Load())
	}
}

// A goroutine that blocks where the schedule does not see it is named, with its stack.
func TestWatch(t *testing.T) {
	if err := Watch(func() {}); err != nil {
		t.Fatal(err)
	}
	never, over := make(chan int), make(chan int)
	err := watch(func() {
		defer close(over)
		Run(Uniform(1), func() { <-never })
	}, 20*time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), `goroutine "g0"`) || !strings.Contains(err.Error(), "TestWatch.func") {
		t.Errorf("a goroutine that blocks: %v", err)
	}
	if err := Watch(func() { t.Error("run") }); err == nil {
		t.Error("no error afterwards")
	}
	close(never)
	<-over
	blocked.Store(false)

	never, over = make(chan int), make(chan int)
	err = watch(func() { defer close(over); <-never }, 20*time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), "what makes the queue") || !strings.Contains(err.Error(), "TestWatch.func") {
		t.Errorf("what makes the goroutines blocks: %v", err)
	}
	close(never)
	<-over
}
