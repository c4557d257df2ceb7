//go:build sched

package sched

import (
	"errors"
	"fmt"
	"iter"
	"runtime/debug"
	"strings"
	"sync"
	"unsafe"
)

// Who has not come to an end after so many steps never will. Explorations are of small
// programs.
const (
	maxSteps         = 20_000
	maxExploredSteps = 2_000
)

// A Schedule runs some goroutines one at a time. Its methods are for one goroutine,
// which is not one of them.
type Schedule struct {
	// AfterStep, if not nil, is called after each step, when everybody stands at a
	// point: to look at the state that the step has led to.
	AfterStep func()

	strategy   Strategy
	goroutines []*goroutine
	trace      Trace
	buffer     []*goroutine // of ready

	explores bool // steps end before each access to what is shared, and not at points
	wrote    bool // the step has changed something, for all that is known
	tells    bool // where in the code that is
	silent   bool // keeps no trace
	steps    int
	maxSteps int
	memory   map[unsafe.Pointer]*Var // of Access
}

// New returns a schedule without goroutines.
func New(s Strategy) *Schedule {
	return &Schedule{strategy: s, maxSteps: maxSteps, memory: make(map[unsafe.Pointer]*Var)}
}

// StepAtAccesses lets steps end before each access to what is shared, as in an exploration,
// and not at points.
func (s *Schedule) StepAtAccesses() { s.explores = true }

// Run runs the bodies under a schedule of their own, with names g0, g1 and so on.
func Run(strategy Strategy, bodies ...func()) error {
	s := New(strategy)
	for i, body := range bodies {
		s.Go(fmt.Sprint("g", i), body)
	}
	return s.Run()
}

// Go adds a goroutine. It stands before its first step until it is chosen.
// Goroutines that body starts itself belong to no schedule.
func (s *Schedule) Go(name string, body func()) { s.add(name, body) }

func (s *Schedule) add(name string, body func()) *goroutine {
	g := &goroutine{name: name, at: "start", schedule: s}
	g.next, g.stop = iter.Pull(func(yield func(struct{}) bool) {
		g.yield = yield
		g.main(body)
	})
	s.goroutines = append(s.goroutines, g)
	return g
}

// Run runs the goroutines until all have ended. It returns a [*Stuck] if nobody can
// go on; then the cause may be removed, or others added, and Run called again. Other
// errors are a panic in a goroutine, and a run that has no end. Goroutines that an
// error leaves behind are never heard of again.
func (s *Schedule) Run() error {
	for {
		ready := s.ready()
		switch {
		case len(ready) > 0 && s.steps >= s.maxSteps:
			return errors.New(s.report("no end in sight. A loop that waits for another goroutine has to call Spin, and somebody has to bring what it waits for"))
		case len(ready) > 0:
			g := s.strategy.next(ready)
			if g == nil {
				return errCut
			}
			if err := s.step(g); err != nil {
				return err
			}
		default:
			return s.stuck()
		}
	}
}

// ready returns the goroutines whose next step is of use.
func (s *Schedule) ready() []*goroutine {
	ready, spinning := s.buffer[:0], false
	for _, g := range s.goroutines {
		switch {
		case g.ended || !g.proceeds():
		case g.spins:
			spinning = true
		default:
			ready = append(ready, g)
		}
	}
	if len(ready) == 0 && spinning { // a loop may have a bound
		for _, g := range s.goroutines {
			if g.spins && !g.ended {
				ready = append(ready, g)
			}
		}
	}
	s.buffer = ready
	return ready
}

// step lets g go to its next point.
func (s *Schedule) step(g *goroutine) error {
	s.wrote = !s.explores
	g.resume()
	for _, other := range s.goroutines {
		if other != g && s.wrote {
			other.spins = false
		}
	}
	s.steps++
	if !s.silent {
		s.trace = append(s.trace, Step{g.name, g.at})
	}
	if g.panicked != "" {
		return errors.New(s.report(g.panicked))
	}
	if s.AfterStep != nil {
		s.AfterStep()
	}
	return nil
}

func (s *Schedule) stuck() error {
	var waiting []Step
	for _, g := range s.goroutines {
		if !g.ended {
			waiting = append(waiting, Step{g.name, g.at})
		}
	}
	if waiting == nil {
		return nil
	}
	return &Stuck{Waiting: waiting, report: s.report("stuck, nobody can go on")}
}

// A Stuck is the error of a schedule in which everybody who has not ended is in
// Wait, and nothing that they wait for has come. It may be that a wake-up was lost;
// or that it is right to wait here.
type Stuck struct {
	Waiting []Step // where they stand
	report  string
}

func (e *Stuck) Error() string { return e.report }

// errCut is the error of a run that its strategy has ended.
var errCut = errors.New("sched: cut")

// abandon ends the goroutines that have not come to their ends: in each of them the
// function that it stands in panics, and what is deferred runs no further than to the next
// step. Each access is one now, also after a judge for whom it was none: a deferred Unlock must
// not come to the mutex, which its goroutine may not hold.
func (s *Schedule) abandon() {
	s.explores = true
	for _, g := range s.goroutines {
		if !g.ended {
			g.run(g.stop)
		}
	}
}

// abandoned is what a goroutine that is not wanted any more panics with.
type abandoned struct{}

// Trace returns the steps taken so far.
func (s *Schedule) Trace() Trace { return s.trace }

// A Trace is a sequence of steps.
type Trace []Step

// A Step is what one goroutine did between two stops. It is known by the point that
// it led to.
type Step struct{ Goroutine, Point string }

// lastSteps is how many steps of a trace a person wants to read first.
const lastSteps = 60

// String returns the last steps, one a line, with their numbers.
func (t Trace) String() string {
	var b strings.Builder
	first := max(0, len(t)-lastSteps)
	for i, step := range t[first:] {
		fmt.Fprintf(&b, "%5d  %-10s %s\n", first+i+1, step.Goroutine, step.Point)
	}
	return b.String()
}

// report says what happened, where everybody stands, and how it came to that.
func (s *Schedule) report(what string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "sched: after %d steps: %s\n", s.steps, what)
	for _, g := range s.goroutines {
		fmt.Fprintf(&b, "       %-10s stands at %q\n", g.name, g.at)
	}
	if !s.silent {
		fmt.Fprintf(&b, "the last steps:\n%v", s.trace)
	}
	return b.String()
}

// A goroutine is a coroutine of the schedule, which resumes it and gets control
// back when it comes to a point or ends. So no two goroutines of a schedule can run
// at once, and whatever one did happens before what the next one does.
type goroutine struct {
	name     string
	schedule *Schedule
	next     func() (struct{}, bool)
	stop     func()
	yield    func(struct{}) bool

	at       string // the point where it stands
	ended    bool
	panicked string
	spins    bool   // stands in a Spin, and nobody else has taken a step since
	parked   bool   // stands in a Wait
	cases    []Case // of that, until one is ready
	chosen   int    // which of them was ready
	begins   func() // to be called with its next step
	seen     uint64 // of all that is shared, in an exploration

	unstopped int // accesses to come before which it does not stop
}

// running is the goroutine that runs now, of all schedules; turn is held meanwhile.
var (
	turn    sync.Mutex
	running *goroutine
)

// resume runs g to its next point. A Goexit in g, so also the FailNow of a test,
// goes on in the caller.
func (g *goroutine) resume() {
	g.spins = false
	g.run(func() { g.next() })
}

// run lets f, which goes on in g, do so.
func (g *goroutine) run(f func()) {
	turn.Lock()
	running = g
	begun.Add(1)
	stepping.Store(g)
	defer func() {
		stepping.Store(nil)
		running = nil
		turn.Unlock()
	}()
	f()
}

// main is all of the goroutine's life.
func (g *goroutine) main(body func()) {
	debug.SetPanicOnFault(true) // see self
	defer func() {
		g.at, g.ended = "end", true
		if v := recover(); v != nil && v != (abandoned{}) {
			g.at, g.panicked = "panic", fmt.Sprintf("goroutine %s panics: %v\n\n%s", g.name, v, debug.Stack())
		}
	}()
	body()
}

// stopAt ends a step.
func (g *goroutine) stopAt(point string) {
	g.at = point
	if !g.yield(struct{}{}) {
		panic(abandoned{})
	}
	if g.begins != nil {
		g.begins()
		g.begins = nil
	}
}

// proceeds reports whether g is not in Wait, or need not be any more.
func (g *goroutine) proceeds() bool {
	if g.cases == nil {
		return true
	}
	ready := 0
	for i, c := range g.cases {
		if c.Ready() {
			ready++
			if ready == 1 || g.schedule.strategy.IntN(ready) == ready-1 {
				g.chosen = i
			}
		}
	}
	if ready == 0 {
		return false
	}
	g.cases = nil
	return true
}
