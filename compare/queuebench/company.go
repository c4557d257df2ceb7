package queuebench

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// company is who keeps the processors busy beside a queue.
type company interface {
	// begin returns when all of it compute, which they need not do for longer than atMost.
	begin(atMost time.Duration) error
	// work returns how many blocks have been computed, and false if that cannot be known.
	work() (blocks uint64, ok bool)
	// dismiss lets it end. It may be called again, and by any goroutine.
	dismiss()
	// wait returns when all of it have ended.
	wait()
}

// goroutines are a company of this process.
type goroutines struct {
	computers []computer
	stop      atomic.Bool
	done      sync.WaitGroup
}

// mostCompany is how many computing goroutines there may be.
const mostCompany = 1000

// newGoroutines returns n goroutines, or, if n is 0, twice as many as there are
// processors for them: at any moment as many wait for a processor as have one, so that
// who yields is behind all of those.
func newGoroutines(n int) *goroutines {
	if n == 0 {
		n = 2 * runtime.GOMAXPROCS(0)
	}
	return &goroutines{computers: make([]computer, n)}
}

// begin lets each compute no more than all processors together can in atMost, which no
// run gets to.
func (g *goroutines) begin(atMost time.Duration) error {
	g.start(uint64(pace()*atMost.Seconds()) + 1)
	return nil
}

// start lets each compute most blocks, and returns when all have begun.
func (g *goroutines) start(most uint64) {
	var begun sync.WaitGroup
	for i := range g.computers {
		begun.Add(1)
		g.done.Go(func() {
			begun.Done()
			g.computers[i].compute(&g.stop, most)
		})
	}
	begun.Wait()
}

func (g *goroutines) work() (blocks uint64, ok bool) {
	for i := range g.computers {
		blocks += g.computers[i].blocks.Load()
	}
	return blocks, true
}

func (g *goroutines) dismiss() { g.stop.Store(true) }

func (g *goroutines) wait() { g.done.Wait() }

// unpreempted returns why goroutines that compute would keep their processors until
// they end, or "". Then nothing could be measured beside them.
func unpreempted() string {
	switch {
	case runtime.GOOS == "js" || runtime.GOOS == "wasip1" || runtime.GOOS == "plan9":
		return "on " + runtime.GOOS + " a goroutine that computes keeps its processor"
	case strings.Contains(os.Getenv("GODEBUG"), "asyncpreemptoff=1"):
		return "with GODEBUG=asyncpreemptoff=1 a goroutine that computes keeps its processor"
	}
	return ""
}

// numberOf returns the number of computing goroutines that a scenario's name ends in, as
// in busy8, and the name without it. Without a number it is 0. It fails if there is
// something else than a number that there may be.
func numberOf(scenario string) (name string, n int, err error) {
	end := strings.IndexFunc(scenario, func(r rune) bool { return r < 'a' || r > 'z' })
	if end < 0 {
		return scenario, 0, nil
	}
	name, number := scenario[:end], scenario[end:]
	n, err = strconv.Atoi(number)
	if err != nil || n < 1 || n > mostCompany || strconv.Itoa(n) != number { // 08 would be 8 once more
		return name, 0, fmt.Errorf("scenario %q: %s computing goroutines: must be a number from 1 to %d", scenario, number, mostCompany)
	}
	return name, n, nil
}
