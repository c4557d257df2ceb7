//go:build sched

package sched

import "testing"

// A Script is a schedule that a test drives by hand:
//
//	s := sched.NewScript(t)
//	a := s.Go("a", func() { q.Send(ctx, 1) })
//	b := s.Go("b", func() { q.Recv(ctx) })
//	a.Until("send: claimed")
//	b.Block()
//	a.Finish()
//	b.Finish()
//
// The test fails where a goroutine does not do what it says. Goroutines that are
// left when the test is over are run to their ends, taking turns, and the test
// fails if they do not come there. When a wait can end in two ways, it ends in that
// which its code names first.
type Script struct {
	t        testing.TB
	schedule *Schedule
}

// NewScript returns a script without goroutines.
func NewScript(t testing.TB) *Script {
	s := &Script{t, New(new(turns))}
	t.Cleanup(func() {
		if t.Failed() {
			return
		}
		if err := s.schedule.Run(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// NewAccessScript returns a script whose steps end before each access to what is shared, as
// those of an exploration do, and not at points.
func NewAccessScript(t testing.TB) *Script {
	s := NewScript(t)
	s.schedule.StepAtAccesses()
	return s
}

// Go adds a goroutine, which does nothing yet.
func (s *Script) Go(name string, body func()) *Actor {
	return &Actor{s, s.schedule.add(name, body)}
}

// An Actor is a goroutine of a script.
type Actor struct {
	script *Script
	*goroutine
}

// Step runs the actor to its next point.
func (a *Actor) Step() {
	a.script.t.Helper()
	a.stepTo("take a step")
}

// Until runs the actor, for one step at least, until it comes to the point.
func (a *Actor) Until(point string) {
	a.script.t.Helper()
	for again := true; again; again = a.at != point {
		a.stepTo("come to " + point)
	}
}

// Finish runs the actor to its end.
func (a *Actor) Finish() {
	a.script.t.Helper()
	for !a.ended {
		a.stepTo("end")
	}
}

// Block runs the actor until it waits and cannot go on.
func (a *Actor) Block() {
	a.script.t.Helper()
	for a.ended || a.proceeds() {
		a.stepTo("wait")
	}
}

// Rest runs the actor until it has ended, or waits and cannot go on, or has looked some
// times for what only others can bring about. It returns where the actor stands then.
func (a *Actor) Rest() string {
	a.script.t.Helper()
	for looks := 0; looks < 3 && !a.ended && a.proceeds(); {
		a.stepTo("come to rest")
		if a.spins {
			looks++
		}
	}
	return a.at
}

// Run lets the actor take up to n steps in one go, and returns how many it took: fewer if it
// has ended, or waits or spins. It needs a script whose steps end before accesses.
func (a *Actor) Run(n int) (taken int) {
	a.script.t.Helper()
	if n == 0 || a.Done() || a.Waits() {
		return 0
	}
	a.unstopped = n - 1
	a.Step()
	taken = n - a.unstopped
	a.unstopped = 0
	return taken
}

// Done reports whether the actor has ended.
func (a *Actor) Done() bool { return a.ended }

// Waits reports whether the actor waits and cannot go on.
func (a *Actor) Waits() bool { return !a.ended && !a.proceeds() }

// At returns where the actor stands.
func (a *Actor) At() string { return a.at }

// Within calls f, of which the first n accesses end no step of the caller, and returns how
// many there were. So whoever is seen to stop in f has not come to its end in n accesses, or
// waits for somebody.
func Within(n int, f func()) (accesses int) {
	g := self()
	g.unstopped = n
	f()
	accesses = n - g.unstopped
	g.unstopped = 0
	return accesses
}

// stepTo takes a step on the way to a goal, or ends the test if there is none.
func (a *Actor) stepTo(goal string) {
	a.script.t.Helper()
	s := a.schedule
	var why string
	switch {
	case a.ended:
		why = "has ended"
	case !a.proceeds():
		why = "waits"
	case len(s.trace) >= maxSteps:
		why = "goes on for ever"
	default:
		if err := s.step(a.goroutine); err != nil {
			a.script.t.Fatal(err)
		}
		return
	}
	a.script.t.Fatal(s.report(a.name + " " + why + ", and should " + goal))
}
