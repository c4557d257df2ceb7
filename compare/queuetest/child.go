package queuetest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// childEnv carries the full name of the subtest to the child process, so that
// only the very case that started it plays the child.
const childEnv = "QUEUETEST_CHILD"

// What the child prints when it begins and when it is through. A child that
// never begins says nothing about the queue.
const (
	childBegins = "queuetest: the child begins"
	childEnds   = "queuetest: the child ends"
)

// inChild runs f in a process of its own, with env in its environment. What the
// case does there is described for the failure by doing.
func (t *trial) inChild(doing string, f func(), env ...string) {
	if t.tb == nil {
		t.Skipf("it needs a child process, which only a test binary can play")
	}
	name := t.cfg.root + "/" + t.test.name
	if strings.HasSuffix(t.tb.Name(), "/"+t.test.name) || strings.Contains(t.tb.Name(), "/"+t.test.name+"#") {
		name = t.tb.Name() // of a second Run in one test
	}
	if t.cfg.child && os.Getenv(childEnv) == name {
		t.playChild(f)
	}
	switch runtime.GOOS {
	case "js", "wasip1", "ios":
		t.Skipf("%s starts no child process, and the death of this one would take the test along", runtime.GOOS)
	}
	// A child that hangs is killed before the watchdog would say that we do.
	ctx, cancel := context.WithTimeout(context.Background(), t.cfg.watchdog/2)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run="+exactly(name), "-test.count=1")
	cmd.Env = append(append(os.Environ(), env...), childEnv+"="+name, t.cfg.lacksForChild())
	out, err := cmd.CombinedOutput()
	text := string(out)
	switch {
	case strings.Contains(text, childEnds) && err == nil:
	case strings.Contains(text, childBegins) && ctx.Err() != nil:
		t.Fatalf("the child process that %s had not ended after %v and was killed:\n%s", doing, t.cfg.watchdog/2, saidByChild(text))
	case strings.Contains(text, childBegins):
		t.Fatalf("the child process that %s ended with %v:\n%s", doing, err, saidByChild(text))
	default:
		t.Skipf("no child process could be started: %v", err)
	}
}

// isChildOf reports whether this process was started for a case of the Run in t.
func isChildOf(t *testing.T) bool { return strings.HasPrefix(os.Getenv(childEnv), t.Name()+"/") }

// saidByChild returns the first lines of what a child printed since it began.
func saidByChild(text string) string {
	const most = 30
	_, said, _ := strings.Cut(text, childBegins+"\n")
	lines := strings.SplitAfter(said, "\n")
	if len(lines) <= most {
		return said
	}
	return strings.Join(lines[:most], "") + "..."
}

// playChild ends the process, because there may be more to the test that the case
// is a part of, and the parent waits only for this.
func (t *trial) playChild(f func()) {
	fmt.Println(childBegins)
	t.guard(f)
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.failures) == 0 {
		fmt.Println(childEnds)
		os.Exit(0)
	}
	for _, failure := range t.failures {
		fmt.Println(failure)
	}
	os.Exit(1)
}

// exactly returns the pattern for -test.run that matches one subtest.
func exactly(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	return strings.Join(parts, "/")
}
