package queuetest

import (
	"flag"
	"testing"
	"time"
)

var (
	seedFlag   uint64
	stressFlag time.Duration
)

const seedFlagName = "queuetest.seed"

// The flags are for test binaries. A program that calls Check has its own.
func init() {
	if testing.Testing() {
		flag.Uint64Var(&seedFlag, seedFlagName, 0, "repeat the random choices of a run of queuetest with this seed")
		flag.DurationVar(&stressFlag, "queuetest.stress", 0, "repeat each case of queuetest that looks for races for this long")
	}
}

// readFlags gives the options their defaults. Any seed is a seed, so it has to
// be asked whether one was given.
func (cfg *config) readFlags() {
	cfg.stress = stressFlag
	if !testing.Testing() {
		return
	}
	flag.Visit(func(f *flag.Flag) {
		if f.Name == seedFlagName {
			cfg.seed = seedFlag
		}
	})
}
