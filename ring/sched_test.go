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
	// A side: the position is known to be ready, and the next step claims it; a run
	// lies in the marks of two words, and those of the first are made.
	"claim: about to", "side: part of a run marked",

	// A try found the next slot claimed, and has nothing to do but to look again.
	"try: claimed",

	// A send: the marks of the other side are to be looked at; they say no, and why
	// is to be seen; a position is claimed; the value is written, and nobody can see
	// it; published, and nobody told yet.
	"send: to look at head", "send: no room", "send: claimed", "send: written", "send: published",

	// A receive: the same; the value is taken and its slot not free; free, and nobody
	// told yet.
	"recv: to look at tail", "recv: no value", "recv: claimed", "recv: taken", "recv: released",

	// Past the ring: head is known; nothing is held; somebody who sits is seen, and
	// the next step chooses it; it is chosen, and has nothing yet; nothing is held
	// still, so it is to get the value.
	"serve: at head", "serve: nothing held", "choose: somebody sits", "serve: chosen", "serve: nothing held still",

	// Somebody asks whether a side is ready, and knows where that side is.
	"ready: at tail", "ready: at head",

	// A wait: W1 is next; W1 is done; W2 found the side ready; parked; woken; or
	// cancelled. Then the operation is over; or others were faster; or the waiter is
	// out, and goes. And its end: S1 is done; S2 found that somebody waits in vain.
	"wait: not ready", "wait: entered", "wait: ready", "parked", "wait: woken", "wait: cancelled",
	"wait: over", "wait: too late", "wait: gives up", "retire: not awake", "retire: somebody waits",

	// The mutex of those who wait: somebody is to take it, for others; it was taken; the
	// holder is asked; it has been given up, and then the holder sees whether it was
	// asked; and it was. Who waits itself waits for it.
	"room: to take mutex", "room: mutex in use", "room: asked", "room: mutex given up", "room: was asked", "mutex taken",

	// P2: somebody waits; and one was chosen. Who is about to park looks at the other
	// side, and somebody waits there in vain.
	"notify: somebody waits", "notify: chosen", "urge: somebody waits",

	"len: at tail", "len: at head",
	"close: marked", "close: senders woken",

	// Small capacities: a waiter is queued, and is awake again; somebody who has
	// chosen a waiter is about to serve it, and Close to turn one away.
	"condq: waits", "condq: served", "condq: chosen", "condq: closed", "condq: turned away",
}

// A stage is a queue in a script.
type stage struct {
	*sched.Script
	*Queue[int]
	t *testing.T
}

// scripted runs a script on rings with positions that start at zero, and with such as
// are about to overflow.
func scripted(t *testing.T, capacity int, script func(stage)) {
	for _, start := range []uint64{0, math.MaxUint64} {
		t.Run(fmt.Sprintf("start=%d", start), func(t *testing.T) {
			script(stage{sched.NewScript(t), newAt(capacity, start, role{}), t})
		})
	}
}

// An actor does one operation, or some.
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

func (s stage) trySend(name string, v int) *actor {
	return s.play(name, func(r *result) { r.err = s.TrySend(v) })
}

func (s stage) tryRecv(name string) *actor {
	return s.play(name, func(r *result) { r.v, r.err = s.TryRecv() })
}

func (s stage) sendMany(name string, vs ...int) *actor {
	return s.play(name, func(r *result) { r.v, r.err = s.SendMany(background, vs) })
}

func (s stage) close(name string) *actor {
	return s.play(name, func(*result) { s.Close() })
}

// returns runs the actor to its end and compares.
func (a *actor) returns(v int, err error) {
	a.t.Helper()
	a.Finish()
	if a.result != (result{v, err}) {
		a.t.Errorf("%s: %d, %v, want %d, %v", a.name, a.v, a.err, v, err)
	}
}

// comesTo runs the actor until it cannot go on, and compares where it stands.
func (a *actor) comesTo(point string) {
	a.t.Helper()
	if at := a.Rest(); at != point {
		a.t.Errorf("%s stands at %q, want %q", a.name, at, point)
	}
}

// holds compares Len.
func (s stage) holds(n int) {
	s.t.Helper()
	if got := s.Len(); got != n {
		s.t.Errorf("Len: %d, want %d", got, n)
	}
}

// A claimed slot counts as held, and only who needs this one waits: a Recv parks, a try
// looks again and again. Others send behind it.
func TestScriptStalledSender(t *testing.T) {
	for _, point := range []string{"send: claimed", "send: written"} {
		scripted(t, 4, func(s stage) {
			stalled := s.send(background, "stalled", 1)
			stalled.Until(point)
			s.holds(1)
			s.send(background, "younger", 2).returns(0, nil)
			s.trySend("younger try", 3).returns(0, nil)
			s.holds(3)
			try := s.tryRecv("try")
			try.comesTo("try: claimed")
			recv := s.recv(background, "recv")
			recv.Block()
			stalled.returns(0, nil)
			recv.returns(1, nil)
			try.returns(2, nil)
			mustRecv(s.t, s.Queue, 3)
		})
	}
}

// The mirror: a slot is no room before it is released. Others receive beyond it.
func TestScriptStalledReceiver(t *testing.T) {
	for _, point := range []string{"recv: claimed", "recv: taken"} {
		scripted(t, 3, func(s stage) {
			mustSend(s.t, s.Queue, 1, 2, 3)
			stalled := s.recv(background, "stalled")
			stalled.Until(point)
			s.holds(2)
			s.recv(background, "younger").returns(2, nil)
			s.tryRecv("younger try").returns(3, nil)
			s.tryRecv("nothing left").returns(0, queue.ErrEmpty)
			try := s.trySend("try", 4)
			try.comesTo("try: claimed")
			send := s.send(background, "send", 5)
			send.Block()
			stalled.returns(1, nil)
			send.returns(0, nil)
			try.returns(0, nil)
			mustRecv(s.t, s.Queue, 5, 4)
		})
	}
}

// A send that claims the slot before Close comes is accepted. Receivers get its value,
// and hear of the end only after it.
func TestScriptCloseAfterClaim(t *testing.T) {
	for _, point := range []string{"send: claimed", "send: written", "send: published"} {
		scripted(t, 2, func(s stage) {
			early, second := s.recv(background, "early"), s.recv(background, "second")
			early.Block()
			second.Block()
			stalled := s.sendMany("stalled", 1)
			stalled.Until(point)
			s.close("close").Finish()
			s.send(background, "too late", 2).returns(0, queue.ErrClosed)
			if point != "send: published" {
				early.Block()
				second.Block()
				try := s.tryRecv("try")
				try.comesTo("try: claimed")
				stalled.returns(1, nil)
				early.returns(1, nil)
				try.returns(0, queue.ErrClosed)
			} else {
				early.returns(1, nil)
				stalled.returns(1, nil)
			}
			second.returns(0, queue.ErrClosed)
			s.recv(background, "late").returns(0, queue.ErrClosed)
		})
	}
}

// The only sender publishes with the step that would be the claim. Close before that, and
// the values are not sent, and not kept.
func TestScriptCloseBeforePublicationAlone(t *testing.T) {
	for name, op := range map[string]func(*SPMC[int], *result){
		"one": func(q *SPMC[int], r *result) { r.err = q.Send(background, 1) },
		"try": func(q *SPMC[int], r *result) { r.err = q.TrySend(1) },
		"run": func(q *SPMC[int], r *result) { r.v, r.err = q.SendMany(background, []int{1, 2, 3}) },
	} {
		for _, known := range []bool{false, true} { // that there is room
			s := stage{sched.NewScript(t), newRing[int](3, role{oneSender: true}), t}
			q := spmc(s.Queue)
			if known {
				q.TrySend(9)
				mustRecv(t, s.Queue, 9)
			}
			stalled := s.play(name, func(r *result) { op(q, r) })
			stalled.Until("send: written")
			early := s.recv(background, "early")
			early.Block()
			s.holds(0)
			s.close("close").Finish()
			early.returns(0, queue.ErrClosed)
			stalled.returns(0, queue.ErrClosed)
			for i, v := range s.slots {
				if v != 0 {
					t.Errorf("%s: slot %d keeps %d", name, i, v)
				}
			}
		}
	}
}

// Close before the claim: the send is refused, although it has found room.
func TestScriptCloseBeforeClaim(t *testing.T) {
	scripted(t, 2, func(s stage) {
		for i, op := range []*actor{s.send(background, "send", 1), s.sendMany("run", 2, 3)} {
			op.Until("claim: about to")
			if i == 1 {
				s.close("close").Finish()
			}
			defer op.returns(0, queue.ErrClosed)
		}
		s.recv(background, "recv").returns(0, queue.ErrClosed)
	})
}

// A run is published at once, and tells once. The receiver that it wakes wakes the next.
func TestScriptRunWakesOneAfterTheOther(t *testing.T) {
	scripted(t, 3, func(s stage) {
		r1, r2, r3 := s.recv(background, "r1"), s.recv(background, "r2"), s.recv(background, "r3")
		r1.Block()
		r2.Block()
		r3.Block()
		s.sendMany("run", 1, 2).returns(2, nil)
		r2.Block()
		r1.Until("retire: somebody waits")
		r2.Block()
		r1.returns(1, nil)
		r2.returns(2, nil)
		r3.Block()

		mustSend(s.t, s.Queue, 3)
		r3.returns(3, nil)
		mustSend(s.t, s.Queue, 4, 5, 6)
		s1, s2 := s.send(background, "s1", 7), s.send(background, "s2", 8)
		s1.Block()
		s2.Block()
		s.play("run", func(r *result) { r.v, r.err = s.RecvMany(background, make([]int, 4)) }).returns(3, nil)
		s2.Block()
		s1.returns(0, nil)
		s2.returns(0, nil)
		mustRecv(s.t, s.Queue, 7, 8)
	})
}

// A run that lies in the marks of two words is published in two steps. Values of the first
// can be received between the two.
func TestScriptRunInTwoWords(t *testing.T) {
	scripted(t, perMarks+2, func(s stage) {
		for v := range perMarks - 1 {
			mustSend(s.t, s.Queue, v)
			mustRecv(s.t, s.Queue, v)
		}
		run := s.sendMany("run", 1, 2, 3)
		run.Until("side: part of a run marked")
		s.holds(3)
		mustRecv(s.t, s.Queue, 1)
		s.tryRecv("try").comesTo("try: claimed")
		recv := s.recv(background, "recv")
		recv.Block()
		run.returns(3, nil)
		recv.Finish()

		drain := s.play("drain", func(r *result) { r.v, r.err = s.RecvMany(background, make([]int, 4)) })
		s.trySend("more", 4).returns(0, nil)
		drain.Finish()
		s.holds(0)
	})
}

// What becomes ready between a last look and W1 wakes nobody; W2 finds it.
func TestScriptReadyBeforeEntered(t *testing.T) {
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

		// The same for who comes to the list, since the seat is taken.
		s1, s2 := s.send(background, "s1", 4), s.send(background, "s2", 5)
		s1.Block()
		s2.Until("wait: not ready")
		s.Close()
		s2.returns(0, queue.ErrClosed)
		s1.returns(0, queue.ErrClosed)
	})
}

// A waiter that was chosen and then cancelled, before its wake-up came, hands it on:
// from the seat, and from the list.
func TestScriptCancelledReceiverHandsOn(t *testing.T) {
	for _, listed := range []bool{false, true} {
		scripted(t, 2, func(s stage) {
			var seated *actor
			if listed {
				seated = s.recv(background, "seated")
				seated.Block()
			}
			ctx, cancel := context.WithCancel(background)
			chosen, next := s.recv(ctx, "chosen"), s.recv(background, "next")
			chosen.Block()
			next.Block()
			if listed { // out of the way, and still nothing is there
				mustSend(s.t, s.Queue, 9)
				seated.returns(9, nil)
			}
			send := s.sendMany("send", 1)
			send.Until("notify: chosen")
			cancel()
			chosen.Block() // its wake-up must be received before it goes
			send.returns(1, nil)
			next.Block()
			chosen.returns(0, context.Canceled)
			next.returns(1, nil)
		})
	}
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

// A receiver that is cancelled when somebody has chosen it to be served keeps the
// value: its sender will report that it was sent.
func TestScriptServedAndCancelled(t *testing.T) {
	scripted(t, 1, func(s stage) {
		ctx, cancel := context.WithCancel(background)
		recv := s.recv(ctx, "recv")
		recv.Block()
		send := s.send(background, "send", 1)
		send.Until("serve: chosen")
		cancel()
		recv.Block()
		send.returns(0, nil)
		recv.returns(1, nil)
	})
	scripted(t, 1, func(s stage) { // cancelled first: the value goes into the ring
		ctx, cancel := context.WithCancel(background)
		recv := s.recv(ctx, "recv")
		recv.Block()
		send := s.send(background, "send", 1)
		send.Until("choose: somebody sits")
		cancel()
		recv.returns(0, context.Canceled)
		send.returns(0, nil)
		mustRecv(s.t, s.Queue, 1)
	})
}

// The woken receiver finds that somebody who never waited has taken the value. It keeps
// its place ahead of the other, and gets the next value: in the seat, and in the list.
func TestScriptOvertaken(t *testing.T) {
	for _, listed := range []bool{false, true} {
		scripted(t, 2, func(s stage) {
			var seated *actor
			if listed {
				seated = s.recv(background, "seated")
				seated.Block()
			}
			first, second := s.recv(background, "first"), s.recv(background, "second")
			first.Block()
			second.Block()
			if listed {
				mustSend(s.t, s.Queue, 0)
				seated.returns(0, nil)
			}
			s.sendMany("one", 1).returns(1, nil)
			mustRecv(s.t, s.Queue, 1)
			first.Block()
			s.sendMany("two", 2).returns(1, nil)
			second.Block()
			first.returns(2, nil)
			s.sendMany("three", 3).returns(1, nil)
			second.returns(3, nil)
		})
	}
}

// Two look for what they can claim, and find the same: it is one's, and the other goes on
// to what follows. One by one, and in runs.
func TestScriptBothClaim(t *testing.T) {
	recvMany := func(s stage) *actor {
		return s.play("run", func(r *result) {
			buf := make([]int, 2)
			_, r.err = s.RecvMany(background, buf)
			r.v = 10*buf[0] + buf[1]
		})
	}
	scripted(t, 4, func(s stage) {
		for _, many := range []bool{false, true} {
			loser, run := s.send(background, "loser", 3), s.sendMany("run", 1, 2)
			if many {
				loser, run = run, loser
			}
			loser.Until("claim: about to")
			run.Finish()
			loser.Finish()
			s.holds(3)
			if many {
				mustRecv(s.t, s.Queue, 3, 1, 2)
			} else {
				mustRecv(s.t, s.Queue, 1, 2, 3)
			}
		}
	})
	scripted(t, 4, func(s stage) {
		mustSend(s.t, s.Queue, 1, 2, 3)
		loser := s.recv(background, "loser")
		loser.Until("claim: about to")
		recvMany(s).returns(12, nil)
		loser.returns(3, nil)
	})
	scripted(t, 4, func(s stage) {
		mustSend(s.t, s.Queue, 1, 2, 3)
		loser := recvMany(s)
		loser.Until("claim: about to")
		s.recv(background, "winner").returns(1, nil)
		loser.returns(23, nil)
	})
}

// starved returns a receiver that has lost borne times, and waits. Nothing is held.
func (s stage) starved(borne int) *actor {
	s.t.Helper()
	s.receivers.SetBorne(borne)
	a := s.recv(background, "starving")
	a.Block()
	for i := range borne {
		if s.receivers.Starves() {
			s.t.Errorf("it starves after %d losses, want %d", i, borne)
		}
		s.sendMany(fmt.Sprint("run ", i), i).returns(1, nil)
		mustRecv(s.t, s.Queue, i)
		a.Block()
	}
	if !s.receivers.Starves() {
		s.t.Errorf("it does not starve after %d losses", borne)
	}
	return a
}

// starvedSender is the mirror, of a queue that is full of ones. It brings 7.
func (s stage) starvedSender(borne int) *actor {
	s.t.Helper()
	s.senders.SetBorne(borne)
	a := s.send(background, "starving", 7)
	a.Block()
	for i := range borne {
		if s.senders.Starves() {
			s.t.Errorf("it starves after %d losses, want %d", i, borne)
		}
		mustRecv(s.t, s.Queue, 1)
		mustSend(s.t, s.Queue, 1)
		a.Block()
	}
	if !s.senders.Starves() {
		s.t.Errorf("it does not starve after %d losses", borne)
	}
	return a
}

// Whoever starves has its operation done by others: by who makes the side ready, and by
// who comes to the side, ahead of its own.
func TestScriptStarving(t *testing.T) {
	for borne := 1; borne <= 3; borne++ {
		scripted(t, 2, func(s stage) { // by a sender
			a := s.starved(borne)
			s.trySend("send", 21).returns(0, nil)
			s.holds(0)
			a.returns(21, nil)
		})
		scripted(t, 5, func(s stage) { // by somebody who would have been faster
			a := s.starved(borne)
			run := s.sendMany("run", 21, 22)
			run.Until("send: published")
			s.tryRecv("newcomer").returns(22, nil)
			a.returns(21, nil)
			run.returns(2, nil)
		})
		scripted(t, 5, func(s stage) { // with a run
			a := s.starved(borne)
			run := s.sendMany("run", 21, 22)
			run.Until("send: published")
			s.play("newcomer", func(r *result) {
				buf := make([]int, 2)
				r.v, r.err = s.RecvMany(background, buf)
				if buf[0] != 22 {
					s.t.Errorf("the newcomer received %d, want 22", buf[0])
				}
			}).returns(1, nil)
			a.returns(21, nil)
			run.returns(2, nil)
		})
		scripted(t, 2, func(s stage) {
			mustSend(s.t, s.Queue, 1, 1)
			a := s.starvedSender(borne)
			recv := s.recv(background, "recv")
			recv.Until("recv: released")
			newcomer := s.sendMany("newcomer", 8)
			newcomer.Block()
			a.returns(0, nil)
			recv.returns(1, nil)
			mustRecv(s.t, s.Queue, 1)
			newcomer.returns(1, nil)
			mustRecv(s.t, s.Queue, 7, 8)
		})
		scripted(t, 2, func(s stage) { // that finds nothing left for itself
			a := s.starved(borne)
			run := s.sendMany("run", 21)
			run.Until("send: published")
			s.tryRecv("newcomer").returns(0, queue.ErrEmpty)
			a.returns(21, nil)
			run.returns(1, nil)
		})
		scripted(t, 2, func(s stage) { // by a receiver
			mustSend(s.t, s.Queue, 1, 1)
			a := s.starvedSender(borne)
			s.tryRecv("recv").returns(1, nil)
			s.holds(2)
			a.returns(0, nil)
			mustRecv(s.t, s.Queue, 1, 7)
		})
		scripted(t, 2, func(s stage) {
			mustSend(s.t, s.Queue, 1, 1)
			a := s.starvedSender(borne)
			recv := s.recv(background, "recv")
			recv.Until("recv: released")
			s.trySend("newcomer", 8).returns(0, queue.ErrFull)
			a.returns(0, nil)
			recv.returns(1, nil)
			mustRecv(s.t, s.Queue, 1, 7)
		})
	}
}

// A newcomer that knows of a value, or of room, still looks whether somebody starves. The
// one that does is stopped before it looks itself.
func TestScriptStarvingBesideWhatIsKnown(t *testing.T) {
	scripted(t, 5, func(s stage) {
		s.receivers.SetBorne(1)
		a := s.recv(background, "starving")
		a.Block()
		s.sendMany("lure", 0).returns(1, nil)
		mustRecv(s.t, s.Queue, 0)
		a.Until("wait: too late")
		s.sendMany("run", 1, 2, 3).returns(3, nil)
		s.tryRecv("first").returns(1, nil)
		a.Until("wait: entered")
		s.tryRecv("second").returns(3, nil)
		a.returns(2, nil)
	})
	scripted(t, 5, func(s stage) {
		s.senders.SetBorne(1)
		mustSend(s.t, s.Queue, 0, 1, 2, 3, 4)
		a := s.send(background, "starving", 8)
		a.Block()
		mustRecv(s.t, s.Queue, 0)
		mustSend(s.t, s.Queue, 5)
		a.Until("wait: too late")
		s.play("run", func(r *result) { r.v, r.err = s.RecvMany(background, make([]int, 3)) }).returns(3, nil)
		s.trySend("first", 7).returns(0, nil)
		a.Until("wait: entered")
		s.trySend("second", 9).returns(0, nil)
		a.returns(0, nil)
		mustRecv(s.t, s.Queue, 4, 5, 7, 8, 9)
	})
}

// Somebody who comes to receive does the operation of one that starves, and then its
// own. Senders that have seen the one who starves, and have not come to feed it, find it
// gone: they must look who else waits.
func TestScriptFedByANewcomer(t *testing.T) {
	scripted(t, 5, func(s stage) {
		a := s.starved(1)
		next := s.recv(background, "next")
		next.Block()
		run := s.sendMany("run", 21, 22, 23)
		run.Until("room: to take mutex")
		s.tryRecv("newcomer").returns(22, nil)
		run.returns(3, nil)
		a.returns(21, nil)
		s.holds(1)
		next.returns(23, nil)
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
		send.Until("room: to take mutex")
		s.tryRecv("newcomer").returns(0, queue.ErrClosed)
		send.returns(1, nil)
		a.returns(21, nil)
		next.returns(0, queue.ErrClosed)
	})
}

// The one who feeds may be stopped, and has the mutex of those who wait. The ring goes on,
// for all who do not have to wait themselves.
func TestScriptStoppedWhileItFeeds(t *testing.T) {
	scripted(t, 3, func(s stage) {
		a := s.starved(1)
		next := s.recv(background, "next")
		next.Block()
		feeder := s.sendMany("feeder", 21)
		feeder.Until("send: published")
		feeder.Until("recv: claimed")
		s.tryRecv("newcomer").returns(0, queue.ErrEmpty)
		s.sendMany("younger", 22).returns(1, nil)
		s.holds(1)
		late := s.recv(background, "late")
		late.Finish() // takes 22, ahead of who waits
		s.trySend("third", 23).returns(0, nil)
		next.Block()
		feeder.returns(1, nil)
		a.returns(21, nil)
		next.returns(23, nil)
	})
}

// Somebody brings two values, and the mutex of the one who starves is taken by a newcomer
// who found nothing to feed it with. However they cross, one of the two feeds it.
func TestScriptAsked(t *testing.T) {
	for _, asker := range []string{"room: to take mutex", "room: mutex in use", "room: asked"} {
		for _, holder := range []string{"recv: no value", "room: mutex given up", "end"} {
			scripted(t, 5, func(s stage) {
				a := s.starved(1)
				newcomer := s.tryRecv("newcomer")
				newcomer.Until("recv: no value") // of the one it feeds
				sender := s.sendMany("sender", 1, 2)
				sender.Until(asker)
				switch holder {
				case "end":
					newcomer.Finish()
				case "room: mutex given up":
					newcomer.Until(holder)
				}
				sender.returns(2, nil)
				newcomer.Finish()
				a.Finish() // or waits beside a value
				if a.v+newcomer.v != 1+2 {
					s.t.Errorf("%d and %d were received", a.v, newcomer.v)
				}
			})
		}
	}
}

// One that was fed and cancelled before it ran keeps what was done for it.
func TestScriptFedAndCancelled(t *testing.T) {
	scripted(t, 2, func(s stage) {
		s.receivers.SetBorne(1)
		ctx, cancel := context.WithCancel(background)
		a := s.recv(ctx, "starving")
		a.Block()
		s.sendMany("run", 1).returns(1, nil)
		mustRecv(s.t, s.Queue, 1)
		a.Block()
		cancel()
		a.Until("wait: cancelled")
		s.trySend("send", 2).returns(0, nil)
		s.holds(0)
		a.returns(2, nil)
	})
}

// A waiter that was woken and does not run keeps the others asleep while less than four
// laps pass, and no longer.
func TestScriptAwakeButNotRunning(t *testing.T) {
	const capacity = 2
	scripted(t, capacity, func(s stage) {
		stopped, next := s.recv(background, "stopped"), s.recv(background, "next")
		stopped.Block()
		next.Block()
		s.sendMany("run", 0).returns(1, nil) // wakes one, which does not run
		v := 0
		for ; v < 4*capacity-1; v++ {
			mustRecv(s.t, s.Queue, v)
			s.sendMany(fmt.Sprint("run ", v+1), v+1).returns(1, nil)
		}
		next.Block()
		mustRecv(s.t, s.Queue, v)
		s.sendMany("last", v+1).returns(1, nil)
		next.returns(v+1, nil)
		stopped.Block()
		s.Close()
		stopped.returns(0, queue.ErrClosed)
	})
}

// A sender that is about to park may be the last that runs. If the receiver that is awake
// was woken before somebody of its own side was, it wakes one more.
func TestScriptUrge(t *testing.T) {
	scripted(t, 2, func(s stage) {
		r1, r2 := s.recv(background, "r1"), s.recv(background, "r2")
		r1.Block()
		r2.Block()
		s.sendMany("run", 1, 2).returns(2, nil) // wakes r1, which does not run
		s1 := s.send(background, "s1", 3)
		s1.Block()
		r2.Block()
		mustRecv(s.t, s.Queue, 1)
		s1.returns(0, nil)
		s2 := s.send(background, "s2", 4)
		s2.Block()
		r2.returns(2, nil)
		s2.returns(0, nil)
		r1.returns(3, nil)
		mustRecv(s.t, s.Queue, 4)
	})
}

// A value that is sent past the ring is not out of order, though others come into the ring
// about the time at which its receiver is chosen.
func TestScriptServeIsInOrder(t *testing.T) {
	scripted(t, 2, func(s stage) { // the receiver is gone before it is chosen
		recv := s.recv(background, "recv")
		recv.Block()
		server := s.send(background, "server", 1)
		server.Until("serve: nothing held")
		s.sendMany("younger", 2).returns(1, nil) // wakes recv
		recv.returns(2, nil)
		server.returns(0, nil)
		mustRecv(s.t, s.Queue, 1)
	})
	for _, point := range []string{"serve: nothing held", "choose: somebody sits", "serve: chosen"} {
		scripted(t, 2, func(s stage) { // a value is there before it is certain that both are: the receiver takes it
			recv := s.recv(background, "recv")
			recv.Block()
			server := s.send(background, "server", 1)
			server.Until(point)
			younger := s.sendMany("younger", 2)
			younger.Until("send: published")
			server.returns(0, nil)
			recv.returns(2, nil)
			younger.returns(1, nil)
			mustRecv(s.t, s.Queue, 1)
		})
	}
	scripted(t, 2, func(s stage) { // and here after that
		recv := s.recv(background, "recv")
		recv.Block()
		server := s.send(background, "server", 1)
		server.Until("serve: nothing held still")
		s.sendMany("younger", 2).returns(1, nil)
		server.returns(0, nil)
		recv.returns(1, nil)
		mustRecv(s.t, s.Queue, 2)
	})
	// In the last look, too, head must come before tail: else one goes on in the time
	// between, and the two are the same in number, though a value was held throughout.
	scripted(t, 2, func(s stage) {
		recv := s.recv(background, "recv")
		recv.Block()
		server := s.send(background, "server", 3)
		server.Until("serve: chosen")
		mustSend(s.t, s.Queue, 1)
		server.Until("serve: at head")
		mustSend(s.t, s.Queue, 2)
		mustRecv(s.t, s.Queue, 1)
		server.returns(0, nil)
		recv.returns(2, nil)
		mustRecv(s.t, s.Queue, 3)
	})
	// One that looks when there is a value does not serve, even if both words it reads
	// are the same in number at different moments.
	scripted(t, 1, func(s stage) {
		recv := s.recv(background, "recv")
		recv.Block()
		server := s.send(background, "server", 2)
		server.Until("serve: at head")
		older := s.sendMany("older", 1)
		older.Until("send: published")
		server.Block() // the queue is full
		older.returns(1, nil)
		recv.returns(1, nil)
		server.returns(0, nil)
		mustRecv(s.t, s.Queue, 2)
	})
}

// A receiver that waits because the next slot is claimed has not found the queue empty. The
// queue may even be full: were it served past the ring by somebody who has looked before,
// the queue would have held one value more than Cap.
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

// A send that looks after Close is refused, though a receiver sits that Close has not
// come to.
func TestScriptServeAfterClose(t *testing.T) {
	scripted(t, 2, func(s stage) {
		recv := s.recv(background, "recv")
		recv.Block()
		server := s.send(background, "server", 1)
		server.Until("serve: at head")
		closer := s.close("close")
		closer.Until("close: marked")
		server.returns(0, queue.ErrClosed)
		s.trySend("try", 2).returns(0, queue.ErrClosed)
		closer.Finish()
		recv.returns(0, queue.ErrClosed)
	})
	// The look that counts is the one after the receiver was chosen.
	for point, accepted := range map[string]bool{"serve: nothing held": false, "serve: chosen": false, "serve: nothing held still": true} {
		scripted(t, 2, func(s stage) {
			recv := s.recv(background, "recv")
			recv.Block()
			server := s.send(background, "server", 1)
			server.Until(point)
			closer := s.close("close")
			closer.Until("close: marked")
			if accepted {
				server.returns(0, nil)
				closer.Finish()
				recv.returns(1, nil)
			} else {
				server.returns(0, queue.ErrClosed)
				closer.Finish()
				recv.returns(0, queue.ErrClosed)
			}
		})
	}
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
	closer := s.close("close")
	closer.Until("condq: turned away")
	s.trySend("try", 4).returns(0, queue.ErrClosed)
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

// An operation looks for what it can claim, and meanwhile the ring goes round once, and
// twice. What it has seen is of an old lap then, and it must not claim by it.
func TestScriptLapsGoBy(t *testing.T) {
	for _, laps := range []int{1, 2, 3} {
		for _, point := range []string{"send: to look at head", "send: no room", "claim: about to"} {
			scripted(t, 2, func(s stage) {
				if point == "send: no room" {
					mustSend(s.t, s.Queue, 1, 1)
				}
				stopped := s.trySend("stopped", 9)
				stopped.Until(point)
				if point == "send: no room" {
					mustRecv(s.t, s.Queue, 1, 1)
				}
				for v := range 2 * laps {
					mustSend(s.t, s.Queue, v)
					mustRecv(s.t, s.Queue, v)
				}
				stopped.returns(0, nil)
				s.holds(1)
				mustRecv(s.t, s.Queue, 9)
			})
		}
		for _, point := range []string{"recv: to look at tail", "recv: no value", "claim: about to"} {
			scripted(t, 2, func(s stage) {
				if point != "recv: no value" {
					mustSend(s.t, s.Queue, -1)
				}
				stopped := s.tryRecv("stopped")
				stopped.Until(point)
				if point != "recv: no value" {
					mustRecv(s.t, s.Queue, -1)
				}
				for v := range 2 * laps {
					mustSend(s.t, s.Queue, v)
					mustRecv(s.t, s.Queue, v)
				}
				mustSend(s.t, s.Queue, 9)
				stopped.returns(9, nil)
				s.holds(0)
			})
		}
	}
}
