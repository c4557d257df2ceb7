package queuetest

import (
	"runtime"

	"github.com/boundedq/queue"
)

var progressCases = []testCase{
	{
		name: "Progress/Oversubscribed", keeps: wakes, run: oversubscribed,
		about: "Many more goroutines than processors get their work done, also where nobody is ever preempted.",
	},
	{
		name: "Fairness/NoStarvedSender", keeps: noStarvation, run: noStarvedSender,
		about: "A sender that waits is served while others send in a loop, within a bounded number of their values.",
	},
	{
		name: "Fairness/NoStarvedReceiver", keeps: noStarvation, run: noStarvedReceiver,
		about: "A receiver that waits is served while others receive in a loop, within a bounded number of their values.",
	},
}

func oversubscribed(t *trial) {
	for _, capacity := range []int{0, 1, 8} {
		t.set("cap=%d p=64 c=64", capacity)
		t.conserved(t.run(traffic{
			q: t.New(capacity), producers: 64, consumers: 64, each: t.N(80),
			send: sendAnyhow, recv: recvAnyhow,
		}))
	}
}

const (
	rivals = 3

	// patience is how often others may be served before a waiter is: many
	// thousand times more than chance could bring about.
	patience = 100_000

	victim = -1
)

func noStarvedSender(t *trial) {
	for _, capacity := range []int{0, 1, 2} {
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
	for _, capacity := range []int{0, 1, 2} {
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
