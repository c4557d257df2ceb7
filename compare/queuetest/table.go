package queuetest

import "slices"

// A testCase is one row of the suite.
type testCase struct {
	name  string // Group/Case
	keeps promise
	about string // what the case does, for whoever has to understand a failure
	place place
	needs need
	run   func(t *trial)
}

// A place is where a case runs.
type place int

const (
	// realTime is for cases that need processors, the garbage collector, or
	// nothing at all.
	realTime place = iota

	// inBubble is for cases about waiting: a bubble knows for certain that all
	// of its goroutines wait, and a lost wake-up ends it at once. Outside tests
	// there are no bubbles, and such a case runs in real time.
	inBubble
)

// A need tells why a case cannot run under a configuration, or nothing if it
// can.
type need func(cfg *config) (reason string)

func needsPointers(cfg *config) string   { return lacks(cfg.pointers == nil, "Pointers") }
func needsEmpty(cfg *config) string      { return lacks(cfg.empties == nil, "Empty") }
func needsLarge(cfg *config) string      { return lacks(cfg.blocks == nil, "Large") }
func needsInterfaces(cfg *config) string { return lacks(cfg.interfaces == nil, "Interfaces") }

func lacks(yes bool, option string) string {
	if !yes {
		return ""
	}
	return "give queuetest." + option + " to run it"
}

// table has every case, in the order in which they run: a queue that fails the
// first groups makes the later ones hard to read.
var table = slices.Concat(
	basicCases,
	capacityCases,
	modelCases,
	lenCases,
	tryCases,
	blockCases,
	closeCases,
	ctxCases,
	rendezvousCases,
	concurrentCases,
	memoryCases,
	typeCases,
	gcCases,
	allocCases,
	progressCases,
	idleCases,
)
