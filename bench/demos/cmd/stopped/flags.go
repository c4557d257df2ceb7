package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/boundedq/queue/bench/internal/cli"
)

// A config is a command line that makes sense.
type config struct {
	capacity  int
	producers int // besides the victim
	consumers int
	rounds    int
	length    time.Duration // of one sample
	every     time.Duration // from one send of a producer to the next
	stop      time.Duration // that the victim is off its processor; 0 for never
	between   time.Duration // two stops
	wait      bool          // whether the others may park
}

// stops says what is done to the victim.
func (c config) stops() string {
	if c.stop == 0 {
		return "nobody is stopped"
	}
	return fmt.Sprintf("stops of %v with %v between", c.stop, c.between)
}

// way says how the others use the queue.
func (c config) way() string {
	if c.wait {
		return "with Send and Recv"
	}
	return "with TrySend and TryRecv"
}

// shortest is the least time in which a sample can see a stop.
const shortest = 100 * time.Millisecond

func parse(args []string, stdout io.Writer) (config, error) {
	capacity := cli.Between{N: 1024, Low: 32, High: 1 << 20}
	producers := cli.Between{N: 2, Low: 1, High: 64}
	consumers := cli.Between{N: 2, Low: 1, High: 64}
	rounds := cli.Between{N: 5, Low: 1, High: 100}
	length := span{d: 2 * time.Second, low: shortest, high: time.Minute}
	every := span{d: 20 * time.Microsecond, low: time.Microsecond, high: 10 * time.Millisecond}
	stop := span{d: 50 * time.Millisecond, low: 2 * late, high: time.Second, orZero: true}
	between := span{d: 3 * time.Millisecond, low: 100 * time.Microsecond, high: time.Second}
	flags := flag.NewFlagSet("stopped", flag.ContinueOnError)
	// Below 32 ring.New is a queue with a mutex, and not what is to be shown.
	flags.Var(&capacity, "capacity", "of each queue: "+capacity.Allowed())
	flags.Var(&producers, "producers", "goroutines that send, besides the one that is stopped: "+producers.Allowed())
	flags.Var(&consumers, "consumers", "goroutines that receive: "+consumers.Allowed())
	flags.Var(&rounds, "rounds", "samples of each queue: "+rounds.Allowed())
	flags.Var(&length, "for", "length of one sample: "+length.allowed())
	flags.Var(&every, "every", "time from one send of a producer to its next: "+every.allowed())
	flags.Var(&stop, "stop", "time for which a producer is off its processor, 0 to leave it alone: "+stop.allowed())
	flags.Var(&between, "between", "time for which it runs between two stops: "+between.allowed())
	wait := flags.Bool("wait", false, "use Send and Recv, which park, in place of TrySend and TryRecv")
	if err := cli.Parse(flags, args, stdout); err != nil {
		return config{}, err
	}
	cfg := config{capacity.N, producers.N, consumers.N, rounds.N, length.d, every.d, stop.d, between.d, *wait}
	if n := cfg.producers * cfg.each(); n > mostSends {
		return config{}, cli.UsageError(fmt.Sprintf("-for %v -every %v -producers %d: %d sends, must be at most %d", cfg.length, cfg.every, cfg.producers, n, mostSends))
	}
	return cfg, nil
}

// mostSends is how many the others may make in one sample: each has its times kept.
const mostSends = 5_000_000

// each returns how many values each of the others sends.
func (c config) each() int { return max(int(c.length/c.every), 1) }

// A span is the value of a flag that takes a time from low to high.
type span struct {
	d, low, high time.Duration
	orZero       bool
}

func (s *span) String() string { return s.d.String() }

// Set sets the time, or says which are allowed.
func (s *span) Set(text string) error {
	d, err := time.ParseDuration(text)
	if err != nil || (d < s.low || d > s.high) && !(d == 0 && s.orZero) {
		return errors.New("must be " + s.allowed())
	}
	s.d = d
	return nil
}

func (s *span) allowed() string {
	if s.orZero {
		return fmt.Sprintf("0, or %v to %v", s.low, s.high)
	}
	return fmt.Sprintf("%v to %v", s.low, s.high)
}
