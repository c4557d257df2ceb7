package queuetest

import "slices"

// A testCase is one row of the suite.
type testCase struct {
	name   string // Group/Case
	keeps  promise
	about  string // what the case does, for whoever has to understand a failure
	place  place
	needs  need   // without it the case is skipped
	claims need   // without it the case runs, and what it finds is a reason to skip it
	lack   string // the option that a queue may not have declared if the case fails, see session
	since  int    // the version of the suite that it came with, or 0 for the first
	stress bool   // looks for a race, and is worth repeating
	run    func(t *trial)

	// of limits the case to queues that have declared something.
	of func(*lacks) bool
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

// table has every case, in the order in which they run: a queue that fails the
// first groups makes the later ones hard to read.
var table = slices.Concat(
	undeclaredCases, // see probes
	basicCases,
	capacityCases,
	modelCases,
	overflowCases,
	lenCases,
	tryCases,
	blockCases,
	closeCases,
	signalCases,
	ctxCases,
	foreignCases,
	rendezvousCases,
	batchCases,
	iterCases,
	concurrentCases,
	historyCases,
	memoryCases,
	gcCases,
	pressureCases,
	allocCases,
	progressCases,
	companyCases,
	idleCases,
	misuseCases,
	nilCases,
	zeroCases,
	declaredCases,
)
