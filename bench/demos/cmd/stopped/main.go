// Stopped shows what a producer that is stopped in mid-send does to all others. The system
// takes one producer, the victim, off its processor for some 50 ms at a time, wherever it
// is. What is measured is how late the sends of the others are accepted meanwhile, and how
// late their values arrive. It prints a table in Markdown.
//
//	go run ./demos/cmd/stopped -for 2s -rounds 5 -stop 50ms
//
// Every sample counts what was sent and what arrived, of each producer and as a sum of the
// values. If they do not agree it is an error. It needs Linux and two processors.
package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/boundedq/queue/bench/internal/cli"
)

func main() {
	if isNeighbour() {
		cli.Exit("stopped", beNeighbour())
		return
	}
	cli.Exit("stopped", run(os.Args[1:], os.Stdout))
}

func run(args []string, stdout io.Writer) error {
	cfg, err := parse(args, stdout)
	if err != nil {
		return err
	}
	cpus, err := survey()
	if err != nil {
		return err
	}
	undo, err := cpus.reserve()
	if err != nil {
		return err
	}
	defer undo()

	// A P for each. With less the scheduler would now and then queue one of the others
	// behind the victim, where it waits as long as the victim does, whatever the queue.
	ps := 1 + cfg.producers + cfg.consumers
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(ps))
	// To collect garbage is to stop the world, and the world would wait for the victim.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))

	contestants := contestants(cfg.wait)
	samples, err := sampleAll(contestants, cfg, cpus)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s %s/%s, GOMAXPROCS %d; capacity %d, %d other producers, each every %v, %d consumers, %s; %s\n%d rounds of %v: medians of the percentiles and of one stop, the longest of all rounds, and everything else of all rounds together\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, ps, cfg.capacity, cfg.producers, cfg.every, cfg.consumers, cfg.way(), cfg.stops(), cfg.rounds, cfg.length)
	printTables(stdout, contestants, samples)
	if cfg.stop > 0 {
		printDoubts(stdout, contestants, samples)
	}
	return nil
}

// sampleAll takes cfg.rounds samples of every queue. Each round takes one of each, in an
// order of its own, so that a slow second of the machine hits no queue alone. A shorter
// round goes before the others and is not kept: its caches are cold.
func sampleAll(contestants []contestant, cfg config, cpus processors) ([][]sample, error) {
	samples := make([][]sample, len(contestants))
	rng := rand.New(rand.NewPCG(1, 1))
	for round := range cfg.rounds + 1 {
		c := cfg
		if round == 0 {
			c.length = max(cfg.length/10, shortest)
		}
		for _, i := range rng.Perm(len(contestants)) {
			s, err := take(contestants[i].open(cfg.capacity), c, cpus)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", contestants[i].name, err)
			}
			if round > 0 {
				samples[i] = append(samples[i], s)
			}
		}
	}
	return samples, nil
}
