//go:build race

package ring

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/boundedq/queue"
)

// breakRole names the child process that breaks a role.
const breakRole = "QUEUE_RING_BREAK_ROLE"

// Two goroutines in a role for one are a data race that the detector reports, at
// any capacity. It ends the process, so each is one of its own.
func TestBrokenRoleIsReported(t *testing.T) {
	if os.Getenv(breakRole) != "" {
		brokenRoles[os.Getenv(breakRole)]()
		return
	}
	for name := range brokenRoles {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			child := exec.Command(os.Args[0], "-test.run=^TestBrokenRoleIsReported$")
			child.Env = append(os.Environ(), breakRole+"="+name, "GOMAXPROCS=2", "GORACE=halt_on_error=1")
			out, err := child.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "WARNING: DATA RACE") {
				t.Errorf("the race detector says nothing: %v\n%s", err, out)
			}
		})
	}
}

var brokenRoles = map[string]func(){
	"two senders of an SPSC":           func() { twoSenders(NewSPSC[int](100)) },
	"two senders of a small SPSC":      func() { twoSenders(NewSPSC[int](1)) },
	"two senders of an SPMC":           func() { twoSenders(NewSPMC[int](100)) },
	"two senders of a small SPMC":      func() { twoSenders(NewSPMC[int](1)) },
	"two receivers of an SPSC":         func() { twoReceivers(NewSPSC[int](100)) },
	"two receivers of a small SPSC":    func() { twoReceivers(NewSPSC[int](1)) },
	"two receivers of an MPSC":         func() { twoReceivers(NewMPSC[int](100)) },
	"two receivers of a small MPSC":    func() { twoReceivers(NewMPSC[int](1)) },
	"batches of two senders":           func() { twoBatchSenders(NewSPSC[int](100)) },
	"batches of two senders, small":    func() { twoBatchSenders(NewSPSC[int](1)) },
	"batches for two receivers":        func() { twoBatchReceivers(NewSPSC[int](100)) },
	"batches for two receivers, small": func() { twoBatchReceivers(NewSPSC[int](1)) },
}

// meet runs op in two goroutines until they meet, which ends the process. Only calls
// that overlap break a role: those that follow one another are in order by the
// queue's own words.
func meet(op func()) {
	var wg sync.WaitGroup
	gate := make(chan struct{})
	for range 2 {
		wg.Go(func() {
			<-gate
			for start := time.Now(); time.Since(start) < 5*time.Second; {
				op()
			}
		})
	}
	close(gate)
	wg.Wait()
}

func twoSenders(q queue.BoundedQueue[int])   { meet(func() { q.TrySend(1) }) }
func twoReceivers(q queue.BoundedQueue[int]) { meet(func() { q.TryRecv() }) }

func twoBatchSenders(q *SPSC[int])   { meet(func() { q.SendMany(done, []int{1}) }) }
func twoBatchReceivers(q *SPSC[int]) { meet(func() { q.RecvMany(done, make([]int, 1)) }) }

// done is a context that is done, so that nobody waits.
var done = func() context.Context {
	ctx, cancel := context.WithCancel(background)
	cancel()
	return ctx
}()
