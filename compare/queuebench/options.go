package queuebench

import "errors"

// An Option chooses what [Run] measures. Of two of the same kind the later one
// counts.
type Option func(*config)

// config is what the options add up to.
type config struct {
	scenarios  []string // empty is all
	capacities []int
	goroutines [][2]int
	batches    []int
	controls   bool
	beyond     bool
}

func newConfig(opts []Option) *config {
	cfg := &config{
		capacities: []int{1, 16, 1024},
		goroutines: [][2]int{{1, 1}, {4, 4}},
		batches:    []int{1},
	}
	for _, opt := range opts {
		opt(cfg)
	}
	return cfg
}

// Scenarios chooses scenarios by name, in the order in which they are to run. The
// default is all of them.
func Scenarios(names ...string) Option {
	return func(cfg *config) { cfg.scenarios = names }
}

// Capacities sets the capacities that queues are made with. The default is 1, 16 and
// 1024. Scenarios that need a buffer leave out 0.
func Capacities(ns ...int) Option {
	return func(cfg *config) { cfg.capacities = ns }
}

// Goroutines sets the numbers of producers and consumers, as in
//
//	queuebench.Goroutines([2]int{1, 1}, [2]int{8, 1})
//
// which is one of each, and then eight producers and one consumer. The default is 1
// and 1, 4 and 4. Scenarios with fixed numbers keep theirs.
func Goroutines(producersConsumers ...[2]int) Option {
	return func(cfg *config) { cfg.goroutines = producersConsumers }
}

// Batches sets how many values of the handoff scenario go with one call, of SendMany
// and RecvMany where it is more than one. The default is 1.
func Batches(ns ...int) Option {
	return func(cfg *config) { cfg.batches = ns }
}

// Controls adds three that are no rivals: nop, which is no queue and takes what the
// harness takes; faa, which does nothing but the two fetch-adds a value that a queue
// with two counters cannot do without; and the first queue once more, under its name
// with -again behind it. No difference between two queues means anything that is not
// clearly larger than the one between the first queue and itself. nop and faa are
// for the floor and handoff scenarios, without batches.
func Controls() Option {
	return func(cfg *config) { cfg.controls = true }
}

// BeyondNumCPU measures also with GOMAXPROCS above the number of processors
// ([runtime.NumCPU]). Goroutines that run at once for Go then take turns on the
// processors by the clock of the operating system, which is most of what is measured.
func BeyondNumCPU() Option {
	return func(cfg *config) { cfg.beyond = true }
}

// check fails if an option names what there is not.
func (cfg *config) check() error {
	var errs []error
	for _, name := range cfg.scenarios {
		if scenarioOf(name) == nil {
			errs = append(errs, noSuchScenario(name))
		}
	}
	for _, n := range cfg.capacities {
		errs = append(errs, atLeast("capacity", n, 0))
	}
	for _, pc := range cfg.goroutines {
		errs = append(errs, atLeast("producers", pc[0], 1), atLeast("consumers", pc[1], 1))
	}
	for _, n := range cfg.batches {
		errs = append(errs, atLeast("batch", n, 1))
	}
	return errors.Join(errs...)
}
