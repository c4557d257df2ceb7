package queuebench

import (
	"context"
	"testing"

	"github.com/boundedq/queue"
)

// choosy says it is full when it is asked for one value in four, and has room then.
type choosy struct {
	queue.BoundedQueue[uint64]
}

func (c *choosy) TrySend(v uint64) error {
	if v%4 == 0 {
		return queue.ErrFull
	}
	return c.BoundedQueue.Send(context.Background(), v)
}

func TestFullIsCounted(t *testing.T) {
	for _, name := range []string{"handoff", "full", "empty"} {
		impl := Impl{Name: "choosy", New: func(n int) queue.BoundedQueue[uint64] { return &choosy{BoundedQueue: sound(n)} }}
		c := anyCell(*scenarioOf(name), impl, 15)
		if percent := measureN(t, c, 1000).Extra["full-%"]; percent != 25 {
			t.Errorf("%s: full-%% is %v, and one in four was refused", name, percent)
		}
		c.Impl = Chan()
		if percent, ok := measureN(t, c, 1000).Extra["full-%"]; !ok || percent < 0 || percent > 100 {
			t.Errorf("%s: full-%% of the channel is %v", name, percent)
		}
	}
}

// The run in which the queue is asked is checked as the other is.
func TestAskedQueueIsChecked(t *testing.T) {
	impl := Impl{Name: "lossy", New: func(n int) queue.BoundedQueue[uint64] { return lossyTry{sound(n)} }}
	if r := measure(t, anyCell(*scenarioOf("handoff"), impl, 15)); r.N != 0 {
		t.Errorf("the benchmark gave numbers: %v", r)
	}
}

// lossyTry drops one value in ten that it is asked for.
type lossyTry struct{ queue.BoundedQueue[uint64] }

func (l lossyTry) TrySend(v uint64) error {
	if v%10 == 0 {
		return nil
	}
	return l.BoundedQueue.TrySend(v)
}

func TestFullIsNotAskedOf(t *testing.T) {
	for name, c := range map[string]Cell{
		"a control":   anyCell(*scenarioOf("handoff"), faa(), 15),
		"a lane":      anyCell(*scenarioOf("handoff"), Impl{Name: "mine", Lane: Chan().Lane}, 15),
		"batches":     {Scenario: "handoff", Impl: Chan(), Capacity: 15, Producers: 1, Consumers: 1, Batch: 64},
		"other cells": anyCell(*scenarioOf("floor"), Chan(), 15),
	} {
		r := measureN(t, c, 1000)
		if percent, ok := r.Extra["full-%"]; ok || r.N == 0 {
			t.Errorf("%s: full-%% is %v of %v", name, percent, r)
		}
	}
}
