package main

import (
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

// errSkipped says that a benchmark that may fail has ended the binary, and is skipped
// from now on.
var errSkipped = errors.New("skipped")

// excused returns nil in place of err if benchmarks failed that may: they have printed
// no numbers, and all others have run. It returns errSkipped if the binary ended in the
// middle of one, because that hung or crashed.
func (r *run) excused(err error) error {
	if err == nil || r.mayFail == nil {
		return err
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return r.excusedFailures(err)
	}
	if !r.mayFail.MatchString(r.running) || slices.Contains(r.skipped, r.running) {
		return err
	}
	r.skipped = append(r.skipped, r.running)
	fmt.Fprintf(r.stderr, "%v; skipped from now on: %s\n", err, r.running)
	return errSkipped
}

// excusedFailures is excused for a binary that ran to its end.
func (r *run) excusedFailures(err error) error {
	var own []string // failed by themselves, and not because a part of them did
	for _, name := range r.failed {
		if slices.ContainsFunc(r.failed, func(part string) bool { return strings.HasPrefix(part, name+"/") }) {
			continue
		}
		if !r.mayFail.MatchString(name) {
			return err
		}
		own = append(own, name)
	}
	if len(own) == 0 {
		return err
	}
	for _, name := range own {
		r.failures[name]++
	}
	return nil
}

// skipPattern returns a pattern of -test.skip for these names and no others; for none
// it is empty.
func skipPattern(names []string) string {
	var patterns []string
	for _, name := range names {
		var levels []string
		for level := range strings.SplitSeq(name, "/") {
			levels = append(levels, "^"+regexp.QuoteMeta(level)+"$")
		}
		patterns = append(patterns, strings.Join(levels, "/"))
	}
	return strings.Join(patterns, "|")
}

// tellFailures lists the benchmarks that failed and were excused.
func (r *run) tellFailures() {
	for _, name := range slices.Sorted(maps.Keys(r.failures)) {
		fmt.Fprintf(r.stderr, "failed in %d of %d samples: %s\n", r.failures[name], r.count, name)
	}
	for _, name := range r.skipped {
		fmt.Fprintf(r.stderr, "skipped, because it hung or crashed: %s\n", name)
	}
}
