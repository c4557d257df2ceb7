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
		name: "Model/OpSequenceFuzz", keeps: isFIFO, run: opSequenceFuzz,
		about: "Random operations of one goroutine get the answers that a slice would give.",
	},
}

func manyLaps(t *trial) {
	for _, capacity := range []int{1, 2, 3, 4, 5} {
		for level := range capacity {
			t.set("cap=%d level=%d", capacity, level)
			q := t.New(capacity)
			t.fill(q, 0, level)
			laps := t.N(1000) * capacity
			for v := range laps {
				t.trySend(q, level+v, nil)
				t.tryRecv(q, v, nil)
			}
			t.length(q, level)
			t.drain(q, laps, level)
		}
	}
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
func (m *model) step(q queue.BoundedQueue[int], op byte, v int) (did, differs string) {
	switch op % 16 {
	case 0, 1, 2, 3, 4:
		return fmt.Sprintf("TrySend(%d)", v), unlike(q.TrySend(v), m.send(queue.ErrFull, v))
	case 5, 6, 7, 8, 9:
		got, err := q.TryRecv()
		want, wantErr := m.recv(queue.ErrEmpty)
		return "TryRecv()", unlike(answer{got, err}, answer{want, wantErr})
	case 10, 11:
		return fmt.Sprintf("Send(ended, %d)", v), unlike(q.Send(ended(), v), m.send(context.Canceled, v))
	case 12, 13:
		got, err := q.Recv(ended())
		want, wantErr := m.recv(context.Canceled)
		return "Recv(ended)", unlike(answer{got, err}, answer{want, wantErr})
	case 14:
		return "Cap()", unlike(q.Cap(), m.capacity)
	}
	if op == 255 {
		q.Close()
		m.closed = true
		return "Close()", ""
	}
	return "Len()", unlike(q.Len(), len(m.held))
}

type answer struct {
	v   int
	err error
}

func unlike[T comparable](got, want T) string {
	if got == want {
		return ""
	}
	return fmt.Sprintf("got %v, want %v", got, want)
}

func opSequenceFuzz(t *trial) {
	for _, capacity := range []int{0, 1, 2, 3, 4, 5, 64} {
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
		did, differs := m.step(q, byte(t.rng.Uint32()), step)
		last[step%len(last)] = did
		if differs != "" {
			t.Fatalf("step %d, %s: %s; before it %q", step, did, differs,
				append(last[(step+1)%len(last):], last[:step%len(last)]...))
		}
	}
}
