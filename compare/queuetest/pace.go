package queuetest

import (
	"fmt"
	"testing"
	"time"
)

// A queue that polls may be slow: one that sleeps a millisecond between two looks
// needs minutes for what others do in two seconds. So the cases of such a queue have
// a budget of time, a second, or as long as they are repeated under stress. A case
// that is still under way when it is spent is cut off, and done again with a fraction
// of its rounds; if that is too much as well, it is skipped. Both are said. A case in
// which no operation returns any more is not slow, but stuck, and is left to the
// watchdog.

// share is by what the rounds of a case are divided the second time.
const share = 64

// A pace tells whether a trial is slow.
type pace struct {
	t        *trial
	deadline time.Time
	seen     uint32
}

func newPace(t *trial) *pace {
	return &pace{t: t, deadline: time.Now().Add(t.budget()), seen: load(&t.pulse)}
}

func (t *trial) budget() time.Duration {
	d := t.cfg.budget
	if t.test.stress {
		d = max(d, t.cfg.stress)
	}
	return min(d, t.cfg.watchdog/2)
}

// isSlow reports whether the budget is spent, and operations have returned since the
// last time it was asked.
func (p *pace) isSlow() bool {
	before := p.seen
	p.seen = load(&p.t.pulse)
	return p.t.cfg.lacks.polling && p.seen != before && time.Now().After(p.deadline)
}

// The pulse of a trial counts the operations that have returned, more or less. It
// must not order the goroutines of a case, or it would hide from the race detector
// what a queue fails to order. So it is no atomic, and not the detector's business.
// Whether it has changed is all that is asked, and a count that gets lost is one of
// many.

//go:norace
//go:noinline
func beat(pulse *uint32) { *pulse++ }

//go:norace
//go:noinline
func load(pulse *uint32) uint32 { return *pulse }

// attemptInTime is attempt, and a second one with less to do if the first was too slow.
func attemptInTime(test *testCase, cfg *config, seed uint64, tb *testing.T) *trial {
	t := attempt(newTrial(test, cfg, seed, tb))
	if t.slow == "" || len(t.failures) > 0 {
		return t
	}
	slow := t.slow
	t = newTrial(test, cfg, seed, tb)
	t.eased = true
	t = attempt(t)
	switch {
	case len(t.failures) > 0:
	case t.slow != "":
		t.skipped = "this queue is slow: " + t.slow
	case t.skipped == "":
		t.Notef("this queue is slow: %s, and all of it with 1/%d of its rounds", slow, share)
	}
	return t
}

// cutOff ends the trial of a slow queue. Its goroutines are on a leash, and done is
// closed when they have gone.
func (t *trial) cutOff(done <-chan struct{}) {
	t.mu.Lock()
	t.slow = fmt.Sprintf("in %v the case came as far as %s", t.budget(), t.params)
	t.mu.Unlock()
	t.giveUp()
	t.release()
	select {
	case <-done:
	case <-time.After(t.cfg.watchdog):
	}
}
