// Sample runs a compiled test binary several times, each time for one sample of
// every benchmark, and prints what they print in the benchmark format and nothing
// else.
//
// go test -count takes the samples of one benchmark back to back, so that a
// machine that grows warm or busy makes whichever implementation is measured then
// look bad. Here the samples of all benchmarks take turns, each round in another
// order.
//
//	sample -count 10 -bench Queue/scenario=handoff -cpu 1,all bench.test
//
// Behind the binary may stand rows: programs that measure queues of other languages, with
// the command line of bench/languages/README.md. In each round they and the binary take
// turns. They run on all processors, so -cpu must have these, and a row that fails, or
// prints anything but the result that is due, ends everything.
//
//	sample -bench Languages -cpu all bench.test rows/*
//
// The binary must have a flag -shuffle that takes a seed. Progress goes to
// standard error. Sample fails when a benchmark fails, when none matches, and when
// one hangs, whose goroutines it shows. If it is interrupted, or nobody reads its
// output any more, it ends the binary, and what has been printed stays valid.
//
// With -mayfail the failure of some benchmarks ends nothing. They have no numbers, the
// others have theirs, and at the end there is a list. One of them that hangs or
// crashes is skipped from then on, and the sample taken again without it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	cfg, err := parse(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "sample:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), endSignals...)
	defer stop()
	if err := newRun(cfg, os.Stdout, os.Stderr, time.Now).all(ctx); err != nil {
		stop()
		fmt.Fprintln(os.Stderr, "sample:", err)
		os.Exit(1)
	}
}

// A config is a command line that makes sense.
type config struct {
	binary    string
	count     int
	bench     string
	benchtime string
	cpu       string
	timeout   time.Duration
	mayFail   *regexp.Regexp // nil is none
	rehearse  bool

	programs []string       // of the rows
	cells    *regexp.Regexp // which of their cells; nil is all
	rowTime  time.Duration  // benchtime, for rows
}

func parse(args []string) (config, error) {
	var c config
	flags := flag.NewFlagSet("sample", flag.ExitOnError)
	flags.IntVar(&c.count, "count", 10, "samples of each benchmark")
	flags.StringVar(&c.bench, "bench", ".", "which benchmarks: a `regexp` as for go test")
	flags.StringVar(&c.benchtime, "benchtime", "100ms", "time, or number of operations as in 100x, of one sample")
	flags.StringVar(&c.cpu, "cpu", "1,all", "values of GOMAXPROCS; all is what this machine gives")
	flags.DurationVar(&c.timeout, "timeout", 2*time.Minute, "how long to wait for a result before the binary is taken to hang")
	flags.BoolVar(&c.rehearse, "rehearse", false, "first run each benchmark once, print nothing of it and say how long the samples will take")
	flags.Func("mayfail", "benchmarks whose failure ends nothing: a `regexp` for the whole name", func(s string) (err error) {
		c.mayFail, err = regexp.Compile(s)
		return err
	})
	flags.Func("cells", "which cells of the rows: a `regexp` for the whole name; the default is all", func(s string) (err error) {
		c.cells, err = regexp.Compile(s)
		return err
	})
	flags.Parse(args)
	if c.count < 1 {
		return c, fmt.Errorf("-count %d: must be 1 or more", c.count)
	}
	if c.timeout <= 0 {
		return c, fmt.Errorf("-timeout %v: must be more than 0", c.timeout)
	}
	if flags.NArg() == 0 {
		return c, errors.New("name a test binary")
	}
	c.binary, c.programs = flags.Arg(0), flags.Args()[1:]
	var err error
	if c.cpu, err = cpuList(c.cpu, runtime.GOMAXPROCS(0)); err != nil || len(c.programs) == 0 {
		return c, err
	}
	return c, c.forRows()
}

// forRows fails if rows cannot be measured as c says.
func (c *config) forRows() (err error) {
	if !slices.Contains(strings.Split(c.cpu, ","), strconv.Itoa(runtime.GOMAXPROCS(0))) {
		return fmt.Errorf("-cpu %q: must have all, on which the rows run", c.cpu)
	}
	if c.rowTime, err = time.ParseDuration(c.benchtime); err != nil || c.rowTime < time.Millisecond {
		return fmt.Errorf("-benchtime %q: must be a time of 1ms or more, for the rows", c.benchtime)
	}
	return nil
}

// cpuList replaces all by its number and drops what is there twice, which on a
// machine with one processor 1,all is.
func cpuList(list string, all int) (string, error) {
	var cpus []string
	for s := range strings.SplitSeq(list, ",") {
		if s == "all" {
			s = strconv.Itoa(all)
		}
		if n, err := strconv.Atoi(s); err != nil || n < 1 {
			return "", fmt.Errorf("-cpu %q: must be numbers from 1 up, or all, separated by commas", list)
		}
		if !slices.Contains(cpus, s) {
			cpus = append(cpus, s)
		}
	}
	return strings.Join(cpus, ","), nil
}
