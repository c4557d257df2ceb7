package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/boundedq/queue/compare"
)

// More than this is a slip of the keyboard: the queues would ask for gigabytes,
// or the machine for more goroutines than it has files.
const (
	maxCapacity = 1 << 20
	maxWorkers  = 1 << 10
)

// options is what the command line asks for.
type options struct {
	dir      string
	queues   []string // the kinds of queue to count with, one after another
	capacity int      // of each queue
	workers  int      // that tokenise
}

// parse reads the command line. It returns the usage, and nothing else, when that
// is what was asked for.
func parse(ctx context.Context, args []string) (opts options, usage string, err error) {
	kinds := queueKinds()
	opts = options{queues: kinds[:1], capacity: 64, workers: runtime.GOMAXPROCS(0)}

	flags := flag.NewFlagSet("wordcount", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // an error gets one line, from the caller
	flags.Usage = func() {}
	flags.Func("queue", "the `kind` of queue: "+list(kinds)+" (default "+kinds[0]+")", func(s string) error {
		if !slices.Contains(kinds, s) {
			return fmt.Errorf("want %s", list(kinds))
		}
		opts.queues = []string{s}
		return nil
	})
	flags.Func("cap", fmt.Sprintf("the `capacity` of each queue, 0 for a rendezvous (default %d)", opts.capacity),
		wholeNumber(&opts.capacity, 0, maxCapacity))
	flags.Func("workers", "the `number` of workers that tokenise (default one for each processor)",
		wholeNumber(&opts.workers, 1, maxWorkers))
	all := flags.Bool("compare", false, "count with every kind of queue and check that the counts are the same")

	err = flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return opts, usageOf(flags), nil
	case err != nil:
		return opts, "", err
	case flags.NArg() > 1:
		return opts, "", fmt.Errorf("unexpected argument %q: want flags first, then at most one directory", flags.Arg(1))
	}
	if *all {
		if isSet(flags, "queue") {
			return opts, "", fmt.Errorf("-queue %s together with -compare: want one of the two", opts.queues[0])
		}
		opts.queues = kinds
	}
	if flags.NArg() == 1 {
		opts.dir = flags.Arg(0)
	} else {
		opts.dir, err = goSource(ctx)
	}
	return opts, "", err
}

// wholeNumber returns a flag's function that stores a number from low to high.
func wholeNumber(n *int, low, high int) func(string) error {
	return func(s string) error {
		v, err := strconv.Atoi(s)
		if err != nil || v < low || v > high {
			return fmt.Errorf("want a whole number from %d to %d", low, high)
		}
		*n = v
		return nil
	}
}

func usageOf(flags *flag.FlagSet) string {
	var b strings.Builder
	b.WriteString("usage: wordcount [flags] [directory]\n")
	flags.SetOutput(&b)
	flags.PrintDefaults()
	return b.String()
}

func isSet(flags *flag.FlagSet, name string) bool {
	set := false
	flags.Visit(func(f *flag.Flag) { set = set || f.Name == name })
	return set
}

// queueKinds returns the names of all kinds of queue, the default first.
func queueKinds() []string {
	var kinds []string
	for _, impl := range compare.Implementations[struct{}]() {
		kinds = append(kinds, impl.Name)
	}
	return kinds
}

// list writes words as prose does: "a, b or c".
func list(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// goSource returns the source directory of the Go installation.
func goSource(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("no directory was named, and go env GOROOT, for the default, failed: %w", err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "src"), nil
}
