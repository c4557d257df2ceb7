package signal

import (
	"sync"
	"sync/atomic"
	"testing"
)

func over(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestClosed(t *testing.T) {
	var closed atomic.Bool
	var early, late Closed

	c := early.Chan(closed.Load)
	if c != early.Chan(closed.Load) {
		t.Error("the second channel is another one")
	}
	if over(c) {
		t.Error("closed before Close")
	}
	closed.Store(true)
	for range 2 {
		early.Close()
		late.Close()
		if !over(c) {
			t.Error("not closed by Close")
		}
		if !over(late.Chan(closed.Load)) {
			t.Error("asked for after Close, and not closed")
		}
	}
}

// Whoever comes back finds the channel closed, whoever else is at it: two that ask and two
// that close, all at once.
func TestClosedByMany(t *testing.T) {
	for range 20_000 {
		var s Closed
		var closed atomic.Bool
		var all sync.WaitGroup
		start := make(chan struct{})
		for range 2 {
			all.Go(func() {
				<-start
				if c := s.Chan(closed.Load); closed.Load() {
					<-c
				}
			})
			all.Go(func() {
				<-start
				closed.Store(true)
				s.Close()
				if !over(s.Chan(closed.Load)) {
					t.Error("not closed after Close")
				}
			})
		}
		close(start)
		all.Wait()
	}
}
