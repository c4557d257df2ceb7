// Demos measures the two demonstrations, packages asynclog and spans, beside what their
// fields have: zerolog's diode writer, a channel, and the batch span processor of the
// OpenTelemetry SDK. It prints tables in Markdown.
//
//	go run ./demos/cmd/demos -n 100000 -producers 4 -capacity 1024
//
// Every run counts what was sent and what arrived behind the queue. Where all of it must
// arrive, or the losses are counted, and the numbers do not agree, it is an error.
package main

import (
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"runtime"

	"github.com/boundedq/queue/bench/internal/cli"
)

func main() { cli.Exit("demos", run(os.Args[1:], os.Stdout)) }

func run(args []string, stdout io.Writer) error {
	cfg, err := parse(args, stdout)
	if err != nil {
		return err
	}

	// The diode reports collisions of its producers with the log package.
	var collisions lineCount
	defer log.SetOutput(log.Writer())
	log.SetOutput(&collisions)

	sections := sections()
	samples, err := measureAll(sections, cfg)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s %s/%s, GOMAXPROCS %d; n %d, producers %d, capacity %d, pause %v; medians of %d rounds\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0), cfg.n, cfg.producers, cfg.capacity, cfg.pause, cfg.rounds)
	for i, s := range sections {
		printTable(stdout, s, samples[i])
	}
	if n := collisions.n.Load(); n > 0 {
		fmt.Fprintf(stdout, "\nIn all rounds together the diode logged %d collisions of producers.\n", n)
	}
	return nil
}

// measureAll takes cfg.rounds samples of every variant. Each round takes one of each, in
// an order of its own, so that a slow second of the machine hits no variant alone. The
// first samples of a process are of cold caches and an unsized heap; a shorter round
// goes before the others and is not kept.
func measureAll(sections []section, cfg config) ([][][]sample, error) {
	type place struct{ section, variant int }
	var order []place
	samples := make([][][]sample, len(sections))
	for i, s := range sections {
		samples[i] = make([][]sample, len(s.variants))
		for j := range s.variants {
			order = append(order, place{i, j})
		}
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for round := range cfg.rounds + 1 {
		c := cfg
		if round == 0 {
			c.n = max(cfg.n/10, 1)
		}
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, p := range order {
			s, err := measure(sections[p.section].variants[p.variant], c)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", sections[p.section].title, sections[p.section].variants[p.variant].name, err)
			}
			if round > 0 {
				samples[p.section][p.variant] = append(samples[p.section][p.variant], s)
			}
		}
	}
	return samples, nil
}
