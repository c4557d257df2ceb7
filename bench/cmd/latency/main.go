// Latency measures round trips through two queues: one goroutine sends a value
// into the first queue and waits for it to come back out of the second, where
// another goroutine has put it. So each step depends on the one before, and a
// receiver is waiting when a value comes: what is measured is the hand-over with
// its wake-up, twice, and not throughput.
//
// It prints, for each kind of queue, percentiles by nearest rank and a histogram
// whose last bar is the slowest hundredth.
//
//	go run ./cmd/latency -queue ring,chan -cap 1 -n 100000
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/internal/cli"
	"github.com/boundedq/queue/bench/internal/lane"
	"github.com/boundedq/queue/compare/queuebench"
)

func main() { cli.Exit("latency", run(os.Args[1:], os.Stdout)) }

// A config is a command line that makes sense.
type config struct {
	capacity int
	trips    int
	kinds    []queuebench.Impl
}

func run(args []string, stdout io.Writer) error {
	cfg, err := parse(args, stdout)
	if err != nil {
		return err
	}
	for i, kind := range cfg.kinds {
		trips, err := measure(kind, cfg.capacity, cfg.trips)
		if err != nil {
			return fmt.Errorf("%s: %w", kind.Name, err)
		}
		if i > 0 {
			fmt.Fprintln(stdout)
		}
		fmt.Fprintf(stdout, "%s, capacity %d, %d round trips\n", kind.Name, cfg.capacity, cfg.trips)
		if err := report(stdout, trips); err != nil {
			return err
		}
	}
	return nil
}

func parse(args []string, stdout io.Writer) (config, error) {
	all := lane.Kinds()
	capacity := cli.Between{N: 1, Low: 0, High: 1 << 20}
	trips := cli.Between{N: 100_000, Low: 1, High: 10_000_000}
	flags := flag.NewFlagSet("latency", flag.ContinueOnError)
	flags.Var(&capacity, "cap", "capacity of each of the two queues: "+capacity.Allowed())
	flags.Var(&trips, "n", "number of round trips: "+trips.Allowed())
	names := flags.String("queue", "all", "what to measure: all, or some of "+nameList(all)+", separated by commas")
	if err := cli.Parse(flags, args, stdout); err != nil {
		return config{}, err
	}
	kinds, err := choose(all, *names)
	return config{capacity.N, trips.N, kinds}, err
}

// choose returns the kinds that names lists, in that order.
func choose(all []queuebench.Impl, names string) ([]queuebench.Impl, error) {
	if names == "all" {
		return all, nil
	}
	var chosen []queuebench.Impl
	for name := range strings.SplitSeq(names, ",") {
		i := slices.IndexFunc(all, func(k queuebench.Impl) bool { return k.Name == name })
		if i < 0 {
			return nil, cli.UsageError(fmt.Sprintf("-queue %q: must be all or some of %s", name, nameList(all)))
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

func nameList(kinds []queuebench.Impl) string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.Name)
	}
	return strings.Join(names, ",")
}

// measure returns how long each of n round trips took, after a tenth as many
// that are not counted.
func measure(kind queuebench.Impl, capacity, n int) ([]time.Duration, error) {
	there, back := kind.Open(capacity, 1), kind.Open(capacity, 1)
	echoed := make(chan error, 1)
	go func() { echoed <- echo(there, back) }()

	err := bounce(there, back, make([]time.Duration, n/10))
	trips := make([]time.Duration, n)
	if err == nil {
		err = bounce(there, back, trips)
	}
	there.Close()
	return trips, errors.Join(err, <-echoed)
}

// echo sends what comes out of in to out, until in is closed.
func echo(in, out queuebench.Lane) error {
	for {
		v, err := in.Recv()
		if err == queue.ErrClosed {
			return nil
		}
		if err == nil {
			err = out.Send(v)
		}
		if err != nil {
			// The other side must not wait for an echo that will not come.
			in.Close()
			out.Close()
			return err
		}
	}
}

// bounce fills trips with the times of as many round trips. One reading of the
// clock ends a trip and starts the next.
func bounce(there, back queuebench.Lane, trips []time.Duration) error {
	base := time.Now()
	var last time.Duration
	for i := range trips {
		want := uint64(i + 1)
		if err := there.Send(want); err != nil {
			return err
		}
		got, err := back.Recv()
		if err != nil {
			return err
		}
		if got != want {
			return fmt.Errorf("round trip %d brought back %d", want, got)
		}
		now := time.Since(base)
		trips[i], last = now-last, now
	}
	return nil
}
