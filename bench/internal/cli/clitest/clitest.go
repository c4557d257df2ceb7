// Package clitest is what the tests of programs that use package cli have in common.
package clitest

import (
	"errors"
	"flag"
	"io"
	"strings"
	"testing"

	"github.com/boundedq/queue/bench/internal/cli"
)

// A Run is a program's: it takes a command line and prints to stdout.
type Run func(args []string, stdout io.Writer) error

// Refuses fails the test unless run answers args with one line that says what is allowed
// and mentions all of mention.
func Refuses(t *testing.T, run Run, args string, mention ...string) {
	t.Helper()
	err := run(strings.Fields(args), io.Discard)
	var u cli.UsageError
	if !errors.As(err, &u) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%s: %v, want one line that says what is allowed", args, err)
		return
	}
	for _, s := range mention {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("%s: %q does not mention %s", args, err, s)
		}
	}
}

// Helps fails the test unless run prints help that mentions all flags when it is asked.
func Helps(t *testing.T, run Run, flags ...string) {
	t.Helper()
	var out strings.Builder
	if err := run([]string{"-h"}, &out); !errors.Is(err, flag.ErrHelp) {
		t.Error(err)
	}
	for _, name := range flags {
		if !strings.Contains(out.String(), name) {
			t.Errorf("help does not mention %s", name)
		}
	}
}
