package queuetest

import "github.com/boundedq/queue"

var typeCases = []testCase{
	{
		name: "Types/ZeroSize", keeps: neverHoldsMore, run: zeroSize, needs: needsEmpty,
		about: "Values without size are counted like any other.",
	},
	{
		name: "Types/LargeNoTearing", keeps: publishes, run: largeNoTearing, needs: needsLarge,
		about: "A value of many words arrives as one: no word of it belongs to another value.",
	},
	{
		name: "Types/NilPointer", keeps: sendIsNilOrNot, run: nilPointer, needs: needsPointers,
		about: "A nil pointer is a value; what comes out is the very pointer that went in.",
	},
	{
		name: "Types/NilInterface", keeps: sendIsNilOrNot, run: nilInterface, needs: needsInterfaces,
		about: "A nil interface is a value, and a typed nil another.",
	},
}

func zeroSize(t *trial) {
	for _, capacity := range []int{1, 2, 3, 1000} {
		t.set("cap=%d", capacity)
		q := newOf(t, t.cfg.empties, capacity)
		for range 3 {
			for n := range capacity {
				if err := q.TrySend(struct{}{}); err != nil {
					t.Fatalf("TrySend number %d = %v", n+1, err)
				}
			}
			if err := q.TrySend(struct{}{}); err != queue.ErrFull {
				t.Fatalf("TrySend on a full queue = %v", err)
			}
			for n := range capacity {
				if _, err := q.Recv(background); err != nil {
					t.Fatalf("Recv number %d = %v", n+1, err)
				}
			}
			if _, err := q.TryRecv(); err != queue.ErrEmpty {
				t.Fatalf("TryRecv on an empty queue = %v", err)
			}
		}
	}
	t.set("cap=0")
	q := newOf(t, t.cfg.empties, 0)
	n := t.N(1000)
	t.Go(func() {
		for range n {
			if err := q.Send(background, struct{}{}); err != nil {
				t.Fatalf("Send() = %v", err)
			}
		}
		q.Close()
	})
	received := 0
	for _, err := q.Recv(background); err == nil; _, err = q.Recv(background) {
		received++
	}
	if received != n {
		t.Errorf("%d values were sent, %d received", n, received)
	}
}

func largeNoTearing(t *trial) {
	const p, c = 2, 2
	each := t.N(2000)
	for _, capacity := range []int{0, 1, 3} {
		t.set("cap=%d p=%d c=%d", capacity, p, c)
		q := newOf(t, t.cfg.blocks, capacity)
		for i := range p {
			t.Go(func() {
				for seq := range each {
					var b Block
					for w := range b {
						b[w] = uint32(id(i, seq))
					}
					if err := q.Send(background, b); err != nil {
						t.Fatalf("Send() = %v", err)
					}
				}
			})
		}
		for range c {
			t.Go(func() {
				for range each {
					b, err := q.Recv(background)
					if err != nil {
						t.Fatalf("Recv() = %v", err)
					}
					for w := range b {
						if b[w] != b[0] {
							t.Fatalf("word %d of a value is %#x, and word 0 is %#x", w, b[w], b[0])
						}
					}
				}
			})
		}
		t.Join()
	}
}

func nilPointer(t *trial) {
	t.set("cap=3")
	passes(t, newOf(t, t.cfg.pointers, 3), []*Box{nil, {ID: 1}, nil, {ID: 2}})
}

func nilInterface(t *trial) {
	t.set("cap=3")
	passes(t, newOf(t, t.cfg.interfaces, 3), []any{nil, 1, (*Box)(nil), "a", error(nil), &Box{}})
}

// passes sends each value and expects it back, by both kinds of operation.
func passes[T comparable](t *trial, q queue.BoundedQueue[T], vs []T) {
	for _, v := range vs {
		if err := q.TrySend(v); err != nil {
			t.Fatalf("TrySend(%v) = %v", v, err)
		}
		if got, err := q.TryRecv(); got != v || err != nil {
			t.Fatalf("TryRecv() = %v, %v, want %v", got, err, v)
		}
		if err := q.Send(background, v); err != nil {
			t.Fatalf("Send(%v) = %v", v, err)
		}
		if got, err := q.Recv(background); got != v || err != nil {
			t.Fatalf("Recv() = %v, %v, want %v", got, err, v)
		}
	}
}
