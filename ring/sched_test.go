//go:build sched

package ring

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
)

// These tests stop goroutines at the dangerous moments. Run them with
//
//	go test -tags sched ./ring
//
// The moments are the points below. The random scenarios come to each of them.
var points = []string{
	// An attempt to send: tail is loaded; the slot found free; tail moved past it;
	// the value stored, and nobody notified yet. Or the slot found taken.
	"send: at tail", "send: slot free", "send: claimed", "send: published",
	"send: slot taken",

	// An attempt to receive, likewise.
	"recv: at head", "recv: slot full", "recv: claimed", "recv: released",
	"recv: slot empty",

	// A try looks again at a slot that a peer has claimed.
	"try: slot busy",

	// A side of a dense ring: its word is loaded, and about to be locked, or found
	// locked; then what the other side has done is to be loaded; a value is written
	// and not published, or taken back because of a Close; or a value is taken.
	"side: at word", "side: locked",
	"send: to look at head", "send: written", "send: withdrawn",
	"recv: to look at tail", "recv: taken",

	// Somebody asks whether a side is ready, and has loaded one position; or also
	// found the slot not ready.
	"ready: at slot", "ready: past slot", "ready: at tail", "ready: at head",

	// A wait: there is no scout, so far; the scout looks; W1 is done; W2 found
	// nothing; parked; woken or cancelled; out of the queue. And its end: S1 is
	// done; S2 found that somebody waits and need not.
	"wait: no scout", "scout: look", "wait: queued", "wait: looked", "parked",
	"wait: leaving", "wait: left", "retire: no scout", "retire: waiter seen",

	// P2: a waiter was seen, and no scout; and one was chosen.
	"notify: waiter seen", "notify: chosen",

	"len: at tail", "len: at head",
	"close: marked", "close: senders woken",

	// Small capacities: a waiter is queued, and is awake again; somebody who has
	// chosen a waiter is about to serve it, and Close to turn one away.
	"handoff: queued", "handoff: leaving", "handoff: chosen",
	"handoff: closed", "handoff: turned away",
}

// lastLap is the number of the last lap before the positions of a ring of capacity
// n overflow.
func lastLap(n int) uint64 { return math.MaxUint64 / newRing[int](n).lap }

// A stage is a ring in a script.
type stage struct {
	*sched.Script
	*Queue[int]
	t *testing.T
}

// scripted runs a script with positions that start at zero, and with such as are
// about to overflow.
func scripted(t *testing.T, capacity int, script func(stage)) {
	for _, lap := range []uint64{0, lastLap(capacity)} {
		t.Run(fmt.Sprintf("lap=%d", lap), func(t *testing.T) {
			script(stage{sched.NewScript(t), newAt(capacity, lap), t})
		})
	}
}

// An actor does one operation.
type actor struct {
	*sched.Actor
	stage
	name string
	result
}

func (s stage) play(name string, op func(*result)) *actor {
	a := &actor{stage: s, name: name}
	a.Actor = s.Script.Go(name, func() { op(&a.result) })
	return a
}

func (s stage) send(ctx context.Context, name string, v int) *actor {
	return s.play(name, func(r *result) { r.err = s.Send(ctx, v) })
}

func (s stage) recv(ctx context.Context, name string) *actor {
	return s.play(name, func(r *result) { r.v, r.err = s.Recv(ctx) })
}

// returns runs the actor to its end and compares.
func (a *actor) returns(v int, err error) {
	a.t.Helper()
	a.Finish()
	if a.result != (result{v, err}) {
		a.t.Errorf("%s: %d, %v, want %d, %v", a.name, a.v, a.err, v, err)
	}
}

// misses runs the actor, which is the scout, to where it has looked for the last
// time before it queues itself.
func (a *actor) misses() {
	a.t.Helper()
	a.Until("scout: look")
	a.Until("scout: look")
	a.Until("ready: past slot")
}

// stillSpins runs the actor for some looks at a busy slot.
func (a *actor) stillSpins() {
	a.t.Helper()
	for range 3 {
		a.Until("try: slot busy")
	}
}

// Behind a value that is claimed but not published, a try must not say that the
// queue is empty, and who may wait parks.
func TestScriptStalledSender(t *testing.T) {
	scripted(t, 4, func(s stage) {
		stalled := s.send(background, "stalled", 1)
		stalled.Until("send: claimed")
		s.send(background, "younger", 2).returns(0, nil)
		if n := s.Len(); n != 2 {
			s.t.Errorf("Len: %d, want 2", n)
		}
		try := s.play("try", func(r *result) { r.v, r.err = s.TryRecv() })
		try.stillSpins()
		recv := s.recv(background, "recv")
		recv.Block()
		stalled.returns(0, nil)
		try.returns(1, nil)
		recv.returns(2, nil)
	})
}

// The mirror: the slot that the next send needs is being emptied.
func TestScriptStalledReceiver(t *testing.T) {
	scripted(t, 2, func(s stage) {
		mustSend(s.t, s.Queue, 1, 2)
		stalled := s.recv(background, "stalled")
		stalled.Until("recv: claimed")
		try := s.play("try", func(r *result) { r.err = s.TrySend(3) })
		try.stillSpins()
		send := s.send(background, "send", 4)
		send.Block()
		s.recv(background, "younger").returns(2, nil)
		send.Block() // woken for nothing
		try.stillSpins()
		stalled.returns(1, nil)
		try.returns(0, nil)
		send.returns(0, nil)
		mustRecv(s.t, s.Queue, 3, 4)
	})
}

// The younger of two values is published first, and wakes a receiver for nothing.
// The older one's sender wakes only one, which wakes the other.
func TestScriptPublishedOutOfOrder(t *testing.T) {
	scripted(t, 4, func(s stage) {
		r1, r2 := s.recv(background, "r1"), s.recv(background, "r2")
		r1.Block()
		r2.Block()
		stalled := s.send(background, "stalled", 1)
		stalled.Until("send: claimed")
		s.send(background, "younger", 2).returns(0, nil)
		r1.Block()
		r2.Block()
		stalled.returns(0, nil)
		r1.returns(1, nil)
		r2.returns(2, nil)
	})
}

func TestScriptReleasedOutOfOrder(t *testing.T) {
	scripted(t, 2, func(s stage) {
		mustSend(s.t, s.Queue, 1, 2)
		s1, s2 := s.send(background, "s1", 3), s.send(background, "s2", 4)
		s1.Block()
		s2.Block()
		stalled := s.recv(background, "stalled")
		stalled.Until("recv: claimed")
		s.recv(background, "younger").returns(2, nil)
		s1.Block()
		s2.Block()
		stalled.returns(1, nil)
		s1.returns(0, nil)
		s2.returns(0, nil)
		mustRecv(s.t, s.Queue, 3, 4)
	})
}

// What becomes ready between a last look and W1 notifies nobody; W2 finds it.
func TestScriptReadyBeforeQueued(t *testing.T) {
	scripted(t, 1, func(s stage) {
		recv := s.recv(background, "recv")
		recv.misses()
		s.send(background, "send", 1).returns(0, nil)
		recv.returns(1, nil)

		mustSend(s.t, s.Queue, 2)
		send := s.send(background, "send", 3)
		send.misses()
		mustRecv(s.t, s.Queue, 2)
		send.returns(0, nil)

		send = s.send(background, "send to close", 4)
		send.Until("wait: queued")
		s.Close()
		send.returns(0, queue.ErrClosed)
	})
}

// A value that was claimed before Close is delivered, and only then do receivers,
// parked before or after, hear that the queue is closed.
func TestScriptCloseBetweenClaimAndPublication(t *testing.T) {
	scripted(t, 2, func(s stage) {
		early := s.recv(background, "early")
		early.Block()
		stalled := s.send(background, "stalled", 1)
		stalled.Until("send: claimed")
		s.play("close", func(*result) { s.Close() }).Finish()
		early.Block()
		late := s.recv(background, "late")
		late.Block()
		s.send(background, "too late", 2).returns(0, queue.ErrClosed)
		stalled.returns(0, nil)
		early.returns(1, nil)
		late.returns(0, queue.ErrClosed)
	})
}

// A waiter that was chosen and then cancelled, before its wake-up came, hands it
// on.
func TestScriptCancelledReceiverHandsOn(t *testing.T) {
	scripted(t, 1, func(s stage) {
		ctx, cancel := context.WithCancel(background)
		chosen, next := s.recv(ctx, "chosen"), s.recv(background, "next")
		chosen.Block()
		next.Block()
		send := s.send(background, "send", 1)
		send.Until("notify: chosen")
		cancel()
		chosen.Block() // its wake-up must be received before it goes
		send.returns(0, nil)
		next.Block()
		chosen.returns(0, context.Canceled)
		next.returns(1, nil)
	})
}

func TestScriptCancelledSenderHandsOn(t *testing.T) {
	scripted(t, 1, func(s stage) {
		mustSend(s.t, s.Queue, 1)
		ctx, cancel := context.WithCancel(background)
		chosen, next := s.send(ctx, "chosen", 2), s.send(background, "next", 3)
		chosen.Block()
		next.Block()
		recv := s.recv(background, "recv")
		recv.Until("notify: chosen")
		cancel()
		chosen.Block()
		recv.returns(1, nil)
		next.Block()
		chosen.returns(0, context.Canceled)
		next.returns(0, nil)
		mustRecv(s.t, s.Queue, 3)
	})
}

// The notified receiver finds that somebody who never waited has taken the value.
// It goes back to the front, and gets the next one.
func TestScriptOvertaken(t *testing.T) {
	scripted(t, 1, func(s stage) {
		first, second := s.recv(background, "first"), s.recv(background, "second")
		first.Block()
		second.Block()
		mustSend(s.t, s.Queue, 1)
		mustRecv(s.t, s.Queue, 1)
		first.Block()
		mustSend(s.t, s.Queue, 2)
		second.Block()
		first.returns(2, nil)
		mustSend(s.t, s.Queue, 3)
		second.returns(3, nil)
	})
}

// A slot is needed again while it is still claimed from the lap before. Then the
// queue is full, or empty, for all that the peer is not done, and nobody waits for
// that peer.
func TestScriptClaimedInTheLapBefore(t *testing.T) {
	scripted(t, 2, func(s stage) {
		stalled := s.send(background, "stalled sender", 1)
		stalled.Until("send: claimed")
		mustSend(s.t, s.Queue, 2)
		s.play("try", func(r *result) { r.err = s.TrySend(3) }).returns(0, queue.ErrFull)
		send := s.send(background, "send", 4)
		send.Block()
		stalled.returns(0, nil)
		send.Block()
		mustRecv(s.t, s.Queue, 1)
		send.returns(0, nil)

		stalled = s.recv(background, "stalled receiver")
		stalled.Until("recv: claimed")
		mustRecv(s.t, s.Queue, 4)
		s.play("try", func(r *result) { r.v, r.err = s.TryRecv() }).returns(0, queue.ErrEmpty)
		recv := s.recv(background, "recv")
		recv.Block()
		s.Close()
		recv.returns(0, queue.ErrClosed)
		stalled.returns(2, nil)
	})
}

// While a waiter takes its second look, the slot it looks at is used up by others,
// and the next one is ready. Nobody else would tell it.
func TestScriptReadyBehindUsedSlot(t *testing.T) {
	scripted(t, 2, func(s stage) {
		recv := s.recv(background, "recv")
		recv.misses()
		mustSend(s.t, s.Queue, 1, 2)
		recv.Until("ready: at slot")
		mustRecv(s.t, s.Queue, 1)
		recv.returns(2, nil)

		mustSend(s.t, s.Queue, 3, 4)
		send := s.send(background, "send", 5)
		send.misses()
		mustRecv(s.t, s.Queue, 3, 4)
		send.Until("ready: at slot")
		mustSend(s.t, s.Queue, 6)
		send.returns(0, nil)
		mustRecv(s.t, s.Queue, 6, 5)
	})
}

// Close has turned one sender away and not yet the other, when a value is received.
// The other's must not come in now: somebody may have heard that the queue is
// closed.
func TestScriptCloseTurnsAwayOneByOne(t *testing.T) {
	s := stage{sched.NewScript(t), New[int](1), t}
	mustSend(t, s.Queue, 1)
	s1, s2 := s.send(background, "s1", 2), s.send(background, "s2", 3)
	s1.Block()
	s2.Block()
	closer := s.play("close", func(*result) { s.Close() })
	closer.Until("handoff: turned away")
	s.play("try", func(r *result) { r.err = s.TrySend(4) }).returns(0, queue.ErrClosed)
	mustRecv(t, s.Queue, 1)
	closer.Finish()
	s1.returns(0, queue.ErrClosed)
	s2.returns(0, queue.ErrClosed)
}

// Len must not put together two positions of different moments.
func TestScriptLenOfOneMoment(t *testing.T) {
	scripted(t, 2, func(s stage) {
		length := s.play("len", func(r *result) { r.v = s.Len() })
		length.Until("len: at tail")
		mustSend(s.t, s.Queue, 1)
		mustRecv(s.t, s.Queue, 1)
		length.returns(0, nil)
	})
}
