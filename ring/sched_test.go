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
	// A side: its word is loaded, and about to be locked; or it is found locked.
	"side: at word", "side: locked",

	// A send: what the other side has done is to be loaded; a value is written and
	// not published; published, and nobody notified yet; or taken back because of a
	// Close.
	"send: to look at head", "send: written", "send: published", "send: withdrawn",

	// A receive: what the other side has done is to be loaded; a value is taken and
	// its slot not released; released, and nobody notified yet.
	"recv: to look at tail", "recv: taken", "recv: released",

	// Somebody asks whether a side is ready, and has loaded one of the words.
	"ready: at tail", "ready: at head",

	// A wait: there is no scout, so far; the scout looks; W1 is next; W1 is done; W2
	// found nothing; parked; woken or cancelled; out of the queue. And its end: S1
	// is done; S2 found that somebody waits and need not.
	"wait: no scout", "scout: look", "wait: not ready", "wait: queued", "wait: looked", "parked",
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

// A stage is a ring in a script.
type stage struct {
	*sched.Script
	*Queue[int]
	t *testing.T
}

// scripted runs a script with positions that start at zero, and with such as are
// about to overflow.
func scripted(t *testing.T, capacity int, script func(stage)) {
	for _, start := range []uint64{0, math.MaxUint64} {
		t.Run(fmt.Sprintf("start=%d", start), func(t *testing.T) {
			script(stage{sched.NewScript(t), newAt(capacity, start), t})
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

// stillSpins runs the actor for some looks at a side that is locked.
func (a *actor) stillSpins() {
	a.t.Helper()
	for range 3 {
		a.Until("side: locked")
	}
}

// A value that is written and not published has not been sent: who may wait parks,
// and a try says that the queue is empty. Those behind the sender wait for it.
func TestScriptStalledSender(t *testing.T) {
	scripted(t, 4, func(s stage) {
		stalled := s.send(background, "stalled", 1)
		stalled.Until("send: written")
		younger := s.send(background, "younger", 2)
		younger.stillSpins()
		s.play("try", func(r *result) { r.v, r.err = s.TryRecv() }).returns(0, queue.ErrEmpty)
		if n := s.Len(); n != 0 {
			s.t.Errorf("Len: %d, want 0", n)
		}
		recv := s.recv(background, "recv")
		recv.Block()
		stalled.returns(0, nil)
		recv.returns(1, nil)
		younger.returns(0, nil)
		mustRecv(s.t, s.Queue, 2)
	})
}

// The mirror: a value that is taken still has its slot.
func TestScriptStalledReceiver(t *testing.T) {
	scripted(t, 2, func(s stage) {
		mustSend(s.t, s.Queue, 1, 2)
		stalled := s.recv(background, "stalled")
		stalled.Until("recv: taken")
		younger := s.recv(background, "younger")
		younger.stillSpins()
		s.play("try", func(r *result) { r.err = s.TrySend(3) }).returns(0, queue.ErrFull)
		send := s.send(background, "send", 4)
		send.Block()
		stalled.returns(1, nil)
		send.returns(0, nil)
		younger.returns(2, nil)
		mustRecv(s.t, s.Queue, 4)
	})
}

// A run is published at once, and notifies once. The receiver that it wakes wakes
// the next, which may come first to the values.
func TestScriptRunWakesOneAfterTheOther(t *testing.T) {
	scripted(t, 2, func(s stage) {
		r1, r2 := s.recv(background, "r1"), s.recv(background, "r2")
		r1.Block()
		r2.Block()
		s.play("run", func(r *result) { r.v, r.err = s.SendMany(background, []int{1, 2}) }).returns(2, nil)
		r2.Block()
		r1.Until("retire: waiter seen")
		r2.Block()
		r1.returns(1, nil)
		r2.returns(2, nil)

		mustSend(s.t, s.Queue, 3, 4)
		s1, s2 := s.send(background, "s1", 5), s.send(background, "s2", 6)
		s1.Block()
		s2.Block()
		s.play("run", func(r *result) { r.v, r.err = s.RecvMany(background, make([]int, 3)) }).returns(2, nil)
		s2.Block()
		s1.returns(0, nil)
		s2.returns(0, nil)
		mustRecv(s.t, s.Queue, 5, 6)
	})
}

// What becomes ready between a last look and W1 notifies nobody; W2 finds it.
func TestScriptReadyBeforeQueued(t *testing.T) {
	scripted(t, 1, func(s stage) {
		recv := s.recv(background, "recv")
		recv.Until("wait: not ready")
		s.send(background, "send", 1).returns(0, nil)
		recv.returns(1, nil)

		mustSend(s.t, s.Queue, 2)
		send := s.send(background, "send", 3)
		send.Until("wait: not ready")
		mustRecv(s.t, s.Queue, 2)
		send.returns(0, nil)

		send = s.send(background, "send to close", 4)
		send.Until("wait: queued")
		s.Close()
		send.returns(0, queue.ErrClosed)
	})
}

// Close comes between the writing of a value and its publication. The value has not
// been sent: receivers hear that the queue is closed, before and after its sender
// does.
func TestScriptCloseBeforePublication(t *testing.T) {
	scripted(t, 2, func(s stage) {
		early := s.recv(background, "early")
		early.Block()
		stalled := s.send(background, "stalled", 1)
		stalled.Until("send: written")
		s.play("close", func(*result) { s.Close() }).Finish()
		early.returns(0, queue.ErrClosed)
		s.send(background, "too late", 2).returns(0, queue.ErrClosed)
		stalled.Until("send: withdrawn")
		s.recv(background, "late").returns(0, queue.ErrClosed)
		stalled.returns(0, queue.ErrClosed)
		if s.slots[0] != 0 || s.slots[1] != 0 {
			s.t.Errorf("the slots keep %v", s.slots)
		}
	})
	scripted(t, 2, func(s stage) {
		stalled := s.play("run", func(r *result) { r.v, r.err = s.SendMany(background, []int{1, 2, 3}) })
		stalled.Until("send: written")
		s.Close()
		stalled.returns(0, queue.ErrClosed)
		if s.slots[0] != 0 || s.slots[1] != 0 {
			s.t.Errorf("the slots keep %v", s.slots)
		}
	})
}

// A value that is published when Close comes is delivered, and only then do
// receivers, parked before or after, hear that the queue is closed.
func TestScriptCloseAfterPublication(t *testing.T) {
	scripted(t, 2, func(s stage) {
		early, second := s.recv(background, "early"), s.recv(background, "second")
		early.Block()
		second.Block()
		send := s.send(background, "send", 1)
		send.Until("send: published")
		s.play("close", func(*result) { s.Close() }).Finish()
		early.returns(1, nil)
		second.returns(0, queue.ErrClosed)
		send.returns(0, nil)
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
