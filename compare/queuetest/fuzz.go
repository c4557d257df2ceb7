package queuetest

import (
	"testing"

	"github.com/boundedq/queue"
)

// Fuzz lets the fuzzer choose operations. Each byte is one. Those of first are
// done by one goroutine, and its answers are compared with those of a slice; if
// there are some in second too, two goroutines do them at once, and what they saw
// must be linearizable.
//
//	func FuzzQueue(f *testing.F) {
//		queuetest.Fuzz(f, func(n int) queue.BoundedQueue[int] { return myq.New[int](n) })
//	}
//
// It brings seeds of its own, with which go test runs it as a test.
func Fuzz(f *testing.F, newQueue func(capacity int) queue.BoundedQueue[int], opts ...Option) {
	f.Helper()
	fuzzConfig(f, configOfInts(newQueue, opts))
}

// FuzzOf is to [Fuzz] what [RunOf] is to [Run].
func FuzzOf[T any](f *testing.F, newQueue func(capacity int) queue.BoundedQueue[T], values Values[T], opts ...Option) {
	f.Helper()
	fuzzConfig(f, configOf(newQueue, values, opts))
}

func fuzzConfig(f *testing.F, cfg *config) {
	f.Helper()
	for _, capacity := range []byte{0, 1, 2, 3, 7, 64} {
		f.Add(capacity, []byte(nil), []byte(nil))
		f.Add(capacity, repeat(trySends, 9, tryRecvs, 9), []byte(nil))
		f.Add(capacity, repeat(trySends, 3, closes, 1, tryRecvs, 4, sends, 1), []byte(nil))
		f.Add(capacity, repeat(sends, 2, recvs, 3, lens, 1), []byte(nil))
		f.Add(capacity, repeat(trySends, 9), repeat(tryRecvs, 9))
		f.Add(capacity, repeat(trySends, 2, tryRecvs, 2, closes, 1), repeat(tryRecvs, 2, trySends, 2))
		f.Add(capacity, repeat(sendAndCancels, 4), repeat(recvAndCancels, 4))
	}
	f.Fuzz(func(t *testing.T, capacity byte, first, second []byte) {
		const longest = 1 << 10 // beyond it there is nothing new
		first, second = first[:min(len(first), longest)], second[:min(len(second), longest)]
		test := testCase{name: "Fuzz/Operations", keeps: isFIFO, run: func(t *trial) {
			t.playBytes(t.cap(int(capacity)%65), first, second)
		}}
		if len(second) > 0 {
			attemptInTime(&test, cfg, cfg.seed, nil).report(t)
			return
		}
		// One goroutine never waits, and needs nobody to look after it.
		alone := newTrial(&test, cfg, cfg.seed, nil)
		alone.stage = pollingStage{}
		alone.guard(func() { test.run(alone) })
		alone.report(t)
	})
}

// Operations that seeds are made of.
const (
	trySends       = 0
	tryRecvs       = 7
	sends          = 5
	recvs          = 12
	sendAndCancels = 6
	recvAndCancels = 13
	lens           = 14
	closes         = 255
)

// repeat takes pairs of an operation and how often.
func repeat(pairs ...byte) (ops []byte) {
	for i := 0; i < len(pairs); i += 2 {
		for range pairs[i+1] {
			ops = append(ops, pairs[i])
		}
	}
	return ops
}

func (t *trial) playBytes(capacity int, first, second []byte) {
	t.set("cap=%d first=%v second=%v", capacity, first, second)
	if len(second) > 0 {
		t.playScripts(capacity, [][]byte{first, second})
		return
	}
	q, m := t.New(capacity), &model{capacity: capacity}
	for i, op := range first {
		if did, differs := t.step(m, q, op, i); differs != "" {
			t.Fatalf("operation %d, %s: %s", i, did, differs)
		}
	}
}
