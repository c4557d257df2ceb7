package queuetest

import (
	"runtime"
	"sync"

	"github.com/boundedq/queue"
)

var tryCases = []testCase{
	{
		name: "Try/TwoFreeSlots", keeps: racesDontRefuse, run: twoFreeSlots, needs: manyOnBothSides, claims: strictTries, lack: "Weak", stress: true,
		about: "Two goroutines send and receive in turn on a queue with two free slots: neither can be refused, whoever wins.",
	},
	{
		name: "Try/LenAgreesWithTry", keeps: tryIsStrict, run: lenAgreesWithTry, needs: counting, claims: strictTries, lack: "Weak", stress: true,
		about: "To the only receiver, Len above 0 means that TryRecv succeeds; to the only sender, Len below Cap that TrySend does.",
	},
	{
		name: "Try/CloseRace", keeps: tryIsStrict, run: tryCloseRace, needs: closing, claims: strictTries, lack: "Weak", stress: true,
		about: "A value is there while another goroutine closes the queue: TryRecv must find it.",
	},
	{
		name: "Try/DoesNotBlock", keeps: tryIsStrict, run: tryDoesNotBlock, place: inBubble, needs: all(manyOnBothSides, closing),
		about: "With others waiting on the same side, a try is refused at once instead of waiting behind them.",
	},
	{
		name: "Try/NeverWaits", keeps: tryIsStrict, run: tryNeverWaits, stress: true, since: 2,
		about: "Goroutines that only try, on a queue that is full or empty most of the time: every call returns, and nothing is lost.",
	},
	{
		name: "Try/OnFullLeavesQueueUnchanged", keeps: sendIsNilOrNot, run: onFullLeavesUnchanged,
		about: "A refused send leaves no trace.",
	},
}

func twoFreeSlots(t *trial) {
	for _, capacity := range t.caps(2, 3, 4, 5, 8, 9) {
		t.set("cap=%d goroutines=2", capacity)
		q := t.New(capacity)
		t.fill(q, id(9, 0), capacity-2)
		t.sendAndTake(q, 2, t.N(4000))
	}
}

// sendAndTake starts goroutines that each put one value in and take one out,
// which must always succeed.
func (t *trial) sendAndTake(q queue.BoundedQueue[int], goroutines, times int) {
	for g := range goroutines {
		t.Go(func() {
			for i := range times {
				if err := q.TrySend(id(g, i)); err != nil {
					t.Fatalf("TrySend number %d of goroutine %d = %v", i, g, err)
				}
				if v, err := q.TryRecv(); err != nil {
					t.Fatalf("TryRecv number %d of goroutine %d = %#x, %v", i, g, v, err)
				}
			}
		})
	}
	t.Join()
}

func lenAgreesWithTry(t *trial) {
	for _, capacity := range t.caps(1, 2, 3, 64) {
		t.set("cap=%d p=1 c=1", capacity)
		t.conserved(t.run(traffic{
			q: t.New(capacity), producers: 1, consumers: 1, each: t.N(4000),
			send: func(a *actor, v int) error {
				room := a.q.Len() < capacity
				err := a.q.TrySend(v)
				if room && err == queue.ErrFull {
					t.Fatalf("Len was below Cap, and the only sender was refused")
				}
				if err == queue.ErrFull {
					err = a.q.Send(background, v)
				}
				return err
			},
			recv: func(a *actor) (int, error) {
				there := a.q.Len() > 0
				v, err := a.q.TryRecv()
				if there && err != nil {
					t.Fatalf("Len was above 0, and the only receiver got %v", err)
				}
				if err == queue.ErrEmpty {
					v, err = a.q.Recv(background)
				}
				return v, err
			},
		}))
	}
}

func tryCloseRace(t *trial) {
	for round := range t.N(2000) {
		capacity := t.cap(1 + round%3)
		t.set("cap=%d round=%d", capacity, round)
		q := t.New(capacity)
		t.trySend(q, 7, nil)
		var start sync.WaitGroup
		start.Add(2)
		meet := func() { start.Done(); start.Wait() }
		t.Go(func() { meet(); q.Close() })
		t.Go(func() {
			meet()
			if v, err := q.TryRecv(); !t.same(v, 7) || err != nil {
				t.Fatalf("TryRecv() = %d, %v while the queue was being closed, want 7, nil", v, err)
			}
		})
		t.Join()
		t.closed(q)
	}
}

func tryDoesNotBlock(t *trial) {
	for _, capacity := range t.caps(0, 1, 2, 3) {
		t.set("cap=%d", capacity)
		full, empty := t.New(capacity), t.New(capacity)
		t.fill(full, 0, capacity)
		t.parkSenders(background, full, capacity, 3)
		t.parkReceivers(background, empty, 3)
		for range 3 {
			t.trySend(full, -1, queue.ErrFull)
			t.tryRecv(empty, 0, queue.ErrEmpty)
		}
		full.Close()
		empty.Close()
		t.Join()
	}
}

// tryNeverWaits counts on nobody: each goroutine makes its calls and ends, so one
// that waits for another's is left alone with it in the end. There are many ends.
func tryNeverWaits(t *trial) {
	for _, capacity := range t.caps(1, 2, 3) {
		for round := range t.N(120) {
			p, c := t.senders(4), t.receivers(4)
			t.set("cap=%d p=%d c=%d round=%d", capacity, p, c, round)
			t.onlyTries(t.New(capacity), p, c, 200)
		}
	}
}

func (t *trial) onlyTries(q queue.BoundedQueue[int], p, c, times int) {
	l := &ledger{
		accepted: make([][]int, p),
		received: make([][]int, c+1),
	}
	for i := range p {
		t.Go(func() {
			for seq := range times {
				if q.TrySend(id(i, seq)) == nil {
					l.accepted[i] = append(l.accepted[i], id(i, seq))
				} else {
					runtime.Gosched()
				}
			}
		})
	}
	for i := range c {
		t.Go(func() {
			for range times {
				if v, err := q.TryRecv(); err == nil {
					l.received[i] = append(l.received[i], v)
				} else {
					runtime.Gosched()
				}
			}
		})
	}
	t.Join()
	l.received[c] = t.drainAll(q)
	t.conserved(l)
	if left := len(l.received[c]); left > q.Cap() {
		t.Fatalf("%d values were left in the queue", left)
	}
	t.holdsExactly(q, q.Cap(), 0)
}

func onFullLeavesUnchanged(t *trial) {
	for _, capacity := range t.caps(edges...) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		t.fill(q, 0, capacity)
		for range 3 {
			t.trySend(q, -1, queue.ErrFull)
			t.send(ended(), q, -1, ended().Err())
			t.length(q, capacity)
		}
		t.drain(q, 0, capacity)
		t.tryRecv(q, 0, queue.ErrEmpty)
	}
}
