package main

import (
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"
)

// excused returns nil in place of err if the binary has only failed because benchmarks
// did that may. They have printed no numbers, and all others have run.
func (r *run) excused(err error) error {
	var exit *exec.ExitError
	if r.mayFail == nil || !errors.As(err, &exit) || exit.ExitCode() != 1 || len(r.failed) == 0 {
		return err
	}
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
	for _, name := range own {
		r.failures[name]++
	}
	return nil
}

// tellFailures lists the benchmarks that failed and were excused.
func (r *run) tellFailures() {
	for _, name := range slices.Sorted(maps.Keys(r.failures)) {
		fmt.Fprintf(r.stderr, "failed in %d of %d samples: %s\n", r.failures[name], r.count, name)
	}
}
