package queuetest

import (
	"errors"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/boundedq/queue"
)

// Run tests the queues that newQueue makes, with one subtest for each case. Its
// last line of output is a certificate: the version of the suite, and how many
// cases passed, failed, and were skipped and why. It is also an attribute of the
// test, queuetest.certificate.
//
// newQueue is called many times, from several goroutines and from inside
// synctest bubbles. Run may be called once for each of several kinds of queue,
// one after the other.
func Run(t *testing.T, newQueue func(capacity int) queue.BoundedQueue[int], opts ...Option) {
	t.Helper()
	runConfig(t, configOfInts(newQueue, opts))
}

// Check tests the queues that newQueue makes with the cases of [Run], outside a
// test. It returns nil if the queue kept all of the contract that could be
// tested, and else the failures, each a [*Failure], joined as [errors.Join] does.
//
// There are no bubbles outside tests: the cases that use them run in real time,
// which is slower, and deadlines are not checked to the nanosecond. There are no
// child processes either: the cases that need one are skipped.
func Check(newQueue func(capacity int) queue.BoundedQueue[int], opts ...Option) error {
	return checkConfig(configOfInts(newQueue, opts))
}

func configOfInts(newQueue func(int) queue.BoundedQueue[int], opts []Option) *config {
	cfg := newConfig(opts)
	cfg.newQueue = func(t *trial, capacity int) queue.BoundedQueue[int] {
		if t.life != nil {
			return adapt(t, newQueue(capacity), ints)
		}
		return newQueue(capacity)
	}
	return cfg
}

func runConfig(t *testing.T, cfg *config) {
	t.Helper()
	cfg.short = cfg.short || testing.Short()
	cfg.root = t.Name()
	if isChildOf(t) {
		cfg = cfg.asChild()
	}
	cert := certificate{asOf: cfg.asOf}
	s := newSession(cfg)
	for _, test := range cfg.selection() {
		t.Run(test.name, func(t *testing.T) {
			t.Helper()
			tr := s.perform(test, t)
			cert.add(tr)
			tr.report(t)
		})
	}
	t.Attr("queuetest.seed", strconv.FormatUint(cfg.seed, 10))
	t.Attr("queuetest.certificate", cert.String())
	t.Log(cert.String())
}

// report tells a test what became of the trial. Only the first failure quotes the
// clause, which is the same for all of them.
func (t *trial) report(tb *testing.T) {
	tb.Helper()
	for _, note := range t.notes {
		tb.Log(note)
	}
	for i, f := range t.failures {
		if i == 0 {
			tb.Error(f)
		} else {
			tb.Errorf("and %s", f.what())
		}
	}
	if len(t.failures) > 0 {
		tb.Logf("%s: %s", t.test.name, t.test.about)
	} else if t.skipped != "" {
		tb.Skip(t.skipped)
	}
}

func checkConfig(cfg *config) error {
	var errs []error
	s := newSession(cfg)
	for _, test := range cfg.selection() {
		for _, f := range s.perform(test, nil).failures {
			errs = append(errs, f)
		}
	}
	return errors.Join(errs...)
}

// selection returns the cases that the configuration asks for. A child process plays
// one that its parent asks for.
func (cfg *config) selection() []*testCase {
	var tests []*testCase
	for i := range table {
		test := &table[i]
		if cfg.child || test.since <= cfg.asOf && (test.of == nil || test.of(&cfg.lacks)) && (cfg.only == nil || cfg.only.MatchString(test.name)) {
			tests = append(tests, test)
		}
	}
	return tests
}

// perform runs a case, under stress as often as there is time for, and returns
// the last trial: the one that failed, if one did.
func (cfg *config) perform(test *testCase, tb *testing.T) *trial {
	start := time.Now()
	if cfg.lacks.notDurable && cfg.strangers == nil {
		cfg.strangers = strangers()
	}
	t := cfg.excuse(attemptInTime(test, cfg, cfg.seed, tb))
	if !test.stress {
		return t
	}
	seeds := rand.New(rand.NewPCG(cfg.seed, 0))
	for !t.failed() && t.skipped == "" && time.Since(start) < cfg.stress {
		t = cfg.excuse(attemptInTime(test, cfg, uint64(seeds.Uint32()), tb))
	}
	return t
}

// excuse makes what a case found a reason to skip it, if the queue has declared
// not to have what the case claims of it, and says so if it found nothing.
func (cfg *config) excuse(t *trial) *trial {
	if t.test.claims == nil || t.skipped != "" {
		return t
	}
	reason := t.test.claims(cfg)
	t.mu.Lock() // a goroutine that was left behind may still ask
	defer t.mu.Unlock()
	switch {
	case reason == "":
	case len(t.failures) > 0:
		t.skipped = reason + ": " + t.failures[0].Text
		t.failures = nil
	default:
		t.notes = append(t.notes, reason+", and nothing was found that it would have to excuse")
	}
	return t
}

// attempt runs a new trial under its watchdog and returns it. Only what has been
// recorded by then is in it.
func attempt(t *trial) *trial {
	test, cfg := t.test, t.cfg
	if test.needs != nil {
		if t.skipped = test.needs(cfg); t.skipped != "" {
			return t
		}
	}
	bubble := t.tb != nil && !cfg.lacks.notDurable && test.place != realTime
	before := bystanders()
	started := make(chan *observer, 1)
	done := make(chan struct{})
	go func() {
		defer close(done)
		o := newObserver(cfg, before)
		if bubble {
			started <- nil
			t.inBubble(o)
		} else {
			started <- newObserver(cfg, before)
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
	var end ending
	var stuck []goroutine
	if o != nil {
		end, stuck = o.watch(t, done, watchdog.C)
	} else {
		select {
		case <-done:
		case <-watchdog.C:
			end = isTooOld
		}
	}
	switch end {
	case isDone:
		return true
	case isSlow:
		t.cutOff(done)
	case isTooOld:
		t.Errorf("still not done after %v; all goroutines:\n%s", t.cfg.watchdog, dump())
	case isStuck:
		if !t.failed() { // else they wait for the one that failed
			t.Errorf("a wake-up was lost: everybody waits, and nobody is left to wake them%s:\n%s", t.cfg.timersOf(stuck), stacks(stuck))
		}
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
		if t.cfg.lacks.polling {
			t.stage = pollingStage{o}
		}
		t.play()
	})
}

// inBubble runs the case in a bubble. The bubble panics here, on the goroutine
// that made it, when everybody in it waits for ever, also if that is only
// because somebody failed before.
func (t *trial) inBubble(o *observer) {
	defer func() {
		if p := recover(); p != nil && !t.failed() {
			others, _ := o.look()
			t.Errorf("a wake-up was lost: %v:\n%s", p, stacks(others))
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
	defer func() {
		t.mu.Lock()
		t.played = true
		t.mu.Unlock()
		t.release()
	}()
	t.test.run(t)
	t.Join()
}

// dump returns the stacks of all goroutines, or as many as a person would read.
func dump() string {
	buf := make([]byte, 64<<10)
	return string(buf[:runtime.Stack(buf, true)])
}
