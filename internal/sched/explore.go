//go:build sched

package sched

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// Explore runs the goroutines of a program in every order in which whoever runs is stopped
// in favour of another at most so many times. To go on with another when the one that runs
// waits, spins or has ended is free. Steps end before each access to what is shared: the
// types and functions of this package that stand for those of sync/atomic and sync, and
// nothing else, so whatever else the goroutines share must be guarded by these.
//
// The program makes its goroutines, and returns what judges a run when all of them have
// ended or wait for what nobody brings: stuck is nil, or says who waits. It must do the same
// each time that it is called.
//
// The search is depth first. A run follows the choices of the one before up to the last that
// had another option, takes that, and goes on with whoever runs. Bounding the number of
// preemptions is from Musuvathi and Qadeer, "Iterative Context Bounding for Systematic
// Testing of Multithreaded Programs" (PLDI 2007): they found that nearly all errors need two
// at most.
//
// A run is cut where it comes to a state in which one before has been, with as many preemptions
// left. States are the same if each goroutine has seen the same: of each access, all that
// its variable's writers had seen. That is the happens-before relation of the steps so far,
// which says what everything is worth, also memory without a Var, as long as nobody
// races for it (section 4 of the same paper). Orders of steps that do not touch one another lead to one
// state. It is kept as 64 bits, so two states may be taken for one: among 10 million, with a chance of
// one in 400,000.
func Explore(preemptions int, program func(*Schedule) (judge func(stuck *Stuck) error)) (Exploration, error) {
	return explore(&explorer{bound: preemptions, known: make(map[uint64]int)}, program)
}

// ExploreAll is Explore that cuts no run: the same search, by which it can be judged, and many
// times slower.
func ExploreAll(preemptions int, program func(*Schedule) (judge func(stuck *Stuck) error)) (Exploration, error) {
	return explore(&explorer{bound: preemptions}, program)
}

func explore(e *explorer, program func(*Schedule) (judge func(stuck *Stuck) error)) (Exploration, error) {
	for more := true; more; more = e.back() {
		s := e.schedule()
		judge := program(s)
		ended, err := s.runAndJudge(judge)
		if ended {
			e.strays = e.strays || e.depth < len(e.choices)
			e.Schedules++
		}
		e.Steps += s.steps
		switch {
		case e.strays:
			return e.result(), errors.New("sched: the program does not do the same each time: after the same choices it took other steps")
		case err != nil && err != errCut:
			return e.result(), e.told(program, err)
		}
	}
	return e.result(), nil
}

// An Exploration is what has been explored.
type Exploration struct {
	Schedules int // runs that came to an end
	Cut       int // runs that came to a state in which one before had been
	States    int // in which there was a choice
	Steps     int // of all runs
}

func (x Exploration) String() string {
	return fmt.Sprintf("%d schedules, %d more cut, %d states, %d steps", x.Schedules, x.Cut, x.States, x.Steps)
}

// A Failure is a run that was judged to be wrong.
type Failure struct {
	Err      error
	Schedule string // for Replay
	Trace    Trace
}

func (f *Failure) Unwrap() error { return f.Err }

func (f *Failure) Error() string {
	return fmt.Sprintf("%v\nschedule %q\n%v", f.Err, f.Schedule, f.Trace)
}

// explorer is the strategy of an exploration.
type explorer struct {
	Exploration
	bound   int
	known   map[uint64]int // preemptions left, by state; nil cuts nothing
	choices []choice       // of this run
	depth   int            // choices made
	left    int            // preemptions
	last    *goroutine
	all     *Schedule
	taken   []move
	strays  bool // a run that followed the one before did not come to the same choices
}

// A choice is one of some options, of which those before have been explored.
type choice struct {
	option, of int
	state      uint64 // in which it was made; 0 if nothing is cut, and of a choice among reasons
}

// A move is one step of the goroutine of that number; or, below zero, ^k is the choice of
// k among several reasons to go on.
type move int

func (e *explorer) schedule() *Schedule {
	e.all = New(e)
	e.all.explores, e.all.silent, e.all.maxSteps = true, true, maxExploredSteps
	e.depth, e.left, e.last, e.taken = 0, e.bound, nil, e.taken[:0]
	return e.all
}

// back turns to the next option of the last choice that has one.
func (e *explorer) back() bool {
	for n := len(e.choices) - 1; n >= 0; n-- {
		if c := &e.choices[n]; c.option+1 < c.of {
			c.option++
			e.choices = e.choices[:n+1]
			return true
		}
	}
	return false
}

// choose makes a choice among so many options, in this state.
func (e *explorer) choose(of int, state uint64) int {
	if e.depth == len(e.choices) {
		e.choices = append(e.choices, choice{0, of, state})
	}
	c := e.choices[e.depth]
	e.depth++
	if c.of != of {
		e.strays = true
		return 0
	}
	return c.option
}

func (e *explorer) next(ready []*goroutine) *goroutine {
	g := e.pick(ready)
	if e.strays {
		return nil
	}
	if g != nil {
		e.last = g
		e.taken = append(e.taken, move(slices.Index(e.all.goroutines, g)))
	}
	return g
}

func (e *explorer) pick(ready []*goroutine) *goroutine {
	stays := slices.Index(ready, e.last)
	if stays >= 0 && e.left == 0 {
		return e.last
	}
	if len(ready) == 1 {
		return ready[0]
	}
	var state uint64
	switch {
	case e.known == nil:
	case e.depth == len(e.choices)-1: // as in the run before
		if before := e.choices[e.depth].state; before != 0 && before != e.state() {
			e.strays = true
			return nil
		}
	case e.depth == len(e.choices): // it is not on the way to the last choice
		state = e.state()
		if left, known := e.known[state]; known && left >= e.left {
			e.Cut++
			return nil
		}
		e.known[state] = e.left
	}
	if stays < 0 {
		return ready[e.choose(len(ready), state)]
	}
	ready[0], ready[stays] = ready[stays], ready[0] // whoever runs comes first
	i := e.choose(len(ready), state)
	if i > 0 {
		e.left--
	}
	return ready[i]
}

func (e *explorer) IntN(n int) int {
	k := e.choose(n, 0)
	e.taken = append(e.taken, ^move(k))
	return k
}

// state returns what everybody has seen, where everybody stands, and who runs.
func (e *explorer) state() uint64 {
	state := uint64(0)
	for i, g := range e.all.goroutines {
		state = mix(state, g.seen)
		flags := uint64(i)
		for _, is := range [...]bool{g == e.last, g.spins, g.ended, g.parked, g.cases != nil} {
			flags <<= 1
			if is {
				flags |= 1
			}
		}
		if g.parked && g.cases == nil { // it may go on, and knows why
			flags = flags<<8 | uint64(g.chosen)
		}
		state = mix(state, flags)
	}
	return state
}

func (e *explorer) result() Exploration {
	e.States = len(e.known)
	return e.Exploration
}

// told returns the error of the last run with the places in the code to which its steps led.
func (e *explorer) told(program func(*Schedule) func(*Stuck) error, err error) error {
	f := &Failure{Err: err, Schedule: write(e.taken)}
	f.Trace, _ = Replay(f.Schedule, program)
	return f
}

// Replay runs a program once, in the order of a schedule that a [Failure] has shown, and
// returns its steps, each with the place in the code before which it ended.
func Replay(schedule string, program func(*Schedule) (judge func(stuck *Stuck) error)) (steps Trace, err error) {
	moves, err := read(schedule)
	if err != nil {
		return nil, err
	}
	p := &player{moves: moves}
	s := New(p)
	p.all = s
	s.explores, s.tells, s.maxSteps = true, true, maxExploredSteps
	judge := program(s)
	_, err = s.runAndJudge(func(stuck *Stuck) error {
		steps = s.trace // without those of judge
		return judge(stuck)
	})
	if steps == nil {
		steps = s.trace
	}
	return steps, cmp.Or(p.err, err)
}

// runAndJudge runs s, and if that comes to its end, or to where nobody can go on, lets judge say
// whether it is right. The goroutines that are left are given up.
func (s *Schedule) runAndJudge(judge func(*Stuck) error) (ended bool, err error) {
	defer s.abandon()
	err = s.Run()
	var stuck *Stuck
	if err != nil && !errors.As(err, &stuck) {
		return false, err
	}
	s.strategy = new(turns) // judge may have something to run
	s.explores = false
	return true, judge(stuck)
}

// player is the strategy of a replay.
type player struct {
	moves []move
	all   *Schedule
	err   error
}

func (p *player) next(ready []*goroutine) *goroutine {
	if len(p.moves) == 0 {
		return ready[0]
	}
	m := p.moves[0]
	p.moves = p.moves[1:]
	if m >= 0 && int(m) < len(p.all.goroutines) && slices.Contains(ready, p.all.goroutines[m]) {
		return p.all.goroutines[m]
	}
	p.err = fmt.Errorf("sched: goroutine %d cannot take step %d of the schedule: it is one of another program", m, p.all.steps+1)
	return nil
}

func (p *player) IntN(n int) int {
	if len(p.moves) == 0 || p.moves[0] >= 0 {
		return 0
	}
	k := int(^p.moves[0])
	p.moves = p.moves[1:]
	return k
}

// write writes moves as "0*12 1*3 ?1 0*2": twelve steps of the first goroutine and three of the
// second; then, of several reasons to go on, the second; and so on.
func write(moves []move) string {
	var words []string
	for len(moves) > 0 {
		m, n := moves[0], 1
		for n < len(moves) && moves[n] == m && m >= 0 {
			n++
		}
		if m >= 0 {
			words = append(words, fmt.Sprintf("%d*%d", m, n))
		} else {
			words = append(words, fmt.Sprintf("?%d", ^m))
		}
		moves = moves[n:]
	}
	return strings.Join(words, " ")
}

func read(schedule string) (moves []move, err error) {
	for _, word := range strings.Fields(schedule) {
		if k, ok := strings.CutPrefix(word, "?"); ok {
			n, err := strconv.ParseUint(k, 10, 8)
			if err != nil {
				return nil, fmt.Errorf("sched: schedule has %q, want ? and a number", word)
			}
			moves = append(moves, ^move(n))
			continue
		}
		who, times, _ := strings.Cut(word, "*")
		g, err := strconv.ParseUint(who, 10, 8)
		n, err2 := strconv.ParseUint(times, 10, 16)
		if err != nil || err2 != nil {
			return nil, fmt.Errorf("sched: schedule has %q, want the number of a goroutine, *, and its steps", word)
		}
		for range n {
			moves = append(moves, move(g))
		}
	}
	return moves, nil
}

// Begin calls f when the caller takes its next step: in an exploration, right before its next
// access to what is shared, or with the next call of Begin or End. So an operation that f
// notes begins as late as it can, and is after as many others as it may be.
func Begin(f func()) {
	g := self()
	if g == nil {
		f()
		return
	}
	g.begins = f
}

// End is the other half of Begin: it makes sure that f was called, and reports whether the
// caller has taken a step since Begin.
func End() (stepped bool) {
	g := self()
	if g == nil || g.begins == nil {
		return true
	}
	g.begins()
	g.begins = nil
	return false
}

// Sees says that what the caller does from here on depends on x.
func Sees(x uint64) {
	if g := self(); g != nil {
		g.sees(x)
	}
}

// stopBefore ends a step before an access.
func (g *goroutine) stopBefore() {
	if g.unstopped > 0 {
		g.unstopped--
		return
	}
	at := "access"
	if g.schedule.tells {
		at = place()
	}
	g.stopAt(at)
}

// place returns where in the code an access is.
func place() string {
	var pcs [16]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for {
		f, more := frames.Next()
		_, name, _ := strings.Cut(f.Function[strings.LastIndex(f.Function, "/")+1:], ".")
		if !strings.Contains(f.Function, "internal/sched.") && !strings.Contains(f.Function, "compare/explore.Access[") || strings.HasSuffix(f.File, "_test.go") || !more {
			file := f.File[strings.LastIndex(f.File, "/")+1:]
			return fmt.Sprintf("%s:%d %s", file, f.Line, name)
		}
	}
}

func (g *goroutine) sees(x uint64) { g.seen = mix(g.seen, x) }

// mix returns a hash of h and x, in this order.
func mix(h, x uint64) uint64 {
	h ^= x + 0x9e3779b97f4a7c15 + h<<6 + h>>2
	h *= 0xff51afd7ed558ccd
	return h ^ h>>33
}
