//go:build sched

package ring

import (
	"context"
	"testing"

	"github.com/boundedq/queue"
)

// Somebody who comes to receive does the operation of one that starves, and then its
// own. Senders that have seen the one who starves, and have not come to feed it, find it
// gone: they must look who else waits.
func TestScriptFedByANewcomer(t *testing.T) {
	scripted(t, 5, func(s stage) {
		a := s.starved(1)
		next := s.recv(background, "next")
		next.Block()
		run := s.sendMany("run", 21, 22, 23)
		run.Until("feed: somebody starves")
		s.tryRecv("newcomer").returns(22, nil)
		run.returns(3, nil)
		a.returns(21, nil)
		s.holds(1)
		next.returns(23, nil) // waits for ever beside a value
	})
	scripted(t, 2, func(s stage) {
		a := s.starved(2)
		next := s.recv(background, "next")
		next.Block()
		send := s.sendMany("run", 21)
		send.Until("send: claimed")
		s.Close() // wakes them, and they find that a value is to come
		next.Block()
		a.Block()
		send.Until("feed: somebody starves")
		s.tryRecv("newcomer").returns(0, queue.ErrClosed)
		send.returns(1, nil)
		a.returns(21, nil)
		next.returns(0, queue.ErrClosed) // waits for ever on a closed queue
	})
}

// A receiver that waits because the next slot is claimed has not found the queue empty.
// What is sent past the ring to it was sent when it was not there, and since then the
// queue may have become full: so that with this value it held one more than Cap.
func TestScriptServedBesideAClaim(t *testing.T) {
	scripted(t, 2, func(s stage) {
		ctx, cancel := context.WithCancel(background)
		gone := s.recv(ctx, "gone")
		gone.Block()
		server := s.send(background, "server", 1)
		server.Until("serve: nothing held")
		cancel()
		gone.returns(0, context.Canceled)
		stalled := s.send(background, "stalled", 2)
		stalled.Until("send: claimed")
		s.send(background, "younger", 3).returns(0, nil)
		// Now 2 and 3 are held, and 3 was sent. The queue is full.
		s.trySend("full", 4).returns(0, queue.ErrFull)
		recv := s.recv(background, "recv")
		recv.Block()
		server.Rest()
		stalled.Finish()
		recv.Finish()
		v2, _ := s.TryRecv()
		v3, _ := s.TryRecv()
		// 3 was accepted before recv was called, and 2 before 3. If 1 comes out
		// first it was in the queue, too.
		if recv.v == 1 && v2 == 2 && v3 == 3 {
			t.Error("received 1, 2 and 3 in this order, all sent before the first was received: a queue of capacity 2 held three values")
		}
	})
}
