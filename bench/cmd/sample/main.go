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
	flags.Parse(args)
	if c.count < 1 {
		return c, fmt.Errorf("-count %d: must be 1 or more", c.count)
	}
	if c.timeout <= 0 {
		return c, fmt.Errorf("-timeout %v: must be more than 0", c.timeout)
	}
	if flags.NArg() != 1 {
		return c, errors.New("name one test binary")
	}
	c.binary = flags.Arg(0)
	var err error
	c.cpu, err = cpuList(c.cpu, runtime.GOMAXPROCS(0))
	return c, err
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
