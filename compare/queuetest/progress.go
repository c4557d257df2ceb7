package queuetest

import (
	"runtime"

	"github.com/boundedq/queue"
)

var progressCases = []testCase{
	{
		name: "Progress/Oversubscribed", keeps: wakes, run: oversubscribed, stress: true,
		about: "Many more goroutines than processors get their work done, also where nobody is ever preempted.",
	},
	{
		name: "Progress/OneProcessor", keeps: waitsParked, run: oneProcessor, needs: parking, since: 2,
		about: "The same in a child process with one processor and no preemption: who waits for another has to let it run.",
	},
	{
		name: "Fairness/NoStarvedSender", keeps: noStarvation, run: noStarvedSender, needs: all(severalSenders, parking, distinct, closing),
		about: "A sender that waits is served while others send in a loop, within a bounded number of their values.",
	},
	{
		name: "Fairness/NoStarvedReceiver", keeps: noStarvation, run: noStarvedReceiver, needs: all(severalReceivers, parking, closing),
		about: "A receiver that waits is served while others receive in a loop, within a bounded number of their values.",
	},
	{
		name: "Fairness/LongestWaiter", keeps: noStarvation, run: longestWaiter, place: inBubble, needs: all(manyOnBothSides, parking, closing), since: 2,
		about: "Whenever somebody is served all others wait again, those that came later included: the one that has waited longest has its turn.",
	},
}

func oversubscribed(t *trial) {
	for _, capacity := range t.caps(0, 1, 8) {
		t.set("cap=%d p=64 c=64", capacity)
		t.conserved(t.run(traffic{
			q: t.New(capacity), producers: 64, consumers: 64, each: t.N(80),
			send: sendAnyhow, recv: recvAnyhow,
		}))
	}
}

// oneProcessor gives a goroutine that spins without a pause the only processor
// for ever.
func oneProcessor(t *trial) {
	t.inChild("had one processor and no preemption", func() { oversubscribed(t) },
		"GOMAXPROCS=1", "GODEBUG=asyncpreemptoff=1")
}

const (
	rivals = 3

	// patience is how often others may be served before a waiter is: many
	// thousand times more than chance could bring about.
	patience = 100_000

	victim = -1
)

func noStarvedSender(t *trial) {
	for _, capacity := range t.caps(0, 1, 2) {
		t.set("cap=%d rivals=%d", capacity, rivals)
		q := t.New(capacity)
		t.fill(q, 0, capacity)
		t.parkSenders(background, q, victim, 1)
		for range rivals {
			t.Go(func() {
				for q.Send(background, 1) == nil {
				}
			})
		}
		for served := 0; ; served++ {
			v, err := q.Recv(background)
			if err != nil {
				t.Fatalf("Recv() = %v", err)
			}
			if v == victim {
				break
			}
			if served == patience {
				t.Fatalf("a sender still waits after %d values of others", served)
			}
			runtime.Gosched() // who was woken gets a processor as well
		}
		q.Close()
		t.Join()
	}
}

func noStarvedReceiver(t *trial) {
	for _, capacity := range t.caps(0, 1, 2) {
		t.set("cap=%d rivals=%d", capacity, rivals)
		q := t.New(capacity)
		waits := t.parkReceivers(background, q, 1)[0]
		for range rivals {
			t.Go(func() {
				for _, err := q.Recv(background); err == nil; _, err = q.Recv(background) {
				}
			})
		}
		for served := 0; !waits.returned(); served++ {
			if served == patience {
				t.Fatalf("a receiver still waits after %d values went to others", served)
			}
			if err := q.Send(background, 1); err != nil {
				t.Fatalf("Send() = %v", err)
			}
			runtime.Gosched()
		}
		q.Close()
		t.Join()
		if waits.err == queue.ErrClosed {
			t.Fatalf("the receiver that waited was not served")
		}
	}
}

// turns is how many others may be served before the one that waits longest, of a
// handful: chance alone would have chosen it long before.
const turns = 200

func longestWaiter(t *trial) {
	for _, capacity := range t.caps(0, 1, 2) {
		t.set("cap=%d side=Send", capacity)
		q := t.New(capacity)
		t.fill(q, 0, capacity)
		waits := t.parkSenders(background, q, victim, 1)[0]
		t.rivals(func() error { return q.Send(background, 1) })
		t.served(waits, func() { t.take(q) })
		q.Close()
		t.Join()

		t.set("cap=%d side=Recv", capacity)
		q = t.New(capacity)
		waits = t.parkReceivers(background, q, 1)[0]
		t.rivals(func() error { _, err := q.Recv(background); return err })
		t.served(waits, func() { t.trySend(q, 1, nil) })
		q.Close()
		t.Join()
	}
}

// rivals starts goroutines that do op until it fails.
func (t *trial) rivals(op func() error) {
	for range rivals {
		t.Go(func() {
			for op() == nil {
			}
		})
	}
}

// served lets one of those that wait go at a time, until w is the one.
func (t *trial) served(w *waiter, serve func()) {
	for range turns {
		t.Settle()
		if w.returned() {
			return
		}
		serve()
	}
	t.Fatalf("one waits still, and %d that came later have been served", turns)
}
