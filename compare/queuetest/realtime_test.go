package queuetest

import (
	"sync"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

// observed performs run as a case of its own in real time, and returns its trial.
func observed(t *testing.T, run func(*trial)) *trial {
	t.Helper()
	cfg := newConfig(nil)
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
