package queuebench

import (
	"flag"
	"math"
	"strings"
	"testing"
	"time"
)

// A stretch is how long a scenario beside company goes on: until so many operations
// have been made, or so much time has gone by.
//
// Beside company a queue may move a thousand values in one slice of time and none in
// the next ten, so the number of operations that fill a given time cannot be found by
// trying larger and larger ones, as the testing package does: a trial that happens to
// fall on a bad moment would be the result. So the first run takes the time of a sample,
// whatever it gets done, and what is reported is divided by that.
type stretch struct {
	operations int
	time       time.Duration
}

const (
	// leastStretch is the shortest time of a sample, if time it has: twenty slices of
	// each processor's.
	leastStretch = 200 * time.Millisecond
	// longStretch is the longest time of a given number of operations.
	longStretch = 10 * time.Second
)

// stretchOf returns that of -test.benchtime, and no less than least if it is a time.
func stretchOf(b *testing.B, least time.Duration) stretch {
	benchtime := time.Second
	if f := flag.Lookup("test.benchtime"); f != nil {
		value := f.Value.String()
		if strings.HasSuffix(value, "x") {
			return stretch{b.N, longStretch}
		}
		if d, err := time.ParseDuration(value); err == nil {
			benchtime = d
		}
	}
	return stretch{math.MaxInt32, max(benchtime, least)}
}
