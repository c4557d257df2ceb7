package queuetest

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/boundedq/queue"
)

// Version is the version of the suite. It grows when a case is added or asks
// for more.
const Version = 1

// Run tests the queues that newQueue makes, with one subtest for each case. Its
// last line of output is a certificate: the version of the suite, and how many
// cases passed, failed, and were skipped and why.
//
// newQueue is called many times, from several goroutines and from inside
// synctest bubbles. Run may be called once for each of several kinds of queue,
// one after the other.
func Run(t *testing.T, newQueue func(capacity int) queue.BoundedQueue[int], opts ...Option) {
	t.Helper()
	cfg := newConfig(newQueue, opts)
	cfg.short = cfg.short || testing.Short()
	var cert certificate
	for _, test := range cfg.selection() {
		t.Run(test.name, func(t *testing.T) {
			tr := perform(test, cfg, t)
			cert.add(tr)
			for _, f := range tr.failures {
				t.Error(f)
			}
			if len(tr.failures) > 0 {
				t.Logf("%s: %s", test.name, test.about)
			} else if tr.skipped != "" {
				t.Skip(tr.skipped)
			}
		})
	}
	t.Log(cert.String())
}

// Check tests the queues that newQueue makes with the cases of [Run], outside a
// test. It returns nil if the queue kept all of the contract that could be
// tested, and else the failures, each a [*Failure], joined as [errors.Join] does.
//
// There are no bubbles outside tests: the cases that use them run in real time,
// which is slower, and deadlines are not checked to the nanosecond.
func Check(newQueue func(capacity int) queue.BoundedQueue[int], opts ...Option) error {
	cfg := newConfig(newQueue, opts)
	var errs []error
	for _, test := range cfg.selection() {
		for _, f := range perform(test, cfg, nil).failures {
			errs = append(errs, f)
		}
	}
	return errors.Join(errs...)
}

// selection returns the cases that the configuration asks for.
func (cfg *config) selection() []*testCase {
	var tests []*testCase
	for i := range table {
		if cfg.only == nil || cfg.only.MatchString(table[i].name) {
			tests = append(tests, &table[i])
		}
	}
	return tests
}

// perform runs one case under its watchdog. Only what has been recorded by then
// is in the trial that it returns.
func perform(test *testCase, cfg *config, tb *testing.T) *trial {
	t := newTrial(test, cfg, tb)
	if test.needs != nil {
		if t.skipped = test.needs(cfg); t.skipped != "" {
			return t
		}
	}
	bubble := tb != nil && cfg.bubbles && test.place != realTime
	before := bystanders()
	started := make(chan *observer, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		o := newObserver(before)
		if bubble {
			started <- nil
			t.inBubble(o)
		} else {
			started <- newObserver(before)
			t.inRealTime(o)
		}
	}()
	if t.await(<-started, done) {
		t.giveUp()
		return t
	}
	t.giveUp()
	if !bubble { // whose channels must not be touched from outside
		go t.release()
	}
	return t
}

// await returns true when the case is done, and false when it was of no use to
// wait for it any longer. A bubble has no observer: it notices by itself when
// its goroutines can not go on.
func (t *trial) await(o *observer, done <-chan struct{}) bool {
	watchdog := time.NewTimer(t.cfg.watchdog)
	defer watchdog.Stop()
	var stuck []goroutine
	var barked bool
	if o != nil {
		stuck, barked = o.watch(t, done, watchdog.C)
	} else {
		select {
		case <-done:
		case <-watchdog.C:
			barked = true
		}
	}
	switch {
	case barked:
		t.Errorf("still not done after %v; all goroutines:\n%s", t.cfg.watchdog, dump())
	case stuck == nil:
		return true
	case !t.failed(): // else they wait for the one that failed
		t.Errorf("a wake-up was lost: everybody waits, and nobody is left to wake them:\n%s", stacks(stuck))
	}
	return false
}

// giveUp ends the recording: a goroutine that was left behind may still talk.
func (t *trial) giveUp() {
	t.mu.Lock()
	t.givenUp = true
	t.mu.Unlock()
}

// over reports whether the watchdog has given the trial up.
func (t *trial) over() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.givenUp
}

// inRealTime runs the case on the calling goroutine.
func (t *trial) inRealTime(o *observer) {
	t.guard(func() {
		t.stage = realTimeStage{o}
		t.play()
	})
}

// inBubble runs the case in a bubble. The bubble panics here, on the goroutine
// that made it, when everybody in it waits for ever, also if that is only
// because somebody failed before.
func (t *trial) inBubble(o *observer) {
	defer func() {
		if p := recover(); p != nil && !t.failed() {
			t.Errorf("a wake-up was lost: %v:\n%s", p, stacks(o.others()))
		}
	}()
	synctest.Test(t.tb, func(*testing.T) {
		t.guard(func() {
			t.stage = bubbleStage{}
			t.play()
		})
	})
}

func (t *trial) play() {
	defer t.release()
	t.test.run(t)
	t.Join()
}

// dump returns the stacks of all goroutines, or as many as a person would read.
func dump() string {
	buf := make([]byte, 64<<10)
	return string(buf[:runtime.Stack(buf, true)])
}

// A certificate counts what became of the cases.
type certificate struct {
	passed, failed int
	skipped        []string
}

func (c *certificate) add(t *trial) {
	switch {
	case len(t.failures) > 0:
		c.failed++
	case t.skipped != "":
		c.skipped = append(c.skipped, t.test.name+": "+t.skipped)
	default:
		c.passed++
	}
}

// String is the last line of Run.
func (c *certificate) String() string {
	s := fmt.Sprintf("queuetest v%d: %d cases, %d passed, %d failed, %d skipped",
		Version, c.passed+c.failed+len(c.skipped), c.passed, c.failed, len(c.skipped))
	if len(c.skipped) > 0 {
		s += " (" + strings.Join(c.skipped, "; ") + ")"
	}
	return s
}
