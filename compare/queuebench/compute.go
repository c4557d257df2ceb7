package queuebench

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// blockRounds is the rounds of a block, which takes a few µs. Who computes looks
// between two blocks whether to go on.
const blockRounds = 1000

// A block is a computation that goes on from x. Nothing in it waits, allocates or
// calls the scheduler, so who computes is taken off its processor only at the end of
// its time slice.
func block(x uint64) uint64 { return task{x + 1, blockRounds}.run() }

// A computer is a goroutine that computes.
type computer struct {
	_      [padBytes]byte
	blocks atomic.Uint64 // computed so far
	result uint64
	_      [padBytes]byte
}

// compute computes until stop is true, and for no more than most blocks: where the
// goroutine that sets stop gets no processor, it would be for ever.
func (c *computer) compute(stop *atomic.Bool, most uint64) {
	x := uint64(0)
	for n := uint64(0); n < most && !stop.Load(); n++ {
		x = block(x)
		c.blocks.Store(n + 1)
	}
	c.result = x // so that it is not left out
}

var (
	paces  = map[int]float64{} // by number of processors
	pacing sync.Mutex
)

// pace returns how many blocks a second the processors compute that Go runs on, all of
// them at once. It is found out once for each number of processors.
func pace() float64 {
	pacing.Lock()
	defer pacing.Unlock()
	procs := min(runtime.GOMAXPROCS(0), runtime.NumCPU())
	if paces[procs] == 0 {
		paces[procs] = findPace(procs)
	}
	return paces[procs]
}

// findPace lets so many goroutines compute at once for some tens of milliseconds, each
// of them in turns of less than one. The shortest turn of all counts, from which nobody
// has taken a processor.
func findPace(procs int) float64 {
	const turns, blocks = 100, 200
	best := make([]time.Duration, procs) // each written once
	var workers []func() error
	for i := range best {
		workers = append(workers, func() error {
			var x uint64
			least := time.Duration(1<<63 - 1)
			for range turns {
				start := time.Now()
				for range blocks {
					x = block(x)
				}
				least = min(least, time.Since(start))
			}
			runtime.KeepAlive(x)
			best[i] = least
			return nil
		})
	}
	together(workers)
	return float64(procs) * blocks / max(slices.Min(best), 1).Seconds()
}
