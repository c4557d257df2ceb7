//go:build sched

package sched

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"time"
)

// patience is how many times in a row Watch finds no step taken, at one look a second, before
// it gives up. Looks and not a time: a process that was stopped looks once afterwards.
var patience = 10

// What Watch looks at, for all schedules together, as the turn is one for all.
var (
	begun    atomic.Uint64             // steps
	stepping atomic.Pointer[goroutine] // who takes one
	blocked  atomic.Bool               // somebody never came to the end of it
)

// Watch calls f, which runs schedules, and returns nil when it returns. If no step comes to
// an end for ten seconds, it returns an error that says where the goroutine stands: it is
// blocked by something that the schedule does not see. It stays so and has the turn, so from
// then on no schedule can run in this process, and Watch returns an error at once.
func Watch(f func()) error { return watch(f, time.Second) }

func watch(f func(), look time.Duration) error {
	if blocked.Load() {
		return errors.New("sched: not run, since an earlier schedule has a goroutine that does not come to its next step")
	}
	done, ended := make(chan struct{}), false
	go func() {
		defer close(done)
		f()
		ended = true
	}()
	looks := time.NewTicker(look)
	defer looks.Stop()
	for last, same := begun.Load(), 0; same < patience; {
		select {
		case <-done:
			if !ended { // it was a FailNow, which is for the caller
				runtime.Goexit()
			}
			return nil
		case <-looks.C:
			same++
			if now := begun.Load(); now != last {
				last, same = now, 0
			}
		}
	}
	g := stepping.Load()
	if g == nil {
		return fmt.Errorf("sched: nothing happens for %v, and no goroutine of the schedule runs: does what makes the queue block?\n%v", time.Duration(patience)*look, stacks(".watch.func1"))
	}
	blocked.Store(true)
	return fmt.Errorf("sched: goroutine %q does not come to its next step for %v. It is blocked by what the schedule does not see, such as a channel, a sync.Mutex or a sync.Cond, or it loops without an access:\n%v", g.name, time.Duration(patience)*look, stacks(".(*goroutine).main"))
}

// stacks returns those of the goroutines that have come through a function of this package,
// without those that wait for their turn.
func stacks(through string) string {
	buf := make([]byte, 1<<20)
	var found []string
	for s := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		first, _, _ := strings.Cut(s, "\n")
		if strings.Contains(s, "internal/sched"+through) && !strings.Contains(first, "[coroutine") {
			found = append(found, s)
		}
	}
	return strings.Join(found, "\n\n")
}
