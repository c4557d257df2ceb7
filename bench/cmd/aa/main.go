// Aa reads benchmark results in which one queue was measured twice, as impl=ring and
// as impl=ring-again, and tells whether the measurement finds a difference between
// them. There is none, so each that it finds is an error of the measurement, and what
// the same measurement finds between two queues can be no more certain.
//
//	aa out/aa.txt
//
// It reads the files that it is given, or standard input. In each cell it compares the
// samples of ns/op, and those of cpu-ns/op, by the Mann-Whitney U test at 0.001, as
// bin/benchstat does. It prints how many cells differ and how far the medians lie
// apart. Its exit status is 1 if in one of the units more than one cell in a hundred
// differs, and more than one, and 2 if the input cannot be judged.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/boundedq/queue/bench/internal/cells"
	"golang.org/x/perf/benchfmt"
)

func main() {
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "Usage: aa [file ...]")
		flag.PrintDefaults()
	}
	flag.Parse()
	err := run(&benchfmt.Files{Paths: flag.Args(), AllowStdin: true}, os.Stdout)
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "aa:", err)
	if errors.Is(err, errDiffers) {
		os.Exit(1)
	}
	os.Exit(2)
}

// errDiffers says that the queue differs from itself in too many cells.
var errDiffers = errors.New("the same queue measured twice differs: the machine was too busy, or too few samples were taken in turns")

func run(from cells.Source, to io.Writer) error {
	r, err := read(from)
	if err != nil {
		return err
	}
	verdicts, err := r.judge()
	if err != nil {
		return err
	}
	for _, v := range verdicts {
		if _, err := fmt.Fprint(to, v); err != nil {
			return err
		}
	}
	for _, v := range verdicts {
		if v.tooMany() {
			return errDiffers
		}
	}
	return nil
}
