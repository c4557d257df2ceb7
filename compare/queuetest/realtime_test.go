package queuetest

import (
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

// observed performs run as a case of its own in real time, and returns its trial.
func observed(t *testing.T, run func(*trial), opts ...Option) *trial {
	t.Helper()
	cfg := newConfig(opts)
	cfg.newQueue = func(_ *trial, n int) queue.BoundedQueue[int] { return mutants.New[int](mutants.None)(n) }
	return cfg.perform(&testCase{name: "A/B", place: realTime, run: run}, nil)
}

// holdFor is longer than the observer waits between two snapshots.
const holdFor = 400 * time.Millisecond

// hold keeps the caller running, since who sleeps does not wait for anybody.
func hold() {
	for end := time.Now().Add(holdFor); time.Now().Before(end); {
	}
}

// A timer that has fired is about to wake the trial, though nobody in the trial has
// started its goroutine: it holds the lock of the context that it ends, or has not
// closed the channel yet.
func TestWhoWaitsForATimerIsNotStuck(t *testing.T) {
	tr := observed(t, func(*trial) {
		woken := make(chan struct{})
		time.AfterFunc(0, func() {
			hold()
			close(woken)
		})
		<-woken
	})
	if len(tr.failures) > 0 {
		t.Errorf("%v", tr.failures[0])
	}
}

// Who waits for a lock may wait for a goroutine that is none of the trial's.
func TestWhoWaitsForAForeignLockIsNotStuck(t *testing.T) {
	var global sync.Mutex
	ask, held := make(chan struct{}), make(chan struct{})
	go func() {
		<-ask
		global.Lock()
		close(held)
		hold()
		global.Unlock()
	}()
	tr := observed(t, func(*trial) {
		close(ask)
		<-held
		global.Lock()
		defer global.Unlock()
	})
	if len(tr.failures) > 0 {
		t.Errorf("%v", tr.failures[0])
	}
}

// helper starts a goroutine that is none of the trial's and answers each question
// after a while.
func helper(t *testing.T) (ask func() (answer <-chan int)) {
	questions := make(chan chan int)
	t.Cleanup(func() { close(questions) })
	go func() {
		for q := range questions {
			hold()
			q <- 1
		}
	}()
	return func() <-chan int {
		answer := make(chan int, 1)
		questions <- answer
		return answer
	}
}

// A helper that serves all queues was there before the trial.
func TestWhoWaitsForAHelperIsNotStuck(t *testing.T) {
	ask := helper(t)
	tr := observed(t, func(*trial) { <-ask() }, NotDurable())
	if len(tr.failures) > 0 {
		t.Errorf("%v", tr.failures[0])
	}
}

func TestSettleWaitsForAHelper(t *testing.T) {
	ask := helper(t)
	tr := observed(t, func(t *trial) {
		answer := ask()
		t.Settle()
		if len(answer) == 0 {
			t.Errorf("a helper is at work, and Settle returned")
		}
	}, NotDurable())
	if len(tr.failures) > 0 {
		t.Errorf("%v", tr.failures[0])
	}
}

// Who was busy before there was a queue is no helper, and neither is who was left over
// by another case.
func TestStrangersAreNoHelpers(t *testing.T) {
	var end atomic.Bool
	spin := func() {
		for !end.Load() {
			runtime.Gosched()
		}
	}
	t.Cleanup(func() { end.Store(true) })
	go spin()
	cfg := newConfig([]Option{NotDurable(), Watchdog(4 * time.Second)})
	for range 2 {
		tr := cfg.perform(&testCase{name: "A/B", run: func(t *trial) {
			t.Settle()
			t.Go(spin)
			t.Fatalf("and leaves a goroutine")
		}}, nil)
		if len(tr.failures) != 1 || !strings.Contains(tr.failures[0].Text, "and leaves") {
			t.Errorf("%v", tr.failures)
		}
	}
}

// Nobody unlocks it: the observer says so, and does not leave it to the watchdog.
func TestWhoWaitsForALockOfItsOwnIsStuck(t *testing.T) {
	start := time.Now()
	tr := observed(t, func(*trial) {
		var own sync.Mutex
		own.Lock()
		own.Lock()
	})
	if len(tr.failures) != 1 {
		t.Fatalf("%d failures, want 1", len(tr.failures))
	}
	if watchdog := newConfig(nil).watchdog; time.Since(start) > watchdog/2 {
		t.Errorf("noticed after %v", time.Since(start))
	}
}
