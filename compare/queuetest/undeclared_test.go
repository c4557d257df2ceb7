package queuetest_test

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

// A lacker is a queue that lacks one thing and does not declare it.
type lacker struct {
	name     string
	lacks    string // as a failure names it
	by       string // the case that says so
	says     string
	newQueue func(capacity int) queue.BoundedQueue[int]
	boxes    func(capacity int) queue.BoundedQueue[*queuetest.Box] // in place of newQueue
	declares []queuetest.Option                                    // what else it lacks
	inTests  bool                                                  // Check does not see it
}

var lackers = []lacker{
	{
		name: "panics at capacity 0", lacks: "NoRendezvous", by: "Undeclared/MinCapacity",
		says: `New(0) panicked with "capacity 0 is less than 1"`, newQueue: atLeast(1, mutants.New[int](mutants.None)),
	}, {
		name: "makes 1 of 0", lacks: "NoRendezvous", by: "Undeclared/MinCapacity",
		says: "New(0) returned a queue of capacity 1", newQueue: func(n int) queue.BoundedQueue[int] { return mutants.New[int](mutants.None)(oneAtLeast(n)) },
	}, {
		name: "panics below capacity 3", lacks: "MinCapacity(3)", by: "Undeclared/MinCapacity",
		says: `New(0) panicked with "capacity 0 is less than 3"`, newQueue: atLeast(3, mutants.New[int](mutants.None)),
	}, {
		name: "holds a value at capacity 0", lacks: "NoRendezvous", by: "Undeclared/NoRendezvous",
		says: "TrySend(0x1) = <nil>, want queue: full", newQueue: mutants.New[int](mutants.BuffersAtZero),
	}, {
		name: "nobody meets at capacity 0", lacks: "NoRendezvous", by: "Undeclared/NoRendezvous",
		says: "everybody waits", newQueue: aloneAtZero,
	}, {
		name: "wraps its errors", lacks: "", by: "Undeclared/WrappedErrors",
		says: "which it wraps: errors.Is finds it, == does not", newQueue: mutants.New[int](mutants.WrapsErrors),
	}, {
		name: "refuses one try in three", lacks: "Weak", by: "Undeclared/Weak",
		says: "to a queue that holds nothing = queue: full", newQueue: lesserBy(func(q *lesser) { q.weak = true }),
	}, {
		name: "refuses who has lost a race", lacks: "Weak", by: "Try/NeverFailFullGuarantee",
		says: "of goroutine", newQueue: func(n int) queue.BoundedQueue[int] {
			return &contended{BoundedQueue: mutants.New[int](mutants.None)(n)}
		},
	}, {
		name: "panics in Len", lacks: "NoLen", by: "Undeclared/NoLen",
		says: `Len panicked with "Len was called"`, newQueue: lesserBy(func(q *lesser) { q.noLen = true }),
	}, {
		name: "says 0 in Len", lacks: "NoLen", by: "Undeclared/NoLen",
		says: "Len() = 0, want 1", newQueue: func(n int) queue.BoundedQueue[int] { return lenless{mutants.New[int](mutants.None)(n)} },
	}, {
		name: "rounds up", lacks: "RoundsUp", by: "Undeclared/RoundsUp",
		says: "Cap() = 4, want 3", newQueue: roundingUp(mutants.New[int](mutants.None)),
	}, {
		name: "panics in Close", lacks: "NoClose", by: "Undeclared/NoClose",
		says: `Close panicked with "Close was called"`, newQueue: lesserBy(func(q *lesser) { q.noClose = true }),
	}, {
		name: "does nothing in Close", lacks: "NoClose", by: "Undeclared/NoClose",
		says: "Close did not end sending", newQueue: func(n int) queue.BoundedQueue[int] { return endless{mutants.New[int](mutants.None)(n)} },
	}, {
		name: "drops what it holds in Close", lacks: "NoClose", by: "Undeclared/NoClose",
		says: "Close dropped what the queue held", newQueue: mutants.New[int](mutants.DropsOnClose),
	}, {
		name: "yields while it waits", lacks: "Polling", by: "Undeclared/Polling",
		says: "should wait, and still run", newQueue: atLeast(1, lesserBy(func(q *lesser) { q.polling = true })),
		declares: []queuetest.Option{queuetest.NoRendezvous()},
	}, {
		name: "sleeps while it waits", lacks: "Polling", by: "Undeclared/Polling",
		says: "should wait, and still run", newQueue: patientBy(func(context.Context, int) { time.Sleep(100 * time.Microsecond) }, mutants.None),
		declares: []queuetest.Option{queuetest.NoRendezvous(), slow},
	}, {
		name: "waits for a timer of its own", lacks: "Polling", by: "Undeclared/Polling",
		says: "asked its context", newQueue: patientBy(func(context.Context, int) { <-time.After(100 * time.Microsecond) }, mutants.None),
		declares: []queuetest.Option{queuetest.NoRendezvous(), slow},
	}, {
		name: "is for one sender", lacks: "SingleProducer", by: "Undeclared/SingleProducer",
		says: "two goroutines in a role for one", newQueue: lesserBy(func(q *lesser) { q.oneSender = true }),
	}, {
		name: "is for one receiver", lacks: "SingleConsumer", by: "Undeclared/SingleConsumer",
		says: "two goroutines in a role for one", newQueue: lesserBy(func(q *lesser) { q.oneReceiver = true }),
	}, {
		name: "shares its waiters", lacks: "NotDurable", by: "Block/ReuseAcrossBubbles",
		says: "from outside bubble", newQueue: mutants.New[int](mutants.SharesWaiters), inTests: true,
		declares: []queuetest.Option{queuetest.Allocates()},
	}, {
		name: "shares its waiters and panics at capacity 0", lacks: "NotDurable", by: "Block/ReuseAcrossBubbles",
		says: "from outside bubble", newQueue: atLeast(1, mutants.New[int](mutants.SharesWaiters)), inTests: true,
		declares: []queuetest.Option{queuetest.Allocates(), queuetest.NoRendezvous()},
	}, {
		name: "shares its waiters and is for one and one", lacks: "NotDurable", by: "Block/ReuseAcrossBubbles",
		says: "from outside bubble", newQueue: mutants.New[int](mutants.SharesWaiters), inTests: true,
		declares: []queuetest.Option{queuetest.Allocates(), queuetest.SingleProducer(), queuetest.SingleConsumer(), queuetest.NoClose()},
	}, {
		name: "waits for a lock", lacks: "NotDurable", by: "Block/ReuseAcrossBubbles",
		says: "had not ended after 2s and was killed", newQueue: lockWaiting, inTests: true,
		declares: []queuetest.Option{queuetest.Allocates()},
	}, {
		name: "allocates", lacks: "Allocates", by: "Alloc/SteadyStateZero",
		says: "calls allocated", newQueue: mutants.New[int](mutants.Allocates),
	}, {
		name: "allocates when it waits", lacks: "Allocates", by: "Alloc/WaitingIsReused",
		says: "waits allocated", newQueue: mutants.New[int](mutants.AllocatesWaiters),
	}, {
		name: "keeps values", lacks: "KeepsValues", by: "GC/ReceivedIsCollectable",
		says: "are still reachable", boxes: mutants.New[*queuetest.Box](mutants.KeepsPointers),
	},
}

// slow leaves out the cases with thousands of waits, each of which such a queue makes
// a millisecond long.
var slow = queuetest.Only("^(Undeclared|Basic|Close|Block/Reuse.*)/?")

func oneAtLeast(n int) int {
	if n == 0 {
		return 1
	}
	return n
}

// aloneAtZero makes queues that are full and empty at capacity 0, whoever comes.
func aloneAtZero(n int) queue.BoundedQueue[int] {
	if n != 0 {
		return mutants.New[int](mutants.None)(n)
	}
	return lonely{mutants.New[int](mutants.None)(0), mutants.New[int](mutants.None)(0)}
}

type lonely struct {
	queue.BoundedQueue[int]
	empty queue.BoundedQueue[int]
}

func (q lonely) TryRecv() (int, error)                 { return q.empty.TryRecv() }
func (q lonely) Recv(ctx context.Context) (int, error) { return q.empty.Recv(ctx) }

func (q lonely) Close() {
	q.BoundedQueue.Close()
	q.empty.Close()
}

// A contended queue refuses a try if another one began meanwhile. One in eight takes
// its time.
type contended struct {
	queue.BoundedQueue[int]
	tries atomic.Int64
}

func (q *contended) lost() bool {
	n := q.tries.Add(1)
	if n%8 == 0 {
		runtime.Gosched()
	}
	return q.tries.Load() != n
}

func (q *contended) TrySend(v int) error {
	if q.lost() {
		return queue.ErrFull
	}
	return q.BoundedQueue.TrySend(v)
}

func (q *contended) TryRecv() (int, error) {
	if q.lost() {
		return 0, queue.ErrEmpty
	}
	return q.BoundedQueue.TryRecv()
}

type lenless struct{ queue.BoundedQueue[int] }

func (lenless) Len() int { return 0 }

type endless struct{ queue.BoundedQueue[int] }

func (endless) Close() {}

// lockWaiting makes queues in which who waits waits for a lock.
func lockWaiting(n int) queue.BoundedQueue[int] { return locking{mutants.New[int](mutants.None)(n)} }

type locking struct{ queue.BoundedQueue[int] }

func (q locking) Send(ctx context.Context, v int) (err error) {
	if err := q.TrySend(v); err != queue.ErrFull {
		return err
	}
	waitForLock(ctx, func() { err = q.BoundedQueue.Send(ctx, v) })
	return err
}

func (q locking) Recv(ctx context.Context) (v int, err error) {
	if v, err := q.TryRecv(); err != queue.ErrEmpty {
		return v, err
	}
	waitForLock(ctx, func() { v, err = q.BoundedQueue.Recv(ctx) })
	return v, err
}

func waitForLock(ctx context.Context, f func()) {
	if ctx == nil {
		panic("nil context")
	}
	var ended sync.Mutex
	ended.Lock()
	go func() {
		f()
		ended.Unlock()
	}()
	ended.Lock()
}

func (l lacker) options() []queuetest.Option {
	return append(l.declares, queuetest.Short(), queuetest.Watchdog(4*time.Second))
}

func (l lacker) check(opts ...queuetest.Option) error {
	opts = append(l.options(), opts...)
	if l.boxes != nil {
		return queuetest.CheckOf(l.boxes, queuetest.Pointers(), opts...)
	}
	return queuetest.Check(l.newQueue, opts...)
}

func (l lacker) run(t *testing.T) {
	if l.boxes != nil {
		queuetest.RunOf(t, l.boxes, queuetest.Pointers(), l.options()...)
		return
	}
	queuetest.Run(t, l.newQueue, l.options()...)
}

func (l lacker) hint() string { return "; if that is meant, declare " + l.lacks }

// mostLines is how much anybody reads about one lack.
const mostLines = 40

// skips reports whether there are cases that cannot run without it. Where there are
// none they all go round it, or find nothing more.
func (l lacker) skips() bool {
	return !slices.Contains([]string{"", "Allocates"}, l.lacks)
}

// skipUnderRaces skips what comes out differently under the race detector.
func (l lacker) skipUnderRaces(t *testing.T) {
	if queuetest.RaceEnabled && l.lacks == "Allocates" {
		t.Skip("the race detector allocates")
	}
}

// Who lacks one thing hears of one thing, from Check.
func TestOneLackInCheck(t *testing.T) {
	for _, l := range lackers {
		t.Run(l.name, func(t *testing.T) {
			l.skipUnderRaces(t)
			err := l.check()
			if l.inTests {
				if err != nil {
					t.Errorf("Check returned %v", err)
				}
				return
			}
			fs := failures(t, err)
			if len(fs) != 1 {
				t.Fatalf("%d failures, want one:\n%v", len(fs), err)
			}
			l.told(t, fs[0].Case, err.Error())
			if l.lacks != "" && !slices.Equal(fs[0].Declare, []string{l.lacks}) {
				t.Errorf("it is to declare %q, want %q", fs[0].Declare, l.lacks)
			}
		})
	}
}

func (l lacker) told(t *testing.T, by, text string) {
	t.Helper()
	if by != l.by {
		t.Errorf("%s failed, want %s", by, l.by)
	}
	if !strings.Contains(text, l.says) {
		t.Errorf("no %q in it", l.says)
	}
	if l.lacks != "" && !strings.Contains(text, l.hint()) {
		t.Errorf("no %q in it", l.hint())
	}
	if n := strings.Count(text, "\n"); n >= mostLines {
		t.Errorf("%d lines", n)
	}
	if t.Failed() {
		t.Log(text)
	}
}

const lackerEnv = "QUEUETEST_LACKER"

// TestLackerInChild is what the children of TestOneLackInRun run.
func TestLackerInChild(t *testing.T) {
	for _, l := range lackers {
		if l.name == os.Getenv(lackerEnv) {
			l.run(t)
			return
		}
	}
	t.Skip("a part of TestOneLackInRun")
}

func (l lacker) inChild(t *testing.T, args ...string) (output string) {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), lackerEnv+"="+l.name)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Skipf("no child process could be started: %v", err)
	}
	return string(out)
}

var failedCase = regexp.MustCompile(`(?m)^ +--- FAIL: TestLackerInChild/(\S+)`)

// The same from Run, whose other cases run and are skipped as if it had been declared.
// Under the race detector it would show what TestOneLackInCheck does, and take minutes.
func TestOneLackInRun(t *testing.T) {
	if queuetest.RaceEnabled {
		t.Skip("the race detector has seen these queues in TestOneLackInCheck")
	}
	for _, l := range lackers {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel() // each in a process of its own
			out := l.inChild(t, "-test.run=^TestLackerInChild$")
			failed := failedCase.FindAllStringSubmatch(out, -1)
			if len(failed) != 1 {
				t.Fatalf("%d cases failed, want one:\n%s", len(failed), out)
			}
			l.told(t, failed[0][1], out)
			if want := fmt.Sprintf("undeclared %s, see %s: ", l.lacks, l.by); l.skips() && !strings.Contains(out, want) {
				t.Errorf("no %q in the certificate:\n%s", want, out)
			}
		})
	}
}

// Every option that declares a lack has a queue here that lacks it.
func TestEveryDeclarationHasALacker(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "capabilities.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	options := 0
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || !f.Name.IsExported() || f.Type.Results == nil {
			continue
		}
		if result, ok := f.Type.Results.List[0].Type.(*ast.Ident); !ok || result.Name != "Option" {
			continue
		}
		options++
		if !slices.ContainsFunc(lackers, func(l lacker) bool {
			name, _, _ := strings.Cut(l.lacks, "(")
			return name == f.Name.Name
		}) {
			t.Errorf("no queue lacks what %s declares", f.Name.Name)
		}
	}
	if options == 0 {
		t.Error("capabilities.go declares nothing")
	}
}

// Where the case that tells a lack is not selected, the first that fails of it does.
func TestLackIsToldWithoutItsCase(t *testing.T) {
	for _, test := range []struct {
		queue, cases, by string
	}{
		{"panics at capacity 0", "^(Basic|Block|Close)/", "Basic/NewIsEmpty"},
		{"panics in Close", "^Close/", "Close/DrainThenClosed"},
		{"wraps its errors", "^(Basic|Try)/", "Basic/NewIsEmpty"},
		{"refuses one try in three", "^(Basic|Capacity|Close)/", "Basic/FIFOSingle"},
		{"is for one sender", "^Concurrent/", "Concurrent/NoLossNoDup"},
	} {
		l := lackers[slices.IndexFunc(lackers, func(l lacker) bool { return l.name == test.queue })]
		for how, opts := range map[string][]queuetest.Option{
			"Only": {queuetest.Only(test.cases)},
			"AsOf": {queuetest.Only(test.cases + "|^Undeclared/"), queuetest.AsOf(2)},
		} {
			fs := failures(t, l.check(opts...))
			if len(fs) != 1 || fs[0].Case != test.by || l.lacks != "" && !slices.Equal(fs[0].Declare, []string{l.lacks}) {
				t.Errorf("a queue that %s, %s %s: %v", l.name, how, test.cases, fs)
			}
		}
	}
}

// A case that does not need what is lacking passes.
func TestLackIsNotToldByOthers(t *testing.T) {
	for _, l := range lackers {
		if strings.Contains(l.name, "capacity 0") {
			if err := l.check(queuetest.Only("^Capacity/One$")); err != nil {
				t.Errorf("a queue that %s: %v", l.name, err)
			}
		}
	}
}

// Cases in bubbles do not end the process, also where the one that asks whether they
// would is not selected.
func TestBubblesDoNotEndTheProcess(t *testing.T) {
	l := lackers[slices.IndexFunc(lackers, func(l lacker) bool { return l.name == "shares its waiters" })]
	out := l.inChild(t, "-test.run=^TestLackerInChild$/^(Block|Ctx)$/^(SendWaitsWhenFull|BurstWakesAll|Cancel.*|NoLost.*)$")
	failed := failedCase.FindAllStringSubmatch(out, -1)
	if len(failed) != 1 || failed[0][1] != "Block/SendWaitsWhenFull" || !strings.Contains(out, l.hint()) || !strings.Contains(out, l.says) {
		t.Errorf("want one failure, of Block/SendWaitsWhenFull, that has the words %q:\n%s", l.hint(), out)
	}
}
