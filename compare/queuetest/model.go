package queuetest

import (
	"context"
	"fmt"

	"github.com/boundedq/queue"
)

var modelCases = []testCase{
	{
		name: "Wrap/ManyLaps", keeps: isFIFO, run: manyLaps,
		about: "A small queue goes round many times at every fill level.",
	},
	{
		name: "Wrap/PastSixteenBits", keeps: isFIFO, run: pastSixteenBits, since: 2,
		about: "A queue that is never empty passes more values than 16 bits count: an index that wraps falls on another slot where the capacity is no power of two.",
	},
	{
		name: "Model/OpSequenceFuzz", keeps: isFIFO, run: opSequenceFuzz,
		about: "Random operations of one goroutine get the answers that a slice would give.",
	},
}

func manyLaps(t *trial) {
	for _, capacity := range t.caps(1, 2, 3, 4, 5) {
		for level := range capacity {
			t.atLevel(capacity, level, t.N(1000)*capacity)
		}
	}
}

func pastSixteenBits(t *trial) {
	for _, capacity := range t.caps(3, 5) {
		t.atLevel(capacity, capacity-1, 1<<16+capacity)
	}
}

// atLevel passes n values through a queue that holds level of them meanwhile.
func (t *trial) atLevel(capacity, level, n int) {
	t.set("cap=%d level=%d", capacity, level)
	q := t.New(capacity)
	t.fill(q, 0, level)
	for v := range n {
		t.trySend(q, level+v, nil)
		t.tryRecv(q, v, nil)
	}
	t.length(q, level)
	t.drain(q, n, level)
}

// A model is the queue as one goroutine sees it: a slice.
type model struct {
	capacity int
	held     []int
	closed   bool
}

func (m *model) send(full error, v int) error {
	switch {
	case m.closed:
		return queue.ErrClosed
	case len(m.held) == m.capacity: // at capacity 0 nobody is there to take it
		return full
	}
	m.held = append(m.held, v)
	return nil
}

func (m *model) recv(empty error) (int, error) {
	switch {
	case len(m.held) > 0:
		v := m.held[0]
		m.held = m.held[1:]
		return v, nil
	case m.closed:
		return 0, queue.ErrClosed
	}
	return 0, empty
}

// step does what op says, on the queue and on the model, and returns what it
// did and how the answers differ, if they do. No operation waits: those that
// could are under a context that has ended.
func (t *trial) step(m *model, q queue.BoundedQueue[int], op byte, v int) (did, differs string) {
	switch n := op % 16; {
	case op == 255 && !t.cfg.lacks.noClose:
		q.Close()
		m.closed = true
		return "Close()", ""
	case n < 5:
		want := m.send(queue.ErrFull, v)
		return fmt.Sprintf("TrySend(%d)", v), unlike(trySend(t, q, v, want), want)
	case n < 7:
		want := m.send(context.Canceled, v)
		return fmt.Sprintf("Send(ended, %d)", v), unlike(send(t, ended(), q, v, want), want)
	case n < 12:
		want, wantErr := m.recv(queue.ErrEmpty)
		got, err := tryRecv(t, q, wantErr)
		return "TryRecv()", t.unlikeValue(got, err, want, wantErr)
	case n < 14:
		want, wantErr := m.recv(context.Canceled)
		got, err := recv(t, ended(), q, wantErr)
		return "Recv(ended)", t.unlikeValue(got, err, want, wantErr)
	case n == 14 && !t.cfg.lacks.noLen:
		return "Len()", unlike(q.Len(), len(m.held))
	}
	return "Cap()", unlike(q.Cap(), m.capacity)
}

func (t *trial) unlikeValue(v int, err error, want int, wantErr error) string {
	if err == wantErr && t.same(v, want) {
		return ""
	}
	return fmt.Sprintf("got %d, %v, want %d, %v", v, err, want, wantErr)
}

func unlike[T comparable](got, want T) string {
	if got == want {
		return ""
	}
	return fmt.Sprintf("got %v, want %v", got, want)
}

func opSequenceFuzz(t *trial) {
	for _, capacity := range t.caps(0, 1, 2, 3, 4, 5, 64) {
		for round := range t.N(24) {
			t.set("cap=%d round=%d", capacity, round)
			t.follow(t.New(capacity), capacity)
		}
	}
}

// follow drives the queue and its model through the same random operations.
func (t *trial) follow(q queue.BoundedQueue[int], capacity int) {
	m := &model{capacity: capacity}
	var last [8]string
	for step := range 400 {
		did, differs := t.step(m, q, byte(t.rng.Uint32()), step)
		last[step%len(last)] = did
		if differs != "" {
			t.Fatalf("step %d, %s: %s; before it %q", step, did, differs,
				append(last[(step+1)%len(last):], last[:step%len(last)]...))
		}
	}
}
