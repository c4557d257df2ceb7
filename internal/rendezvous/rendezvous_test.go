package rendezvous

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/boundedq/queue"
)

// The conformance suite runs over this package through ring and condq at capacity
// 0. Here are the two moments at which a meeting and the end of a wait cross.

// A sender that was met and cancelled before it ran has been accepted: the
// receiver has the value.
func TestMetAndCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p Point[int]
		ctx, cancel := context.WithCancel(t.Context())
		sent := queue.ErrFull // stands for: not back yet
		go func() { sent = p.Send(ctx, 7) }()
		synctest.Wait()

		p.mu.Lock()
		s := p.senders.Choose() // a receive, by hand
		if s == nil || s.Value.v != 7 {
			t.Fatal("no sender is waiting with its value")
		}
		s.Value.met = true
		cancel()
		s.Wake()
		p.mu.Unlock()
		synctest.Wait()
		if sent != nil {
			t.Errorf("Send of a value that was received: %v", sent)
		}
	})
}

// One that was cancelled first leaves nothing behind.
func TestCancelledAndNotMet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p Point[int]
		ctx, cancel := context.WithCancel(t.Context())
		sent := queue.ErrFull
		go func() { sent = p.Send(ctx, 7) }()
		synctest.Wait()
		cancel()
		synctest.Wait()
		if sent != context.Canceled {
			t.Errorf("cancelled Send: %v", sent)
		}
		if v, err := p.TryRecv(); err != queue.ErrEmpty {
			t.Errorf("TryRecv after a cancelled Send: %d, %v", v, err)
		}
		if n := p.senders.Len(); n != 0 {
			t.Errorf("%d senders wait", n)
		}
	})
}
