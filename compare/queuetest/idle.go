package queuetest

import (
	"time"

	"github.com/boundedq/queue"
)

var idleCases = []testCase{
	{
		name: "Idle/ParkedUseNoProcessor", keeps: waitsParked, run: parkedUseNoProcessor,
		about: "Hundreds of goroutines wait in queues: to the runtime each of them is blocked, none running, runnable or asleep until it looks again.",
	},
	{
		name: "Idle/NoPolling", keeps: waitsParked, run: noPolling, place: inBubble,
		about: "A year of fake time goes by at once when nobody wakes up in it to look again.",
	},
}

func parkedUseNoProcessor(t *trial) {
	const n = 256
	for _, capacity := range []int{0, 1, 64} {
		t.set("cap=%d senders=%d receivers=%d", capacity, n, n)
		full, empty := t.New(capacity), t.New(capacity)
		t.fill(full, 0, capacity)
		ctx, _ := t.Cancellable()
		var ws []*waiter
		for i := range n {
			wait := background
			if i%2 == 0 {
				wait = ctx
			}
			ws = append(ws, t.goSend(wait, full, id(0, i)), t.goRecv(wait, empty))
		}
		t.parked(ws, "a wait") // fails if a snapshot never shows all of them blocked
		full.Close()
		empty.Close()
		t.Join()
		t.wantReturned(ws, 2*n, queue.ErrClosed)
	}
}

func noPolling(t *trial) {
	if !t.fakeTime() {
		t.Skipf("it needs fake time, so a test and a queue that is durable")
	}
	for _, capacity := range []int{0, 1, 3} {
		t.set("cap=%d", capacity)
		full, empty := t.New(capacity), t.New(capacity)
		t.fill(full, 0, capacity)
		ctx, _ := t.Cancellable()
		ws := t.parkSenders(ctx, full, -2, 2)
		ws = append(ws, t.parkReceivers(background, empty, 2)...)
		for range 365 * 24 {
			if time.Sleep(time.Hour); t.over() {
				break // the watchdog gave up, and the bubble must come to its end
			}
		}
		t.wantReturned(ws, 0, nil)
		full.Close()
		empty.Close()
		t.Join()
	}
}
