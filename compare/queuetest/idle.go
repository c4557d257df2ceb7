package queuetest

import (
	"context"
	"time"

	"github.com/boundedq/queue"
)

var idleCases = []testCase{
	{
		name: "Idle/ParkedUseNoProcessor", keeps: waitsParked, run: parkedUseNoProcessor, needs: parking,
		about: "Hundreds of goroutines wait in queues: to the runtime each of them is blocked, none running, runnable or asleep until it looks again.",
	},
	{
		name: "Idle/NoPolling", keeps: waitsParked, run: noPolling, place: inBubble, needs: all(durableWaits, closing),
		about: "A year of fake time goes by at once when nobody wakes up in it to look again.",
	},
}

func parkedUseNoProcessor(t *trial) {
	senders, receivers := t.senders(256), t.receivers(256)
	for _, capacity := range t.caps(0, 1, 64) {
		t.set("cap=%d senders=%d receivers=%d", capacity, senders, receivers)
		full, empty := t.New(capacity), t.New(capacity)
		t.fill(full, 0, capacity)
		ctx, cancel := t.Cancellable()
		var ws []*waiter
		waits := []context.Context{ctx, background}
		if t.cfg.lacks.noClose {
			waits[1] = ctx
		}
		for i := range senders {
			ws = append(ws, t.goSend(waits[i%2], full, id(0, i)))
		}
		for i := range receivers {
			ws = append(ws, t.goRecv(waits[i%2], empty))
		}
		t.parked(ws, "a wait") // fails if a snapshot never shows all of them blocked
		if t.cfg.lacks.noClose {
			cancel()
			t.Join()
			t.wantReturned(ws, len(ws), context.Canceled)
			continue
		}
		full.Close()
		empty.Close()
		t.Join()
		t.wantReturned(ws, len(ws), queue.ErrClosed)
	}
}

func noPolling(t *trial) {
	if !t.fakeTime() {
		t.Skipf("it needs fake time, so a test and a queue that is durable")
	}
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d", capacity)
		full, empty := t.New(capacity), t.New(capacity)
		t.fill(full, 0, capacity)
		ctx, _ := t.Cancellable()
		ws := t.parkSenders(ctx, full, -2, t.senders(2))
		ws = append(ws, t.parkReceivers(background, empty, t.receivers(2))...)
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
