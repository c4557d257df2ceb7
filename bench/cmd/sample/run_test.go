package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// The test binary is also the binary whose samples are taken: with pretend in its
// environment it prints what it is told to and ends.
const pretend = "SAMPLE_TEST_PRETEND"

func TestMain(m *testing.M) {
	behaviour := os.Getenv(pretend)
	if strings.HasPrefix(behaviour, "row: ") {
		if !strings.HasPrefix(os.Args[1], "-test.") {
			pretendRow(behaviour)
			return
		}
		behaviour = "good"
	}
	switch behaviour {
	case "":
		os.Exit(m.Run())
	case "good":
		fmt.Println("goos: plan8\npkg: x")
		fmt.Printf("BenchmarkA/shuffle=%s \t 10\t 5 ns/op\t 7 cpu-ns/op\n", os.Args[len(os.Args)-1])
		fmt.Println("BenchmarkB-2 \t 20\t 6 ns/op")
		fmt.Println("PASS")
	case "failing":
		fmt.Println("BenchmarkA \t 10\t 5 ns/op")
		fmt.Println("BenchmarkB \t--- FAIL: BenchmarkB\n    b_test.go:7: lost\nFAIL")
		os.Exit(1)
	case "refusing":
		fmt.Println("not-timed: b\n# b is not timed: it loses values\nBenchmarkA/impl=a \t 10\t 5 ns/op")
		fmt.Println("BenchmarkA/impl=b \t--- FAIL: BenchmarkA/impl=b\n--- FAIL: BenchmarkA\nnot-timed:\nFAIL")
		os.Exit(1)
	case "partly failing":
		fmt.Println("peer-a: holds 2\nBenchmarkA/impl=a \t 10\t 5 ns/op")
		fmt.Println("BenchmarkA/impl=b \t--- FAIL: BenchmarkA/impl=b\n    b_test.go:7: lost\n--- FAIL: BenchmarkA")
		fmt.Println("BenchmarkB \t 10\t 5 ns/op\nFAIL")
		os.Exit(1)
	case "crashing", "hanging in the middle":
		fmt.Println("BenchmarkA\nBenchmarkA \t 10\t 5 ns/op\nBenchmarkB\nBenchmarkB/x=1(a)")
		switch {
		case slices.Contains(os.Args, "-test.skip=^BenchmarkB$/^x=1\\(a\\)$"):
		case behaviour == "crashing":
			os.Exit(2)
		default:
			time.Sleep(time.Hour)
		}
		fmt.Println("BenchmarkC \t 10\t 5 ns/op\nPASS")
	case "crashing always":
		fmt.Println("BenchmarkA")
		os.Exit(2)
	case "none":
		fmt.Println("goos: plan8\nPASS")
	case "hanging":
		fmt.Println("BenchmarkA \t 10\t 5 ns/op")
		time.Sleep(time.Hour)
	}
}

func take(t *testing.T, behaviour string, ctx context.Context, stdout *strings.Builder) (stderr string, err error) {
	t.Helper()
	t.Setenv(pretend, behaviour)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	cfg := config{binary: self, count: 3, bench: ".", benchtime: "1x", cpu: "1", timeout: time.Hour}
	err = newRun(cfg, stdout, &log, time.Now).all(ctx)
	return log.String(), err
}

func TestOutputIsBenchmarkFormatOnly(t *testing.T) {
	var out strings.Builder
	log, err := take(t, "good", t.Context(), &out)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join(conditions(config{benchtime: "1x"}), "\n") + "\ngoos: plan8\npkg: x\n"
	for i := 1; i <= 3; i++ {
		want += fmt.Sprintf("BenchmarkA/shuffle=-shuffle=%d \t 10\t 5 ns/op\t 7 cpu-ns/op\nBenchmarkB-2 \t 20\t 6 ns/op\n", i)
	}
	if out.String() != want {
		t.Errorf("printed\n%s\nwant\n%s", out.String(), want)
	}
	if !strings.Contains(log, "sample 3 of 3: 2 results") {
		t.Errorf("progress:\n%s", log)
	}
}

func TestFailingBenchmarkFails(t *testing.T) {
	var out strings.Builder
	log, err := take(t, "failing", t.Context(), &out)
	if err == nil || !strings.Contains(err.Error(), "sample 1 of 3") {
		t.Errorf("error %v, want one that names the sample", err)
	}
	if !strings.Contains(log, "lost") || strings.Contains(out.String(), "FAIL") {
		t.Errorf("stdout:\n%s\nstderr:\n%s", out.String(), log)
	}
}

// takeWith takes three samples of the config that change makes of the usual one.
func takeWith(t *testing.T, behaviour string, change func(*config)) (stdout, stderr string, err error) {
	t.Helper()
	t.Setenv(pretend, behaviour)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cfg := config{binary: self, count: 3, bench: ".", benchtime: "100ms", cpu: "1", timeout: time.Hour}
	change(&cfg)
	var out, log strings.Builder
	err = newRun(cfg, &out, &log, time.Now).all(t.Context())
	return out.String(), log.String(), err
}

func TestWhatMayFailEndsNothing(t *testing.T) {
	for _, test := range []struct {
		behaviour, mayFail string
		good               bool
	}{
		{"partly failing", "impl=b", true},
		{"partly failing", "impl=(a|b)$", true},
		{"partly failing", "impl=a", false},
		{"partly failing", "^BenchmarkA$", false},
	} {
		out, log, err := takeWith(t, test.behaviour, func(c *config) {
			c.mayFail = regexp.MustCompile(test.mayFail)
		})
		if (err == nil) != test.good {
			t.Errorf("%s, %s may fail: %v", test.behaviour, test.mayFail, err)
		}
		if !test.good {
			continue
		}
		if n := strings.Count(out, "BenchmarkB "); n != 3 {
			t.Errorf("%d results of BenchmarkB, want 3:\n%s", n, out)
		}
		if n := strings.Count(out, "peer-a: holds 2\n"); n != 1 {
			t.Errorf("a setting is there %d times:\n%s", n, out)
		}
		if strings.Contains(out, "FAIL") || !strings.Contains(log, "failed in 3 of 3 samples: BenchmarkA/impl=b\n") {
			t.Errorf("stdout:\n%s\nstderr:\n%s", out, log)
		}
	}
}

// benchstat shows the setting above its table.
func TestWhatIsNotTimedIsASetting(t *testing.T) {
	out, log, err := takeWith(t, "refusing", func(c *config) { c.mayFail = regexp.MustCompile("impl=b") })
	if err != nil {
		t.Error(err)
	}
	if strings.Count(out, "not-timed: b\n") != 3 || strings.Count(out, "not-timed:\n") != 3 || !strings.Contains(log, "# b is not timed: it loses values\n") {
		t.Errorf("stdout:\n%s\nstderr:\n%s", out, log)
	}
}

func TestWhatMayFailAndEndsTheBinaryIsSkipped(t *testing.T) {
	// With the race detector a program takes a second to end, and some on a machine
	// with other things to do: only a binary that hangs is to be taken for one.
	const hangs = 5 * time.Second
	for _, test := range []struct {
		behaviour string
		timeout   time.Duration
		rehearse  bool
		as, cs    int // results of BenchmarkA and BenchmarkC
	}{
		{"crashing", time.Hour, false, 4, 3}, // of the first sample a part, and then the whole
		{"crashing", time.Hour, true, 3, 3},
		{"hanging in the middle", hangs, false, 4, 3},
	} {
		out, log, err := takeWith(t, test.behaviour, func(c *config) {
			c.mayFail = regexp.MustCompile("/x=1")
			c.timeout, c.rehearse = test.timeout, test.rehearse
		})
		if err != nil {
			t.Errorf("%s: %v", test.behaviour, err)
		}
		if strings.Count(out, "BenchmarkA ") != test.as || strings.Count(out, "BenchmarkC ") != test.cs || strings.Contains(out, "BenchmarkB") {
			t.Errorf("%s: want %d results of BenchmarkA and %d of BenchmarkC:\n%s", test.behaviour, test.as, test.cs, out)
		}
		if n := strings.Count(log, "skipped, because it hung or crashed: BenchmarkB/x=1(a)\n"); n != 1 {
			t.Errorf("%s: what was skipped is listed %d times:\n%s", test.behaviour, n, log)
		}
	}
	_, log, err := takeWith(t, "crashing", func(c *config) { c.mayFail = regexp.MustCompile("BenchmarkA") })
	if err == nil {
		t.Errorf("no error, and it may not:\n%s", log)
	}
}

// A binary that crashes in what it was to skip would be started for ever.
func TestSkippingInVainFails(t *testing.T) {
	_, log, err := takeWith(t, "crashing always", func(c *config) { c.mayFail = regexp.MustCompile(".") })
	if err == nil || strings.Count(log, "skipped from now on") != 1 {
		t.Errorf("%v:\n%s", err, log)
	}
}

func TestRehearsalComesFirst(t *testing.T) {
	out, log, err := takeWith(t, "good", func(c *config) { c.rehearse = true })
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out, "BenchmarkB-2"); n != 3 {
		t.Errorf("%d results of one benchmark, want 3:\n%s", n, out)
	}
	if !strings.HasPrefix(log, "3 samples of 2 results: about ") {
		t.Errorf("no estimate:\n%s", log)
	}
	if _, _, err := takeWith(t, "failing", func(c *config) { c.rehearse = true }); err == nil || !strings.Contains(err.Error(), "rehearsal") {
		t.Errorf("a rehearsal that fails: %v", err)
	}
	if _, _, err := takeWith(t, "none", func(c *config) { c.rehearse = true }); err == nil || !strings.Contains(err.Error(), "no benchmark matches") {
		t.Errorf("nothing to rehearse: %v", err)
	}
}

func TestEstimate(t *testing.T) {
	r := &run{config: config{count: 10, benchtime: "100ms"}, each: 200}
	if got, want := r.estimate(30*time.Second), "10 samples of 200 results: about 13m20s in all"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	r.benchtime = "100x"
	if got, want := r.estimate(30*time.Second), "10 samples of 200 results"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNoBenchmarkFails(t *testing.T) {
	if _, err := take(t, "none", t.Context(), new(strings.Builder)); err == nil {
		t.Error("no error")
	}
}

func TestInterruptEndsTheBinary(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begin := time.Now()
	if _, err := take(t, "hanging", ctx, new(strings.Builder)); err == nil {
		t.Error("no error")
	}
	if d := time.Since(begin); d > 30*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestHangingBenchmarkFails(t *testing.T) {
	t.Setenv(pretend, "hanging")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out, log strings.Builder
	cfg := config{binary: self, count: 1, bench: ".", benchtime: "1x", cpu: "1", timeout: 300 * time.Millisecond}
	err = newRun(cfg, &out, &log, time.Now).all(t.Context())
	if err == nil || !strings.Contains(err.Error(), "no result for 300ms") {
		t.Errorf("got %v", err)
	}
	if dump == os.Kill {
		return
	}
	if !strings.Contains(log.String(), "goroutine ") {
		t.Errorf("no goroutines are shown:\n%s", log.String())
	}
}

// brokenPipe is a standard output that nobody reads.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestBrokenPipeEndsTheBinary(t *testing.T) {
	t.Setenv(pretend, "hanging")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cfg := config{binary: self, count: 1, bench: ".", benchtime: "1x", cpu: "1", timeout: time.Hour}
	err = newRun(cfg, brokenPipe{}, new(strings.Builder), time.Now).all(t.Context())
	if err == nil || !strings.Contains(err.Error(), "broken pipe") {
		t.Errorf("got %v", err)
	}
}

func TestCPUList(t *testing.T) {
	for _, test := range []struct {
		list string
		all  int
		want string
	}{
		{"1,all", 8, "1,8"},
		{"1,all", 1, "1"},
		{"all", 2, "2"},
		{"1,2,4", 2, "1,2,4"},
	} {
		got, err := cpuList(test.list, test.all)
		if got != test.want || err != nil {
			t.Errorf("%s with %d: %s, %v", test.list, test.all, got, err)
		}
	}
	for _, list := range []string{"", "0", "1,", "x", "-1"} {
		if _, err := cpuList(list, 2); err == nil {
			t.Errorf("%q: no error", list)
		}
	}
}
