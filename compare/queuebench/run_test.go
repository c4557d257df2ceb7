package queuebench

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

func named(names ...string) []Impl {
	var impls []Impl
	for _, name := range names {
		impls = append(impls, Impl{Name: name, New: sound, Payloads: soundPayloads})
	}
	return impls
}

func cellNames(t *testing.T, impls []Impl, opts ...Option) []string {
	t.Helper()
	cells, err := newConfig(opts).matrix(impls)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range cells {
		names = append(names, c.Name())
		if err := c.check(); err != nil {
			t.Errorf("%s: %v", c.Name(), err)
		}
	}
	return names
}

func TestNames(t *testing.T) {
	everything := []Option{Controls(), Capacities(0, 1, 1024), Batches(1, 64), Goroutines([2]int{1, 1}, [2]int{8, 1}, [2]int{4, 4})}
	for _, opts := range [][]Option{nil, everything} {
		seen := map[string]bool{}
		for _, name := range cellNames(t, named("ring", "mine"), opts...) {
			if seen[name] {
				t.Errorf("%s is there twice", name)
			}
			seen[name] = true
			for part := range strings.SplitSeq(name, "/") {
				if gomaxprocs.MatchString(part) {
					t.Errorf("%s: %s would be read as GOMAXPROCS", name, part)
				}
			}
		}
		for _, s := range scenarios {
			if !slices.ContainsFunc(cellNames(t, named("ring"), opts...), func(name string) bool {
				return strings.HasPrefix(name, "scenario="+s.name+"/")
			}) {
				t.Errorf("scenario %s has no cell", s.name)
			}
		}
	}
}

func TestWhatRunMeasures(t *testing.T) {
	at := []Option{Scenarios("pairs", "handoff", "pairs"), Capacities(0, 7), Goroutines([2]int{1, 1}, [2]int{2, 2}, [2]int{3, 1})}
	impls := named("ring", "mine")
	impls[1].Roles.Producers = 1
	want := []string{
		"scenario=pairs/impl=chan/cap=7/p=2/c=2/batch=1",
		"scenario=pairs/impl=ring/cap=7/p=2/c=2/batch=1",
		"scenario=handoff/impl=chan/cap=0/p=1/c=1/batch=1",
		"scenario=handoff/impl=ring/cap=0/p=1/c=1/batch=1",
		"scenario=handoff/impl=mine/cap=0/p=1/c=1/batch=1",
		"scenario=handoff/impl=chan/cap=0/p=2/c=2/batch=1",
		"scenario=handoff/impl=ring/cap=0/p=2/c=2/batch=1",
		"scenario=handoff/impl=chan/cap=0/p=3/c=1/batch=1",
		"scenario=handoff/impl=ring/cap=0/p=3/c=1/batch=1",
		"scenario=handoff/impl=chan/cap=7/p=1/c=1/batch=1",
		"scenario=handoff/impl=ring/cap=7/p=1/c=1/batch=1",
		"scenario=handoff/impl=mine/cap=7/p=1/c=1/batch=1",
		"scenario=handoff/impl=chan/cap=7/p=2/c=2/batch=1",
		"scenario=handoff/impl=ring/cap=7/p=2/c=2/batch=1",
		"scenario=handoff/impl=chan/cap=7/p=3/c=1/batch=1",
		"scenario=handoff/impl=ring/cap=7/p=3/c=1/batch=1",
	}
	if got := cellNames(t, impls, at...); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	at = []Option{Scenarios("busy", "busywake8"), Capacities(7), Goroutines([2]int{2, 2}), Batches(1, 64)}
	want = []string{
		"scenario=busy/impl=chan/cap=7/p=2/c=2/batch=1",
		"scenario=busy/impl=ring/cap=7/p=2/c=2/batch=1",
		"scenario=busywake8/impl=chan/cap=7/p=1/c=1/batch=1",
		"scenario=busywake8/impl=ring/cap=7/p=1/c=1/batch=1",
	}
	if got := cellNames(t, named("ring"), at...); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	at = []Option{Scenarios("handoff"), Capacities(7), Goroutines([2]int{1, 1}), Batches(1, 64), Controls()}
	want = []string{
		"scenario=handoff/impl=chan/cap=7/p=1/c=1/batch=1",
		"scenario=handoff/impl=nop/cap=7/p=1/c=1/batch=1",
		"scenario=handoff/impl=faa/cap=7/p=1/c=1/batch=1",
		"scenario=handoff/impl=ring/cap=7/p=1/c=1/batch=1",
		"scenario=handoff/impl=ring-again/cap=7/p=1/c=1/batch=1",
		"scenario=handoff/impl=chan/cap=7/p=1/c=1/batch=64",
		"scenario=handoff/impl=ring/cap=7/p=1/c=1/batch=64",
		"scenario=handoff/impl=ring-again/cap=7/p=1/c=1/batch=64",
	}
	if got := cellNames(t, named("ring"), at...); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestBadInputNamesTheValue(t *testing.T) {
	for _, test := range []struct {
		impls   []Impl
		opts    []Option
		mention []string
	}{
		{nil, nil, []string{"no queue"}},
		{named(""), nil, []string{`""`, "not empty"}},
		{named("a/b"), nil, []string{`"a/b"`, "letters"}},
		{named("ring-2"), nil, []string{`"ring-2"`, "GOMAXPROCS"}},
		{named("chan"), nil, []string{`"chan"`, "twice"}},
		{named("ring", "ring-again"), []Option{Controls()}, []string{`"ring-again"`, "twice"}},
		{[]Impl{{Name: "mine"}}, nil, []string{"mine", "New"}},
		{named("ring"), []Option{Scenarios("handof")}, []string{`"handof"`, "floor, handoff,"}},
		{named("ring"), []Option{Scenarios("wake8")}, []string{`"wake8"`, "a number may follow busy,"}},
		{named("ring"), []Option{Scenarios("busy0")}, []string{`"busy0"`, "1 to 1000"}},
		{named("ring"), []Option{Scenarios("busywake-8")}, []string{`"busywake-8"`, "1 to 1000"}},
		{named("ring"), []Option{Scenarios("busy1001")}, []string{`"busy1001"`, "1 to 1000"}},
		{named("ring"), []Option{Scenarios("busy08")}, []string{`"busy08"`, "1 to 1000"}},
		{named("ring"), []Option{Scenarios("busyprocess2")}, []string{`"busyprocess2"`, "must be one of"}},
		{named("ring"), []Option{Capacities(-1)}, []string{"capacity -1", "0 or more"}},
		{named("ring"), []Option{Goroutines([2]int{0, 4})}, []string{"producers 0", "1 or more"}},
		{named("ring"), []Option{Goroutines([2]int{4, -4})}, []string{"consumers -4", "1 or more"}},
		{named("ring"), []Option{Batches(0)}, []string{"batch 0", "1 or more"}},
		{named("ring"), []Option{Capacities()}, []string{"no cell"}},
		{named("ring"), []Option{Scenarios("floor"), Capacities(0)}, []string{"no cell"}},
	} {
		_, err := newConfig(test.opts).matrix(test.impls)
		if err == nil {
			t.Errorf("%v: no error", test.mention)
			continue
		}
		for _, s := range test.mention {
			if !strings.Contains(err.Error(), s) {
				t.Errorf("%q does not mention %s", err, s)
			}
		}
	}
}

func TestSmoke(t *testing.T) {
	if err := smoke(Impl{Name: "ring", New: sound}, 0); err != nil {
		t.Error(err)
	}
	spsc := Impl{Name: "spsc", Roles: Roles{1, 1}, New: func(n int) queue.BoundedQueue[uint64] { return ring.NewSPSC[uint64](n) }}
	if err := smoke(spsc, 1); err != nil {
		t.Error(err)
	}
	for _, fault := range []string{"drop", "duplicate", "replace", "stale", "refuse", "rotate"} {
		impl := broken(fault)
		impl.Roles = Roles{1, 1} // the rotating queue has no lock
		if err := smoke(impl, 1); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want one line", fault, err)
		}
	}
	if err := smoke(Impl{Name: "endless", New: newEndless}, 1); err == nil {
		t.Error("a queue that cannot be closed may be timed")
	}
	if err := closes(Impl{Name: "endless", New: newEndless}, 1); err == nil || !strings.Contains(err.Error(), "Close") {
		t.Errorf("a queue that cannot be closed: %v", err)
	}
}

// endless cannot be closed.
type endless struct{ queue.BoundedQueue[uint64] }

func newEndless(n int) queue.BoundedQueue[uint64] { return endless{sound(n)} }

func (endless) Close() {}

// fromOne makes queues of capacity 1 and more.
func fromOne(n int) queue.BoundedQueue[uint64] {
	if n < 1 {
		panic(fmt.Sprintf("capacity %d is less than 1", n))
	}
	return sound(n)
}

// What is not timed is not asked for.
func TestSmokeAtTimedCapacities(t *testing.T) {
	impl := Impl{Name: "mine", New: fromOne}
	for _, test := range []struct {
		opts []Option
		says string
	}{
		{[]Option{Scenarios("handoff")}, ""},
		{[]Option{Scenarios("handoff"), Capacities(0, 1)}, "declare NoRendezvous"},
		{[]Option{Scenarios("floor"), Capacities(0, 1)}, ""}, // floor has no cell at capacity 0
	} {
		cells, err := newConfig(test.opts).matrix([]Impl{impl})
		if err != nil {
			t.Fatal(err)
		}
		err = judge(cells)["mine"]
		if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%v, want %q", err, test.says)
		}
	}
}

// What cannot be timed is told to whoever looks at the results, and to whoever waits
// for them.
func TestNotTimedIsTold(t *testing.T) {
	var stdout, stderr strings.Builder
	end := verdict{"ring": nil, "b": errors.New("why b"), "a": errors.New("why a")}.tell(&stdout, &stderr)
	if got, want := stdout.String(), "not-timed: a, b\n"; got != want {
		t.Errorf("the results have %q, want %q", got, want)
	}
	if got, want := stderr.String(), "# a is not timed: why a\n# b is not timed: why b\n"; got != want {
		t.Errorf("standard error has %q, want %q", got, want)
	}
	stdout.Reset()
	end()
	if got, want := stdout.String(), "not-timed:\n"; got != want {
		t.Errorf("in the end the results have %q, want %q", got, want)
	}
	stdout.Reset()
	stderr.Reset()
	verdict{"ring": nil}.tell(&stdout, &stderr)()
	if stdout.Len()+stderr.Len() > 0 {
		t.Errorf("all are timed, and it is told %q and %q", &stdout, &stderr)
	}
}

// BenchmarkFive is what TestRun runs in another process: five lines, a queue that is
// broken beside two that are not, and a scenario that takes no time.
func BenchmarkFive(b *testing.B) {
	if os.Getenv(inChild) == "" {
		b.Skip("is for TestRun")
	}
	Run(b, append(named("ring"), Impl{Name: "mine", New: fromOne}, broken("drop")), Scenarios("floor", "create"), Capacities(15))
}

const inChild = "QUEUEBENCH_CHILD"

// A queue that has no capacity 0 is among those that are timed.
func TestRun(t *testing.T) {
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		t.Skip("no processes")
	}
	self, err := os.Executable()
	if err != nil {
		t.Skip(err)
	}
	cmd := exec.Command(self, "-test.run=^$", "-test.bench=^BenchmarkFive$", "-test.benchtime=10x", "-test.cpu=1")
	cmd.Env = append(os.Environ(), inChild+"=1")
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Error("a queue is broken, and the benchmark passed")
	}
	for _, line := range []string{
		`BenchmarkFive/scenario=floor/impl=chan/cap=15/p=1/c=1/batch=1\s+10\s+.* ns/op\b.*`,
		`BenchmarkFive/scenario=floor/impl=ring/cap=15/p=1/c=1/batch=1\s+10\s+.* ns/op\b.*`,
		`BenchmarkFive/scenario=floor/impl=mine/cap=15/p=1/c=1/batch=1\s+10\s+.* ns/op\b.*`,
		`BenchmarkFive/scenario=create/impl=mine/cap=15/p=1/c=1/batch=1\s+10\s+.* B/op\s+\d+ allocs/op`,
		`--- FAIL: BenchmarkFive/scenario=floor/impl=broken/cap=15/p=1/c=1/batch=1`,
		`    \S+: broken is not timed: \S+/\S+: clause \d+ .*`,
		`# broken is not timed: \S+/\S+: clause \d+ .*`,
		`not-timed: broken`,
		`not-timed:`,
	} {
		if !regexp.MustCompile(`(?m)^` + line + `$`).Match(out) {
			t.Errorf("there is no line %s in\n%s", line, out)
		}
	}
}
