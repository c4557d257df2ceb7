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
type observer struct {
	camera camera
	root   uint64 // the goroutine of the case

	// foreign has the goroutines that are no business of the trial: those that
	// were there before it, and whoever they start.
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

// newObserver is for the trial that the calling goroutine is the root of.
func newObserver(bystanders map[uint64]bool) *observer {
	buf := make([]byte, 256)
	self, _ := parseGoroutine(string(buf[:runtime.Stack(buf, false)]))
	return &observer{root: self.id, foreign: maps.Clone(bystanders)}
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

// stuck reports whether none of ours, the goroutines of a trial, can ever go on.
// Who could wake them is one of them, or the goroutine of a timer that has fired,
// of which nothing says whose it is. A lock may be one that the whole process
// shares, and then anybody holds it.
func stuck(ours, rest []goroutine) bool {
	if len(ours) == 0 || len(busy(ours)) > 0 {
		return false
	}
	locks := slices.ContainsFunc(ours, goroutine.locks)
	return !slices.ContainsFunc(busy(rest), func(g goroutine) bool { return locks || g.fired() })
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
		others, _ := s.look()
		running := busy(others)
		if len(running) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines should wait, and still run after %v:\n%s",
				len(running), t.cfg.watchdog/2, stacks(running))
		}
		time.Sleep(pause)
	}
}

// watch returns nil when done is closed or the watchdog barks, whichever it is
// that ends the trial, and otherwise, as soon as none of the goroutines of the
// trial can ever go on, these goroutines.
//
// Timers are asked before the snapshot is taken: one that has fired shows in it as
// a goroutine until it has woken everybody. One that was started in between does
// not show, so there must not have been any.
func (o *observer) watch(t *trial, done <-chan struct{}, watchdog <-chan time.Time) (left []goroutine, barked bool) {
	for pause := 4 * time.Millisecond; ; pause = min(2*pause, 128*time.Millisecond) {
		select {
		case <-done:
			return nil, false
		case <-watchdog:
			return nil, true
		case <-time.After(pause):
		}
		pending, before := t.clock()
		if pending || t.countingNow() {
			continue
		}
		ours, rest := o.look()
		if _, after := t.clock(); stuck(ours, rest) && before == after {
			return ours, false
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
