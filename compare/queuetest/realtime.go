package queuetest

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"
)

// An observer tells from snapshots what the goroutines of one trial do.
//
// A queue may have helpers, goroutines of its own that serve it. One that was
// started in the trial is the trial's. One that serves all queues of the process was
// there before, or was started by one that was; a queue that has such a helper is
// NotDurable. Which of those goroutines it is nobody can say, so with such queues
// nothing is at rest while any of them runs.
type observer struct {
	camera camera
	root   uint64 // the goroutine of the case
	cfg    *config

	// foreign has the goroutines that are not the trial's: those that were there
	// before it, and whoever they start.
	foreign map[uint64]bool
}

// bystanders returns the goroutines there are before a trial starts.
func bystanders() map[uint64]bool {
	var c camera
	ids := make(map[uint64]bool)
	for _, g := range c.shoot() {
		ids[g.id] = true
	}
	return ids
}

// strangers returns the goroutines that go on running before there is a queue, and
// so are no helpers of one.
func strangers() map[uint64]bool {
	const looks = 5
	var c camera
	seen := make(map[uint64]int)
	for range looks {
		time.Sleep(time.Millisecond) // one with little to do comes to its end
		for _, g := range c.shoot() {
			if g.runs() {
				seen[g.id]++
			}
		}
	}
	ids := make(map[uint64]bool)
	for id, times := range seen {
		ids[id] = times == looks
	}
	return ids
}

// newObserver is for the trial that the calling goroutine is the root of.
func newObserver(cfg *config, bystanders map[uint64]bool) *observer {
	buf := make([]byte, 256)
	self, _ := parseGoroutine(string(buf[:runtime.Stack(buf, false)]))
	return &observer{root: self.id, cfg: cfg, foreign: maps.Clone(bystanders)}
}

// look takes a snapshot of the goroutines of the trial, its root first, and of the
// rest. The caller is in neither.
func (o *observer) look() (ours, rest []goroutine) {
	for _, g := range o.camera.shoot()[1:] {
		switch {
		case o.foreign[g.id], g.fired():
			rest = append(rest, g)
		case g.id == o.root:
			ours = slices.Insert(ours, 0, g)
		case g.creator == 0: // the runtime's own: on js, the one that handles events
		case o.foreign[g.creator]:
			o.foreign[g.id] = true
			rest = append(rest, g)
		default:
			ours = append(ours, g)
		}
	}
	return ours, rest
}

// busy returns those that do not wait.
func busy(gs []goroutine) []goroutine {
	var b []goroutine
	for _, g := range gs {
		if !g.waits() {
			b = append(b, g)
		}
	}
	return b
}

// atWork returns those of rest, the goroutines that are not the trial's, that may be
// at work for it.
func (o *observer) atWork(rest []goroutine) []goroutine {
	var helpers []goroutine
	for _, g := range rest {
		if o.cfg.lacks.notDurable && g.runs() && !g.ofSuite() && !o.cfg.strangers[g.id] {
			helpers = append(helpers, g)
		}
	}
	return helpers
}

// stuck reports whether none of ours, the goroutines of a trial, can ever go on. Where the
// root is not among them the trial has just come to its end, and what is left are helpers of
// queues that have no Close.
// Who could wake them is one of them, a helper, or the goroutine of a timer that has
// fired, of which nothing says whose it is. A lock may be one that the whole process
// shares, and then anybody holds it. In a queue that polls they may have timers.
func (o *observer) stuck(ours, rest []goroutine) bool {
	if len(ours) == 0 || ours[0].id != o.root || len(busy(ours)) > 0 || len(o.atWork(rest)) > 0 {
		return false
	}
	if o.cfg.lacks.polling && slices.ContainsFunc(ours, goroutine.mayBeTimed) {
		return false
	}
	locks := slices.ContainsFunc(ours, goroutine.locks)
	return !slices.ContainsFunc(busy(rest), func(g goroutine) bool { return locks || g.fired() })
}

// timersOf says what else it may be if gs, who are stuck, are in a queue that has not
// declared it.
func (cfg *config) timersOf(gs []goroutine) string {
	if cfg.lacks.polling || !slices.ContainsFunc(gs, goroutine.mayBeTimed) {
		return ""
	}
	return " (a queue that waits with a timer of its own declares Polling)"
}

// realTimeStage observes the goroutines of a trial. It never takes time for an
// answer: it looks until a snapshot shows what it waits for.
type realTimeStage struct {
	*observer
}

func (realTimeStage) fakeTime() bool { return false }

// settle fails the trial when half of its watchdog's time has gone by: then some
// goroutine that should wait keeps running.
func (s realTimeStage) settle(t *trial) {
	deadline := time.Now().Add(t.cfg.watchdog / 2)
	for pause := time.Duration(0); ; pause = min(pause+20*time.Microsecond, time.Millisecond) {
		runtime.Gosched()
		others, rest := s.look()
		running := append(busy(others), s.atWork(rest)...)
		if len(running) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines should wait, and still run after %v (a queue that looks again and again declares Polling):\n%s",
				len(running), t.cfg.watchdog/2, stacks(running))
		}
		time.Sleep(pause)
	}
}

// An ending is why a trial is not waited for any longer.
type ending int

const (
	isDone   ending = iota
	isStuck         // none of its goroutines can ever go on
	isSlow          // there is no time for the rest of it
	isTooOld        // the watchdog barks
)

// watch returns when a trial has come to an end, with the goroutines that are stuck
// if it is that.
//
// Timers are asked before the snapshot is taken: one that has fired shows in it as
// a goroutine until it has woken everybody. One that was started in between does
// not show, so there must not have been any.
func (o *observer) watch(t *trial, done <-chan struct{}, watchdog <-chan time.Time) (ending, []goroutine) {
	pace := newPace(t)
	for pause := 4 * time.Millisecond; ; pause = min(2*pause, 128*time.Millisecond) {
		select {
		case <-done:
			return isDone, nil
		case <-watchdog:
			return isTooOld, nil
		case <-time.After(pause):
		}
		if pace.isSlow() {
			return isSlow, nil
		}
		pending, before := t.clock()
		if pending || t.countingNow() {
			continue
		}
		ours, rest := o.look()
		if _, after := t.clock(); o.stuck(ours, rest) && before == after {
			return isStuck, ours
		}
	}
}

// What a failure shows of the goroutines that it is about: most are alike, and
// the frames next to where they wait say enough.
const (
	maxStacks = 5
	maxFrames = 6
)

func stacks(gs []goroutine) string {
	var b strings.Builder
	for i, g := range gs {
		if i == maxStacks {
			fmt.Fprintf(&b, "... and %d more goroutines", len(gs)-i)
			break
		}
		lines := strings.Split(g.stack, "\n")
		fmt.Fprintln(&b, strings.Join(lines[:min(len(lines), 1+2*maxFrames)], "\n"))
	}
	return b.String()
}
