package queuetest

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/boundedq/queue"
)

// A trial is one run of one case. Its methods may be called from the goroutine
// of the case and from those that Go started, unless they say otherwise.
//
// Failures are kept here and not in a testing.T, because a trial outlives its
// subtest when the watchdog gives it up: what it says after that is not heard.
type trial struct {
	test  *testCase
	cfg   *config
	tb    *testing.T // nil outside tests
	seed  uint64
	rng   *rand.Rand // of the goroutine of the case
	lean  bool       // the case counts allocations, so that the adapter may make none
	eased bool       // by pace.go, after the case was too slow
	stage

	mu       sync.Mutex
	params   string
	line     string // of the last call to set
	failures []*Failure
	skipped  string // why
	notes    []string
	givenUp  bool
	undo     []func() // ends whatever still waits
	drains   []func() // come after it
	timers   []context.Context
	started  int             // how many timers ever were
	counting bool            // allocations, so keep quiet
	life     context.Context // ends with the trial, see leash; or nil
	played   bool            // the goroutine of the case is through
	live     int             // goroutines that Go started and that have not ended
	gone     chan struct{}   // closed when live falls to 0
	slow     string          // how far the case came before it was cut off

	pulse uint32 // see pace.go
}

func newTrial(test *testCase, cfg *config, seed uint64, tb *testing.T) *trial {
	h := fnv.New64a()
	h.Write([]byte(test.name))
	t := &trial{
		test: test,
		cfg:  cfg,
		tb:   tb,
		seed: seed,
		rng:  rand.New(rand.NewPCG(seed, h.Sum64())),
	}
	t.leash()
	return t
}

// stopTrial is what Fatalf panics with. Goexit would do for the goroutines of
// Go, but it makes the testing package think that a bubble had failed.
type stopTrial struct{}

// maxFailures is how many failures of one trial are kept: the first ones tell
// the story.
const maxFailures = 5

// Errorf records a failure and goes on.
func (t *trial) Errorf(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	source := t.source()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.givenUp || len(t.failures) >= maxFailures {
		return
	}
	t.failures = append(t.failures, &Failure{
		Case:   t.test.name,
		Clause: t.test.keeps.clause,
		Title:  titles[t.test.keeps.clause],
		Words:  t.test.keeps.words,
		Text:   text,
		Params: t.params,
		Seed:   t.seed,
		Source: source,
	})
}

// Fatalf records a failure and ends the calling goroutine's part of the trial.
func (t *trial) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	panic(stopTrial{})
}

// Skipf ends the trial, which then counts neither as passed nor as failed. Only
// the goroutine of the case may call it.
func (t *trial) Skipf(format string, args ...any) {
	t.mu.Lock()
	t.skipped = fmt.Sprintf(format, args...)
	t.mu.Unlock()
	panic(stopTrial{})
}

// Notef leaves a note that is no failure.
func (t *trial) Notef(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.notes = append(t.notes, fmt.Sprintf(format, args...))
}

func (t *trial) failed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.failures) > 0
}

// set names the parameters that the case runs with from here on.
func (t *trial) set(format string, args ...any) {
	params := fmt.Sprintf(format, args...)
	line := t.lineOfCase()
	t.mu.Lock()
	t.params, t.line = params, line
	t.mu.Unlock()
}

// source is the line that a failure reported by the calling goroutine points
// at. A goroutine that a helper started has no line of the case on its stack;
// then it is the line of the case that chose the parameters.
func (t *trial) source() string {
	if line := t.lineOfCase(); line != "" {
		return line
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.line != "" {
		return t.line
	}
	file, line := caseStart(t.test)
	return fmt.Sprintf("%s:%d", filepath.Base(file), line)
}

// lineOfCase finds the innermost caller in the file of the case.
func (t *trial) lineOfCase() string {
	file, _ := caseStart(t.test)
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		frame, more := frames.Next()
		if frame.File == file {
			return fmt.Sprintf("%s:%d", filepath.Base(file), frame.Line)
		}
		if !more {
			return ""
		}
	}
}

func caseStart(test *testCase) (file string, line int) {
	pc := reflect.ValueOf(test.run).Pointer()
	return runtime.FuncForPC(pc).FileLine(pc)
}

// guard runs f as a part of the trial, and reports whether it came to its end: a
// panic that is not Fatalf's own is a failure.
func (t *trial) guard(f func()) (ended bool) {
	defer func() {
		if p := recover(); p != nil && p != (stopTrial{}) {
			t.Errorf("panic: %v\n%s", p, panicked())
		}
	}()
	f()
	return true
}

// panicked returns the frames of the calling goroutine, which has panicked, that are
// next to the place.
func panicked() string {
	lines := strings.Split(string(debug.Stack()), "\n")
	at := 0
	for i, line := range lines {
		if strings.HasPrefix(line, "panic(") {
			at = i + 2
		}
	}
	return strings.Join(lines[at:min(len(lines), at+2*maxFrames)], "\n")
}

// Go runs f on a goroutine of its own, which Join waits for. If f fails, others
// may wait for it in vain: where that can be seen it ends the trial, and where it
// cannot, f does.
func (t *trial) Go(f func()) {
	t.mu.Lock()
	if t.live == 0 {
		t.gone = make(chan struct{})
	}
	t.live++
	t.mu.Unlock()
	go func() {
		defer t.drainClosedQueues()
		defer t.ended()
		if !t.guard(f) && t.cfg.lacks.polling {
			t.giveUp()
			t.release()
		}
	}()
}

func (t *trial) ended() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live--
	if t.live == 0 {
		close(t.gone)
	}
}

// Settle waits until every other goroutine of the trial waits or has ended. Only
// the goroutine of the case may call it.
func (t *trial) Settle() { t.settle(t) }

// Join waits until every goroutine that Go started has ended. If they never can,
// because each of them waits, the bubble or the observer of the trial notices
// and fails it. Only the goroutine of the case may call it.
func (t *trial) Join() {
	t.mu.Lock()
	live, gone := t.live, t.gone
	t.mu.Unlock()
	if live > 0 {
		<-gone
	}
	if t.failed() || t.over() {
		panic(stopTrial{}) // the rest of the case would only repeat it
	}
}

// New makes a queue that is closed when the trial ends, whatever its end. If nobody
// uses it any more it is drained as well: a helper of the queue may live as long as
// there are values.
func (t *trial) New(capacity int) queue.BoundedQueue[int] {
	return newOf(t, func(n int) queue.BoundedQueue[int] { return t.cfg.newQueue(t, n) }, capacity)
}

// newOf is New for queues of another element type.
func newOf[T any](t *trial, mk func(int) queue.BoundedQueue[T], capacity int) queue.BoundedQueue[T] {
	q := mk(capacity)
	if t.cfg.lacks.wrapsErrors {
		q = unwrapped(q)
	}
	if !t.cfg.lacks.noClose {
		t.atEnd(func() {
			q.Close()
			t.mu.Lock()
			t.drains = append(t.drains, func() { drainToEnd(q, t.cfg.lacks.weak) })
			t.mu.Unlock()
		})
	}
	return q
}

// drainToEnd receives what a closed queue holds, if it comes to its end. What it
// answers is a matter of the cases.
func drainToEnd[T any](q queue.BoundedQueue[T], weak bool) {
	for values := q.Cap(); values >= 0; values-- {
		_, err := q.TryRecv()
		for n := 0; err == queue.ErrEmpty && weak && n < 2*briefly; n++ {
			if n < briefly {
				runtime.Gosched()
			} else {
				time.Sleep(briefPause)
			}
			_, err = q.TryRecv()
		}
		if err != nil {
			return
		}
	}
}

// drainClosedQueues drains those that release has closed, if no goroutine of the trial
// uses one any more, and no fault was found: a receive from a broken queue may never
// end.
func (t *trial) drainClosedQueues() {
	excused := t.test.claims != nil && t.test.claims(t.cfg) != ""
	t.mu.Lock()
	if !t.played || t.live > 0 || len(t.failures) > 0 && !excused {
		t.mu.Unlock()
		return
	}
	drains := t.drains
	t.drains = nil
	t.mu.Unlock()
	each(drains)
}

// each calls functions that may panic.
func each(fs []func()) {
	for _, f := range fs {
		func() {
			defer func() { _ = recover() }()
			f()
		}()
	}
}

// atEnd puts off f, which frees what waits, until the trial ends. One that has
// been given up starts nothing that would have to be freed.
func (t *trial) atEnd(f func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.givenUp {
		panic(stopTrial{})
	}
	t.undo = append(t.undo, f)
}

// release sets free whatever still waits in a queue of the trial. What closing
// a queue once more does is a matter of the cases about Close, not of every case
// that ends.
func (t *trial) release() {
	t.mu.Lock()
	undo := t.undo
	t.undo = nil
	t.mu.Unlock()
	each(undo)
	t.drainClosedQueues()
}

// Cancellable returns a context that the case ends, or else the trial.
func (t *trial) Cancellable() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	t.atEnd(cancel)
	return ctx, cancel
}

// Timeout returns a context that ends by itself after d. While one is pending a
// trial in which everybody waits is not stuck.
func (t *trial) Timeout(d time.Duration) context.Context {
	return t.TimeoutCause(d, nil)
}

// TimeoutCause is Timeout with a cause of its own.
func (t *trial) TimeoutCause(d time.Duration, cause error) context.Context {
	// From here to the lock the caller runs, and nobody takes the trial for
	// stuck.
	ctx, cancel := context.WithTimeoutCause(context.Background(), d, cause)
	t.atEnd(cancel)
	t.mu.Lock()
	t.timers = append(t.timers, ctx)
	t.started++
	t.mu.Unlock()
	return ctx
}

// clock reports whether a context of Timeout has not ended yet, and how many
// there ever were. It forgets those that have ended.
func (t *trial) clock() (pending bool, started int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.timers) > 0 {
		last := len(t.timers) - 1
		if t.timers[last].Err() == nil {
			return true, t.started
		}
		t.timers = t.timers[:last]
	}
	return false, t.started
}

// count tells the observer whether allocations are being counted: it makes some
// itself.
func (t *trial) count(on bool) {
	t.mu.Lock()
	t.counting = on
	t.mu.Unlock()
}

func (t *trial) countingNow() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counting
}

// Rand returns a source of random numbers for the goroutine with number i. It is
// a function of the seed, the case, how often the case has asked, and i.
func (t *trial) Rand(i int) *rand.Rand {
	return rand.New(rand.NewPCG(t.rng.Uint64(), uint64(i)))
}

// N scales the size of a workload to the tier: the full size by default, less
// under -short and under the race detector, whose every step costs about ten, and
// less again if the queue is slow.
func (t *trial) N(full int) int {
	n := full
	if t.cfg.short {
		n /= 4
	}
	if raceEnabled {
		n /= 4
	}
	if t.eased {
		n /= share
	}
	return max(n, 1)
}
