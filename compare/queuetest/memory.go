package queuetest

import (
	"context"

	"github.com/boundedq/queue"
)

// The cases here share plain memory between goroutines that have nothing in
// common but the queue. Under the race detector a missing edge is a report, even
// where the value happens to be right. Nothing else may order these goroutines
// while they run: no atomics, no other channels.

var memoryCases = []testCase{
	{
		name: "Memory/PublishPlain", keeps: publishes, run: publishPlain, needs: distinct, stress: true,
		about: "What a producer wrote before it sent can be read by who received.",
	},
	{
		name: "Memory/BackpressureEdge", keeps: pushesBack, run: backpressureEdge, needs: distinct, stress: true,
		about: "What a consumer wrote before its kth receive can be read after the (k+C)th send.",
	},
	{
		name: "Memory/Mutex", keeps: pushesBack, run: queueAsMutex, needs: all(atCapacity(1), exactCapacity, manyOnBothSides),
		about: "A queue of capacity 1 is a lock: a send takes it, a receive gives it back.",
	},
	{
		name: "Memory/CloseEdge", keeps: closePublishes, run: closeEdge, needs: closing,
		about: "What was written before Close can be read by who received ErrClosed.",
	},
	{
		name: "Memory/CancelledValueNotTouched", keeps: sendIsNilOrNot, run: cancelledNotTouched, needs: distinct, stress: true,
		about: "After a Send that failed the caller still owns the value and writes to it; nobody else may be reading.",
	},
}

func publishPlain(t *trial) {
	p, c := t.senders(3), t.receivers(3)
	each := t.N(1000)
	for _, capacity := range t.caps(0, 1, 2, 64) {
		for _, how := range []struct {
			name string
			send func(*actor, int) error
			recv func(*actor) (int, error)
		}{{"waits", sendWaits, recvWaits}, {"anyhow", sendAnyhow, recvAnyhow}} {
			t.set("cap=%d p=%d c=%d by=%s", capacity, p, c, how.name)
			data := make([]int, id(p, 0)) // by id, one cell for each value
			t.run(traffic{
				q: t.New(capacity), producers: p, consumers: c, each: each,
				send: func(a *actor, v int) error {
					data[v] = ^v
					return how.send(a, v)
				},
				recv: func(a *actor) (int, error) {
					v, err := how.recv(a)
					if err == nil && v > pill && data[v] != ^v {
						t.Fatalf("%#x was received, and what its producer wrote before was not there", v)
					}
					return v, err
				},
			})
		}
	}
}

func backpressureEdge(t *trial) {
	for _, capacity := range t.caps(1, 2, 3, 7) {
		t.backpressure(capacity)
	}
}

// backpressure has the consumer mark each receive before it, and the producer
// read the mark of the receive that must have made room for it.
func (t *trial) backpressure(capacity int) {
	t.set("cap=%d p=1 c=1", capacity)
	q := t.New(capacity)
	n := t.N(4000)
	marks := make([]int, n)
	t.Go(func() {
		for k := range n {
			marks[k] = ^k
			t.recv(background, q, k+1, nil)
		}
	})
	t.Go(func() {
		for k := range n {
			t.send(background, q, k+1, nil)
			if made := k - capacity; made >= 0 && marks[made] != ^made {
				t.Fatalf("send %d returned, and receive %d had not begun", k, made)
			}
		}
	})
	t.Join()
}

func queueAsMutex(t *trial) {
	const goroutines = 4
	t.set("cap=1 goroutines=%d", goroutines)
	q := t.New(1)
	n := t.N(2000)
	counter := 0
	for g := range goroutines {
		t.Go(func() {
			for range n {
				t.send(background, q, g+1, nil)
				counter++
				t.recv(background, q, g+1, nil)
			}
		})
	}
	t.Join()
	if counter != goroutines*n {
		t.Errorf("the counter is %d, want %d: two goroutines had the lock at once", counter, goroutines*n)
	}
}

func closeEdge(t *trial) {
	for round := range t.N(400) {
		capacity := t.cap(round % 3)
		t.set("cap=%d c=%d round=%d", capacity, t.receivers(3), round)
		q := t.New(capacity)
		written := 0
		for range t.receivers(3) {
			t.Go(func() {
				if _, err := q.Recv(background); err != queue.ErrClosed {
					t.Fatalf("Recv() = %v", err)
				}
				if written != round+1 {
					t.Fatalf("Recv returned ErrClosed, and what was written before Close was not there")
				}
			})
		}
		t.Go(func() {
			written = round + 1
			q.Close()
		})
		t.Join()
	}
}

func cancelledNotTouched(t *trial) {
	p, c := t.senders(3), t.receivers(3)
	each := t.N(400)
	for _, capacity := range t.caps(0, 1, 2) {
		t.set("cap=%d p=%d c=%d", capacity, p, c)
		data := make([]int, id(p, 0))
		l := t.run(traffic{
			q: t.New(capacity), producers: p, consumers: c, each: each,
			send: func(a *actor, v int) error {
				data[v] = ^v
				err := sendAndCancel(a.q, v)
				if err == context.Canceled {
					data[v] = 0 // it is ours again
				}
				return err
			},
			recv: func(a *actor) (int, error) {
				v, err := recvAnyhow(a)
				if err == nil && v > pill && data[v] != ^v {
					t.Fatalf("%#x was received, and its producer has it as well", v)
				}
				return v, err
			},
		})
		t.conserved(l)
	}
}
