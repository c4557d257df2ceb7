package queuetest_test

import (
	"context"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

// A deadly queue ends the process when it has to wait under a nil context, and says
// the wrong length when it is full.
type deadly struct {
	queue.BoundedQueue[int]
	die func(ctx context.Context)
}

func (q deadly) Len() int {
	if n := q.BoundedQueue.Len(); n < q.Cap() || n < 4 {
		return n
	}
	return 0
}

func (q deadly) Send(ctx context.Context, v int) error {
	if err := q.TrySend(v); err != queue.ErrFull {
		return err
	}
	q.die(ctx)
	return q.BoundedQueue.Send(ctx, v)
}

// deaths has how, what the runtime says then, what the child process that died of it had
// done, and the cases that must fail because of it.
var deaths = map[string]struct {
	die    func(ctx context.Context)
	says   string
	doing  string
	failed []string
}{
	"panics on a goroutine of its own": {func(ctx context.Context) {
		if ctx == nil {
			ended := make(chan struct{})
			go func() {
				_ = ctx.Err()
				close(ended)
			}()
			<-ended
		}
	}, "panic: runtime error: invalid memory address", "gave the queue a nil context", ofNil},
	"unlocks what is not locked": {func(ctx context.Context) {
		if ctx == nil {
			var mu sync.Mutex
			mu.Unlock()
		}
	}, "fatal error: sync: unlock of unlocked mutex", "gave the queue a nil context", ofNil},
	"makes its own context of the caller's": {func(ctx context.Context) {
		if ctx != nil {
			context.AfterFunc(ctx, func() {})
		}
	}, "panic: context: internal error: missing cancel error", "used contexts without an error", []string{"Ctx/DoneWithoutError"}},
}

var ofNil = []string{"Misuse/NilContext", "Misuse/NilContextAlike"}

func newDeadly(die func(context.Context)) func(int) queue.BoundedQueue[int] {
	return func(n int) queue.BoundedQueue[int] { return deadly{mutants.New[int](mutants.None)(n), die} }
}

const deathEnv = "QUEUETEST_DEATH"

// TestDeadlyInChild is what the children of TestDeadly run.
func TestDeadlyInChild(t *testing.T) {
	death, ok := deaths[os.Getenv(deathEnv)]
	if !ok {
		t.Skip("a part of TestDeadly")
	}
	queuetest.Run(t, newDeadly(death.die), queuetest.Short())
}

var failedDeadly = regexp.MustCompile(`(?m)^ +--- FAIL: TestDeadlyInChild/(\S+)`)

// The process lives, and what was found before is told.
func TestDeadly(t *testing.T) {
	for name, death := range deaths {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "-test.run=^TestDeadlyInChild$")
			cmd.Env = append(os.Environ(), deathEnv+"="+name)
			out, err := cmd.CombinedOutput()
			if err == nil {
				t.Error("no failure")
			}
			text := string(out)
			var failed []string
			for _, m := range failedDeadly.FindAllStringSubmatch(text, -1) {
				failed = append(failed, m[1])
			}
			for _, want := range append([]string{"Len/SequentialExact"}, death.failed...) {
				if !slices.Contains(failed, want) {
					t.Errorf("%q failed, want %s, too", failed, want)
				}
			}
			for _, want := range []string{"the child process that " + death.doing + " ended with", death.says, "queuetest v"} {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in it", want)
				}
			}
			if t.Failed() {
				t.Log(text)
			}
		})
	}
}

// Outside a test there is no child process that could die, and Check does not.
func TestDeadlyInCheck(t *testing.T) {
	for name, death := range deaths {
		if err := queuetest.Check(newDeadly(death.die), queuetest.Short()); err == nil || !strings.Contains(err.Error(), "Len/SequentialExact") {
			t.Errorf("a queue that %s: %v, want what is wrong with its Len", name, err)
		}
	}
}
