package queuetest

import (
	"sync"

	"github.com/boundedq/queue"
)

var tryCases = []testCase{
	{
		name: "Try/NeverFailFullGuarantee", keeps: tryIsStrict, run: neverFailFull,
		about: "As many goroutines as slots, each sends one value and takes one: there is always room, and always a value.",
	},
	{
		name: "Try/TwoFreeSlots", keeps: racesDontRefuse, run: twoFreeSlots,
		about: "Two goroutines send and receive in turn on a queue with two free slots: neither can be refused, whoever wins.",
	},
	{
		name: "Try/LenAgreesWithTry", keeps: tryIsStrict, run: lenAgreesWithTry,
		about: "To the only receiver, Len above 0 means that TryRecv succeeds; to the only sender, Len below Cap that TrySend does.",
	},
	{
		name: "Try/CloseRace", keeps: tryIsStrict, run: tryCloseRace,
		about: "A value is there while another goroutine closes the queue: TryRecv must find it.",
	},
	{
		name: "Try/DoesNotBlock", keeps: tryIsStrict, run: tryDoesNotBlock, place: inBubble,
		about: "With others waiting on the same side, a try is refused at once instead of waiting behind them.",
	},
	{
		name: "Try/OnFullLeavesQueueUnchanged", keeps: sendIsNilOrNot, run: onFullLeavesUnchanged,
		about: "A refused send leaves no trace.",
	},
}

func neverFailFull(t *trial) {
	for _, n := range []int{1, 2, 3, 4, 8} {
		t.set("cap=%d goroutines=%d", n, n)
		t.sendAndTake(t.New(n), n, t.N(4000))
	}
}

func twoFreeSlots(t *trial) {
	for _, capacity := range []int{2, 3, 4, 5, 8, 9} {
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
	for _, capacity := range []int{1, 2, 3, 64} {
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
		capacity := 1 + round%3
		t.set("cap=%d round=%d", capacity, round)
		q := t.New(capacity)
		t.trySend(q, 7, nil)
		var start sync.WaitGroup
		start.Add(2)
		meet := func() { start.Done(); start.Wait() }
		t.Go(func() { meet(); q.Close() })
		t.Go(func() {
			meet()
			if v, err := q.TryRecv(); v != 7 || err != nil {
				t.Fatalf("TryRecv() = %d, %v while the queue was being closed, want 7, nil", v, err)
			}
		})
		t.Join()
		t.closed(q)
	}
}

func tryDoesNotBlock(t *trial) {
	for _, capacity := range []int{0, 1, 2, 3} {
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

func onFullLeavesUnchanged(t *trial) {
	for _, capacity := range edges {
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
