package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"time"
)

// A config is a command line that makes sense.
type config struct {
	n         int // items of one sample
	producers int
	capacity  int
	rounds    int
	pause     time.Duration // of each producer, after every burst
}

// burst is how many items a producer sends between two pauses.
const burst = 100

// A usageError says what is wrong with the command line.
type usageError string

func (e usageError) Error() string { return string(e) }

func parse(args []string, stdout io.Writer) (config, error) {
	n := between{100_000, 1, 10_000_000}
	producers := between{4, 1, 1024}
	capacity := between{1024, 1, 1 << 20}
	rounds := between{5, 1, 100}
	flags := flag.NewFlagSet("demos", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // one line of our own says it better
	flags.Var(&n, "n", "items of one sample, of all producers together: "+n.allowed())
	flags.Var(&producers, "producers", "goroutines that log or end spans: "+producers.allowed())
	flags.Var(&capacity, "capacity", "of each queue: "+capacity.allowed())
	flags.Var(&rounds, "rounds", "samples of each variant: "+rounds.allowed())
	pause := flags.Duration("pause", 0, fmt.Sprintf("of a producer, after every %d items: 0 to 1s", burst))
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintln(stdout, "Usage: demos [flags]")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return config{}, err
	case err != nil:
		return config{}, usageError(err.Error() + " (demos -h lists the flags)")
	case flags.NArg() > 0:
		return config{}, usageError(fmt.Sprintf("argument %q: only flags are allowed", flags.Arg(0)))
	case *pause < 0 || *pause > time.Second:
		return config{}, usageError(fmt.Sprintf("-pause %v: must be 0 to 1s", *pause))
	case producers.n > n.n:
		return config{}, usageError(fmt.Sprintf("-producers %d is more than -n %d: each must have an item", producers.n, n.n))
	}
	return config{n.n, producers.n, capacity.n, rounds.n, *pause}, nil
}

// between is the value of a flag that takes a number from low to high.
type between struct{ n, low, high int }

func (b *between) String() string { return strconv.Itoa(b.n) }

func (b *between) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < b.low || n > b.high {
		return errors.New("must be " + b.allowed())
	}
	b.n = n
	return nil
}

func (b *between) allowed() string { return fmt.Sprintf("a number from %d to %d", b.low, b.high) }
