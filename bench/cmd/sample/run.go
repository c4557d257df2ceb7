package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// reportEvery is how long nothing is said about progress at most, as long as
// results come.
const reportEvery = 10 * time.Second

// errHangs ends a binary whose benchmarks stand still.
var errHangs = errors.New("no result")

// A run takes the samples of one config.
type run struct {
	config
	stdout, stderr io.Writer
	now            func() time.Time

	start    time.Time
	reported time.Time
	sample   int               // the one being taken, from 1; 0 is a rehearsal
	results  int               // printed in this sample
	running  string            // the benchmark whose name was printed last
	failed   []string          // benchmarks that failed in this sample
	skipped  []string          // benchmarks that may fail and have ended the binary
	each     int               // results in one sample; 0 until one is complete
	settings map[string]string // configuration lines as printed last, by key
	failures map[string]int    // how often each benchmark that may fail has failed
	rows     []row
}

func newRun(c config, stdout, stderr io.Writer, now func() time.Time) *run {
	return &run{config: c, stdout: stdout, stderr: stderr, now: now, settings: map[string]string{}, failures: map[string]int{}}
}

// all takes all samples. The settings come first: benchstat puts results with other
// settings before them into another table.
func (r *run) all(ctx context.Context) error {
	for _, line := range conditions(r.config) {
		if _, err := fmt.Fprintln(r.stdout, line); err != nil {
			return err
		}
	}
	if err := r.list(ctx); err != nil {
		return err
	}
	if r.rehearse {
		if err := r.rehearsal(ctx); err != nil {
			return fmt.Errorf("rehearsal: %w", err)
		}
	}
	r.start = r.now()
	r.reported = r.start
	defer r.tellFailures()
	for r.sample = 1; r.sample <= r.count; r.sample++ {
		if err := r.whole(ctx); err != nil {
			return fmt.Errorf("sample %d of %d: %w", r.sample, r.count, err)
		}
		r.each = r.results
		r.progress()
	}
	return nil
}

// rehearsal runs every benchmark once, prints none of the results and says how long
// the samples will take. What cannot be measured is then known in minutes.
func (r *run) rehearsal(ctx context.Context) error {
	short := newRun(r.config, io.Discard, r.stderr, r.now)
	short.benchtime, short.rowTime = "1x", 0
	short.rows = r.rows
	short.start = r.now()
	short.reported = short.start
	if err := short.whole(ctx); err != nil {
		return err
	}
	r.skipped = short.skipped
	r.each = short.results
	fmt.Fprintln(r.stderr, r.estimate(r.now().Sub(short.start)))
	return nil
}

// estimate says how long all samples will take, if one of a single operation of each
// benchmark took once. In the compare target a result of 100 ms takes 270 ms: the testing
// package looks for the number of operations that fill the time, and may find it late.
func (r *run) estimate(once time.Duration) string {
	text := fmt.Sprintf("%d samples of %d results", r.count, r.each)
	one, err := time.ParseDuration(r.benchtime)
	if err != nil {
		return text // of a fixed number of operations: after the first sample it is known
	}
	all := time.Duration(r.count) * (once + time.Duration(r.each)*one*5/2)
	return fmt.Sprintf("%s: about %v in all", text, all.Round(time.Second))
}

// whole takes one sample of everything: of the binary's benchmarks and of each row's
// cells, in an order that is another in each sample. The first sample begins with the
// binary, because it prints settings.
func (r *run) whole(ctx context.Context) error {
	r.results = 0
	turns := []func() error{func() error { return r.benchmarks(ctx) }}
	for _, w := range r.rows {
		turns = append(turns, func() error { return r.measure(ctx, w) })
	}
	if r.sample > 1 {
		r.random().Shuffle(len(turns), func(i, j int) { turns[i], turns[j] = turns[j], turns[i] })
	}
	for _, take := range turns {
		if err := take(); err != nil {
			return err
		}
	}
	return nil
}

// benchmarks takes one sample of every benchmark, but for those that end the binary and
// may fail: each time it begins again, with one less.
func (r *run) benchmarks(ctx context.Context) error {
	before := r.results
	for {
		switch err := r.one(ctx); {
		case err == errSkipped:
			r.results = before
		case err == nil && r.results == before:
			return fmt.Errorf("no benchmark matches %q", r.bench)
		default:
			return err
		}
	}
}

// one takes one sample of every benchmark that is not skipped.
func (r *run) one(ctx context.Context) error {
	r.failed, r.running = nil, ""
	waitErr, err := r.watch(ctx, []string{r.binary,
		"-test.run=^$",
		"-test.v", // for the name of a benchmark before it begins
		"-test.bench=" + r.bench,
		"-test.skip=" + skipPattern(r.skipped),
		"-test.benchtime=" + r.benchtime,
		"-test.cpu=" + r.cpu,
		"-test.count=1",
		fmt.Sprintf("-shuffle=%d", r.sample),
	}, r.line)
	if err != nil {
		return err
	}
	return r.excused(waitErr)
}

// watch runs a program and gives each line that it prints to line. It ends the program
// when no line comes for too long, when line fails, and when ctx ends. waitErr is how the
// program ended, and that it had to be ended because it hung; err is everything else.
func (r *run) watch(ctx context.Context, command []string, line func(string) error) (waitErr, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stderr = r.stderr
	cmd.Cancel = func() error {
		if context.Cause(ctx) == errHangs {
			return cmd.Process.Signal(dump)
		}
		return cmd.Process.Kill()
	}
	cmd.WaitDelay = 5 * time.Second // then it is killed, dumped or not
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	// -test.timeout does not do this: it ends where the benchmarks begin.
	watchdog := time.AfterFunc(r.timeout, func() { cancel(errHangs) })
	defer watchdog.Stop()
	copyErr := eachLine(out, func(text string) error {
		watchdog.Reset(r.timeout)
		return line(text)
	})
	if copyErr != nil {
		cancel(copyErr)
	}
	waitErr = cmd.Wait()
	switch err := context.Cause(ctx); err {
	case nil:
		return waitErr, nil
	case errHangs:
		return fmt.Errorf("%w for %v", err, r.timeout), nil
	case copyErr:
		return nil, err
	default:
		return nil, errors.New("interrupted")
	}
}

// eachLine calls do with each line of from, until it fails.
func eachLine(from io.Reader, do func(string) error) error {
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		if err := do(lines.Text()); err != nil {
			return err
		}
	}
	return lines.Err()
}

// line passes on what the test binary prints: results and settings to stdout, the
// rest, such as the message of a benchmark that failed, to stderr.
func (r *run) line(line string) error {
	switch kind, key := classify(line); kind {
	case result:
		return r.pass(line)
	case setting:
		return r.set(key, line)
	case start:
		r.running = line
	case other:
		if _, name, ok := strings.Cut(line, "--- FAIL: "); ok {
			r.failed = append(r.failed, name)
		}
		fmt.Fprintln(r.stderr, line)
	}
	return nil
}

// pass prints a result.
func (r *run) pass(line string) error {
	r.results++
	if _, err := fmt.Fprintln(r.stdout, line); err != nil {
		return err
	}
	if r.now().Sub(r.reported) >= reportEvery {
		r.progress()
	}
	return nil
}

// set prints a setting, unless it is what it was.
func (r *run) set(key, line string) error {
	if r.settings[key] == line {
		return nil
	}
	r.settings[key] = line
	_, err := fmt.Fprintln(r.stdout, line)
	return err
}

// progress says how far the run is and, once a whole sample has shown how many
// results there are in one, how long the rest will take.
func (r *run) progress() {
	r.reported = r.now()
	elapsed := r.reported.Sub(r.start)
	which := "rehearsal"
	if r.sample > 0 {
		which = fmt.Sprintf("sample %d of %d", r.sample, r.count)
	}
	fmt.Fprintf(r.stderr, "%s: %d results, %v elapsed", which, r.results, elapsed.Round(time.Second))
	if r.each > 0 {
		done := (r.sample-1)*r.each + r.results
		left := elapsed * time.Duration(r.count*r.each-done) / time.Duration(done)
		fmt.Fprintf(r.stderr, ", about %v left", left.Round(time.Second))
	}
	fmt.Fprintln(r.stderr)
}

// A lineKind is what a line of a test binary's output is.
type lineKind int

const (
	other   lineKind = iota
	result           // a benchmark's name, its number of operations and its metrics
	setting          // a key and its value, for all results after it
	start            // a benchmark's name
	verdict          // PASS or a blank line
)

// classify tells what line is, and the key of a setting. Settings are known by
// name and not by form, because "panic: " has the form of one.
func classify(line string) (lineKind, string) {
	if line == "" || line == "PASS" {
		return verdict, ""
	}
	if line == "not-timed:" {
		return setting, "not-timed" // of nothing after it
	}
	if key, _, ok := strings.Cut(line, ": "); ok {
		switch key {
		case "goos", "goarch", "pkg", "cpu", "not-timed":
			return setting, key
		}
		if strings.HasPrefix(key, "peer-") {
			return setting, key
		}
	}
	if fields := strings.Fields(line); strings.HasPrefix(line, "Benchmark") {
		switch {
		case len(fields) >= 4 && isNumber(fields[1]):
			return result, ""
		case line == fields[0]:
			return start, ""
		}
	}
	return other, ""
}

func isNumber(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}
