package queuetest

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A session goes through the cases of one Run or Check and knows what the queue was
// found not to have, though it has not declared it. Each lack is told once, by a
// failure that names the option; from then on the cases run as if that had been
// declared.
//
// The probes, undeclaredCases, come first and tell it. Where some were not selected,
// the first case that fails asks them: if it does not fail with what they find
// declared, its own failure tells it.
type session struct {
	cfg     *config // with what was found
	asked   map[*testCase]bool
	bubbles bool // it has been seen to that they do not end the process
}

func newSession(cfg *config) *session {
	return &session{cfg: cfg, asked: make(map[*testCase]bool)}
}

// wrappedErrors is a lack that cannot be declared.
const wrappedErrors = "WrappedErrors"

// declarations has what can be lacking, by the name that is said, but for MinCapacity
// of more than 1.
var declarations = map[string]Option{
	"SingleProducer": SingleProducer(),
	"SingleConsumer": SingleConsumer(),
	"Weak":           Weak(),
	"RoundsUp":       RoundsUp(),
	"NoRendezvous":   NoRendezvous(),
	"NotDurable":     NotDurable(),
	"Polling":        Polling(),
	"NoClose":        NoClose(),
	"NoLen":          NoLen(),
	"Allocates":      Allocates(),
	"KeepsValues":    KeepsValues(),
	wrappedErrors:    func(cfg *config) { cfg.lacks.wrapsErrors = true },
}

// lacking returns the configuration as it were if option had been declared, and
// remembers that it was not: the case by has told it. Goroutines that were left behind
// may still read cfg.
func (cfg *config) lacking(option, by string) *config {
	c := *cfg
	c.found = maps.Clone(cfg.found)
	if c.found == nil {
		c.found = make(map[string]string)
	}
	c.found[option] = by
	var n int
	if _, err := fmt.Sscanf(option, "MinCapacity(%d)", &n); err == nil {
		MinCapacity(n)(&c)
	} else {
		declarations[option](&c)
	}
	return &c
}

// perform runs a case, and says what its failure has to do with declarations.
func (s *session) perform(test *testCase, tb *testing.T) *trial {
	if s.cfg.child || s.cfg.asIs {
		return s.cfg.perform(test, tb)
	}
	if s.needless(test) {
		t := newTrial(test, s.cfg, s.cfg.seed, tb)
		t.skipped = s.cfg.declared(true, test.lack)
		return t
	}
	deadly := s.tryBubbles(test, tb)
	t := s.cfg.perform(test, tb)
	s.asked[test] = true
	if t.failed() {
		t = s.explained(t, test, tb)
	}
	t.precede(deadly)
	return t
}

// needless reports whether a case only asks for what the queue is known to lack.
func (s *session) needless(test *testCase) bool {
	set, ok := declarations[test.lack]
	if !ok || test.needs != nil || test.claims != nil {
		return false
	}
	c := *s.cfg
	set(&c)
	return c.lacks == s.cfg.lacks
}

// explained returns the trial that is to be reported in place of t, which failed.
func (s *session) explained(t *trial, test *testCase, tb *testing.T) *trial {
	options, failures := s.learn(test, tb)
	if len(options) > 0 {
		again := s.cfg.perform(test, tb)
		if !again.failed() {
			t.names(options...)
			return t
		}
		t = again
	}
	if option := s.lackOf(test, tb); option != "" {
		s.cfg = s.cfg.lacking(option, test.name)
		t.names(option)
	}
	t.precede(failures)
	return t
}

// learn asks the probes before test that have not been asked, and returns the options
// of what they find, and their failures.
func (s *session) learn(test *testCase, tb *testing.T) (options []string, failures []*Failure) {
	for i := range probes() {
		probe := &table[i]
		if probe == test {
			break
		}
		if s.asked[probe] {
			continue
		}
		s.asked[probe] = true
		t := s.cfg.perform(probe, tb)
		if !t.failed() {
			continue
		}
		if option := s.lackOf(probe, tb); option != "" {
			s.cfg = s.cfg.lacking(option, test.name)
			t.names(option)
			options = append(options, option)
			failures = append(failures, t.failures...)
		}
	}
	return options, failures
}

// probes returns those of the table, which are its beginning.
func probes() []testCase { return table[:len(undeclaredCases)] }

// lackOf returns the option that must be declared for the case not to fail, or
// nothing: then something else is wrong.
func (s *session) lackOf(test *testCase, tb *testing.T) (option string) {
	var candidates []string
	switch test.lack {
	case "":
	case "MinCapacity":
		for n := s.cfg.lacks.minCapacity + 1; n <= largestMinimum; n++ {
			candidates = append(candidates, minCapacityName(n))
		}
	default:
		candidates = []string{test.lack}
	}
	for _, option := range candidates {
		if !s.cfg.lacking(option, test.name).perform(test, tb).failed() {
			return option
		}
	}
	return ""
}

// fromOutside is what the runtime says when it ends a process in which something of
// one bubble was used in another, or in none.
var fromOutside = regexp.MustCompile(`synctest \w+ from outside bubble|synctest bubbles`)

// tryBubbles asks the probe that runs in a child process, unless it has been asked,
// whether a case in a bubble would end this one, and has it run in real time if so.
func (s *session) tryBubbles(test *testCase, tb *testing.T) []*Failure {
	probe := reuseProbe()
	if s.bubbles || s.asked[probe] || test == probe || test.place != inBubble || tb == nil || s.cfg.lacks.notDurable {
		return nil
	}
	s.bubbles = true
	t := s.cfg.perform(probe, tb)
	if !t.failed() || !fromOutside.MatchString(t.failures[0].Text) {
		return nil
	}
	s.asked[probe] = true
	s.cfg = s.cfg.lacking(probe.lack, test.name)
	t.names(probe.lack)
	return t.failures
}

func reuseProbe() *testCase {
	return &table[slices.IndexFunc(table, func(test testCase) bool { return test.lack == "NotDurable" })]
}

// names leaves of the failures of a trial the first, which names the options.
func (t *trial) names(options ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	f := t.failures[0]
	t.failures = t.failures[:1]
	f.Text = beginning(f.Text)
	for _, option := range options {
		if option != wrappedErrors {
			f.Declare = append(f.Declare, option)
		}
	}
}

// precede puts failures before those of the trial.
func (t *trial) precede(failures []*Failure) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.failures = append(failures, t.failures...)
}

// beginning returns the first lines of a text with stacks in it: what is not there
// needs no more.
func beginning(text string) string {
	const most = 12
	lines := strings.Split(text, "\n")
	if len(lines) <= most {
		return text
	}
	return strings.Join(lines[:most], "\n") + "\n..."
}

// lacksEnv carries what was found to a child process.
const lacksEnv = "QUEUETEST_LACKS"

func (cfg *config) lacksForChild() string {
	return lacksEnv + "=" + strings.Join(slices.Sorted(maps.Keys(cfg.found)), ",")
}

// asChild returns the configuration of a child process: that of its parent.
func (cfg *config) asChild() *config {
	for option := range strings.SplitSeq(os.Getenv(lacksEnv), ",") {
		if option != "" {
			cfg = cfg.lacking(option, "the parent process")
		}
	}
	c := *cfg
	c.child = true
	return &c
}
