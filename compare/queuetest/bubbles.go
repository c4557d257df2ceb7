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
	"testing/synctest"

	"github.com/boundedq/queue"
)

// bubblesEnv carries the full name of the subtest to the child process, so that
// only the very case that started it plays the child.
const bubblesEnv = "QUEUETEST_BUBBLES"

// What the child prints when it begins and when it is through. A child that
// never begins says nothing about the queue.
const (
	bubblesBegin = "queuetest: bubbles begin"
	bubblesEnd   = "queuetest: bubbles end"
)

func reuseAcrossBubbles(t *trial) {
	if t.tb == nil {
		t.Skipf("bubbles exist only in tests")
	}
	if !t.cfg.bubbles {
		t.Skipf("the queue is declared NotDurable")
	}
	if os.Getenv(bubblesEnv) == t.tb.Name() {
		t.crossBubbles()
		return
	}
	switch runtime.GOOS {
	case "js", "wasip1", "ios":
		t.Skipf("%s starts no child process, and the death of this one would take the test along", runtime.GOOS)
	}
	// A child that hangs is killed before the watchdog would say that we do.
	ctx, cancel := context.WithTimeout(context.Background(), t.cfg.watchdog/2)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run="+exactly(t.tb.Name()), "-test.count=1")
	cmd.Env = append(os.Environ(), bubblesEnv+"="+t.tb.Name())
	out, err := cmd.CombinedOutput()
	text := string(out)
	switch {
	case strings.Contains(text, bubblesEnd) && err == nil:
	case strings.Contains(text, bubblesBegin):
		t.Fatalf("the child process that used several bubbles ended with %v:\n%s", err, text)
	default:
		t.Skipf("no child process could be started: %v", err)
	}
}

// exactly returns the pattern for -test.run that matches one subtest.
func exactly(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	return strings.Join(parts, "/")
}

// crossBubbles is the child's part.
func (t *trial) crossBubbles() {
	fmt.Println(bubblesBegin)
	outside := t.stage
	for range 2 {
		synctest.Test(t.tb, func(*testing.T) {
			t.guard(func() {
				t.stage = bubbleStage{}
				t.waitInEveryWay()
			})
		})
	}
	t.stage = outside
	t.waitInEveryWay()
	if !t.failed() {
		fmt.Println(bubblesEnd)
	}
}

// waitInEveryWay makes goroutines wait on both sides and ends each wait in
// another way.
func (t *trial) waitInEveryWay() {
	defer t.release()
	for _, capacity := range []int{0, 1, 3} {
		q := t.New(capacity)
		t.parkReceivers(background, q, 4)
		for range 2 {
			t.send(background, q, 1, nil)
			t.Settle()
			t.trySend(q, 1, nil)
			t.Settle()
		}
		t.Join()

		t.fill(q, 0, capacity)
		t.parkSenders(background, q, capacity, 4)
		for range capacity + 4 {
			if _, err := q.TryRecv(); err != nil {
				t.Fatalf("TryRecv() = %v with senders waiting", err)
			}
			t.Settle()
		}
		t.Join()

		ctx, cancel := t.Cancellable()
		ws := t.parkReceivers(ctx, q, 4)
		cancel()
		t.Join()
		t.wantReturned(ws, 4, context.Canceled)

		ws = t.parkReceivers(background, q, 4)
		q.Close()
		t.Join()
		t.wantReturned(ws, 4, queue.ErrClosed)
	}
}
