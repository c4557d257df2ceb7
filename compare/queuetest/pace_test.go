package queuetest

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

// polled performs run with a queue that is declared Polling, and that has little time.
func polled(t *testing.T, run func(*trial, queue.BoundedQueue[int])) *trial {
	t.Helper()
	cfg := configOfInts(mutants.New[int](mutants.None), []Option{Polling(), Watchdog(time.Second), Budget(30 * time.Millisecond)})
	return cfg.perform(&testCase{name: "A/B", place: realTime, run: func(t *trial) {
		t.set("cap=1")
		run(t, t.New(1))
	}}, nil)
}

// slowly has rounds of two operations, of a millisecond each or a little more.
func slowly(t *trial, q queue.BoundedQueue[int], rounds int) {
	for range rounds {
		time.Sleep(time.Millisecond)
		t.send(background, q, 1, nil)
		t.recv(background, q, 1, nil)
	}
}

func TestSlowIsEased(t *testing.T) {
	tr := polled(t, func(t *trial, q queue.BoundedQueue[int]) { slowly(t, q, t.N(1000)) })
	if len(tr.failures) > 0 || tr.skipped != "" || len(tr.notes) != 1 || !strings.Contains(tr.notes[0], "this queue is slow: in 30ms the case came as far as cap=1") {
		t.Errorf("failures %v, skipped %q, notes %q", tr.failures, tr.skipped, tr.notes)
	}
	c := certificate{asOf: Version}
	c.add(tr)
	if s := c.String(); !strings.HasSuffix(s, "1 passed, 0 failed, 0 skipped; this queue is slow, and passed with 1/64 of the rounds: A/B") {
		t.Error(s)
	}
}

func TestTooSlowIsSkipped(t *testing.T) {
	tr := polled(t, func(t *trial, q queue.BoundedQueue[int]) { slowly(t, q, 1000) })
	if len(tr.failures) > 0 || !strings.HasPrefix(tr.skipped, "this queue is slow: in 30ms") {
		t.Errorf("failures %v, skipped %q", tr.failures, tr.skipped)
	}
}

// What was found before the time was over is not forgotten.
func TestSlowAndFaulty(t *testing.T) {
	tr := polled(t, func(t *trial, q queue.BoundedQueue[int]) {
		t.Errorf("a fault")
		slowly(t, q, 1000)
	})
	if len(tr.failures) != 1 || tr.skipped != "" {
		t.Errorf("failures %v, skipped %q", tr.failures, tr.skipped)
	}
}

// Nobody gets anything done any more: that is not slow.
func TestStuckIsNotSlow(t *testing.T) {
	tr := polled(t, func(t *trial, q queue.BoundedQueue[int]) {
		slowly(t, q, 10)
		for t.life.Err() == nil {
			time.Sleep(time.Millisecond)
		}
	})
	if len(tr.failures) != 1 || tr.skipped != "" || !strings.Contains(tr.failures[0].Text, "still not done") {
		t.Errorf("failures %v, skipped %q", tr.failures, tr.skipped)
	}
}

// A timer gives back no lock and ends no wait of the suite, so that everybody waits is
// seen at once.
func TestPollingAndStuck(t *testing.T) {
	tr := polled(t, func(t *trial, _ queue.BoundedQueue[int]) {
		var own sync.Mutex
		own.Lock()
		t.atEnd(own.Unlock)
		t.Go(own.Lock)
		t.Join()
	})
	if len(tr.failures) != 1 || !strings.Contains(tr.failures[0].Text, "everybody waits") {
		t.Errorf("failures %v", tr.failures)
	}
}
