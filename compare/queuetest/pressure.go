package queuetest

import (
	"runtime"

	"github.com/boundedq/queue"
)

var pressureCases = []testCase{
	{
		name: "GC/UnderPressure", keeps: delivered, run: underPressure, stress: true, since: 2,
		about: "The collector runs all the time, and goroutines wait on stacks that grow and shrink.",
	},
}

func underPressure(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d p=2 c=2", capacity)
		collect := func(queue.BoundedQueue[int]) {
			for range t.N(20) {
				runtime.GC()
			}
		}
		t.conserved(t.run(traffic{
			q: t.New(capacity), producers: 2, consumers: 2, each: t.N(200),
			send: func(a *actor, v int) (err error) {
				atDepth(a.rng.IntN(64), func() { err = sendAnyhow(a, v) })
				return err
			},
			recv: func(a *actor) (v int, err error) {
				atDepth(a.rng.IntN(64), func() { v, err = recvAnyhow(a) })
				return v, err
			},
			with: []func(queue.BoundedQueue[int]){collect},
		}))
	}
}

// atDepth calls f further down the stack. What it returns keeps the frames.
//
//go:noinline
func atDepth(n int, f func()) byte {
	var frame [256]byte
	if n == 0 {
		f()
	} else {
		frame[n] = atDepth(n-1, f)
	}
	return frame[n/2]
}
