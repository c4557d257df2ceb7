package main

import (
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/boundedq/queue/bench/internal/cli"
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

func parse(args []string, stdout io.Writer) (config, error) {
	n := cli.Between{N: 100_000, Low: 1, High: 10_000_000}
	producers := cli.Between{N: 4, Low: 1, High: 1024}
	capacity := cli.Between{N: 1024, Low: 1, High: 1 << 20}
	rounds := cli.Between{N: 5, Low: 1, High: 100}
	flags := flag.NewFlagSet("demos", flag.ContinueOnError)
	flags.Var(&n, "n", "items of one sample, of all producers together: "+n.Allowed())
	flags.Var(&producers, "producers", "goroutines that log or end spans: "+producers.Allowed())
	flags.Var(&capacity, "capacity", "of each queue: "+capacity.Allowed())
	flags.Var(&rounds, "rounds", "samples of each variant: "+rounds.Allowed())
	pause := flags.Duration("pause", 0, fmt.Sprintf("of a producer, after every %d items: 0 to 1s", burst))
	if err := cli.Parse(flags, args, stdout); err != nil {
		return config{}, err
	}
	switch {
	case *pause < 0 || *pause > time.Second:
		return config{}, cli.UsageError(fmt.Sprintf("-pause %v: must be 0 to 1s", *pause))
	case producers.N > n.N:
		return config{}, cli.UsageError(fmt.Sprintf("-producers %d is more than -n %d: each must have an item", producers.N, n.N))
	}
	return config{n.N, producers.N, capacity.N, rounds.N, *pause}, nil
}
