package queuetest

import (
	"context"
	"runtime"
	"weak"

	"github.com/boundedq/queue"
)

var gcCases = []testCase{
	{
		name: "GC/ReceivedIsCollectable", keeps: keepsNothing, run: receivedIsCollectable, needs: needsPointers, claims: forgetting, lack: "KeepsValues",
		about: "A value that was received is garbage when the receiver drops it, though the queue lives.",
	},
	{
		name: "GC/RefusedIsCollectable", keeps: keepsNothing, run: refusedIsCollectable, needs: all(needsPointers, closing), claims: forgetting, lack: "KeepsValues",
		about: "A value that was refused, because the queue was full or closed, is not kept.",
	},
	{
		name: "GC/CancelledIsCollectable", keeps: keepsNothing, run: cancelledIsCollectable, needs: all(needsPointers, closing), claims: forgetting, lack: "KeepsValues",
		about: "A value whose Send waited and was cancelled, or was ended by Close, is not kept.",
	},
	{
		name: "GC/BatchIsCollectable", keeps: keepsNothing, run: batchIsCollectable, needs: needsPointers, claims: forgetting, lack: "KeepsValues", since: 2,
		about: "The queue keeps neither the values of a batch that were received or refused, nor the slice that they came in.",
	},
}

type boxQueue = queue.BoundedQueue[*Box]

// A lot is a handful of boxes that only weak pointers remember.
type lot []weak.Pointer[Box]

// box makes a new one.
func (l *lot) box() *Box {
	b := &Box{ID: len(*l), Next: new(Box)}
	*l = append(*l, weak.Make(b))
	return b
}

// wantCollected expects that no box of the lot can be reached. A pointer that a
// dead stack slot still holds is gone after another round; one that the queue
// holds stays.
func (t *trial) wantCollected(l lot, q boxQueue) {
	t.Settle()
	left := 0
	for range 10 {
		runtime.GC()
		left = 0
		for _, p := range l {
			if p.Value() != nil {
				left++
			}
		}
		if left == 0 {
			break
		}
		t.Settle() // a helper may have it
	}
	if left > 0 {
		t.Errorf("%d of %d values are still reachable", left, len(l))
	}
	runtime.KeepAlive(q)
}

func receivedIsCollectable(t *trial) {
	for _, capacity := range t.caps(1, 2, 3, 8) {
		t.set("cap=%d", capacity)
		q := newOf(t, t.cfg.pointers, capacity)
		t.wantCollected(t.passBoxes(q, capacity), q)
		t.set("cap=%d by=waiting", capacity)
		t.wantCollected(t.passBoxesToWaiters(q), q)
	}
	if t.cap(0) > 0 {
		return
	}
	t.set("cap=0 by=waiting")
	q := newOf(t, t.cfg.pointers, 0)
	t.wantCollected(t.passBoxesToWaiters(q), q)
}

// passBoxes sends and receives once round the queue and a little more.
//
//go:noinline
func (t *trial) passBoxes(q boxQueue, capacity int) (l lot) {
	for range capacity + 1 {
		if err := trySend(t, q, l.box(), nil); err != nil {
			t.Fatalf("TrySend() = %v", err)
		}
		if _, err := tryRecv(t, q, nil); err != nil {
			t.Fatalf("TryRecv() = %v", err)
		}
	}
	for range capacity {
		if err := q.Send(background, l.box()); err != nil {
			t.Fatalf("Send() = %v", err)
		}
	}
	for range capacity {
		if _, err := q.Recv(background); err != nil {
			t.Fatalf("Recv() = %v", err)
		}
	}
	return l
}

// passBoxesToWaiters has a receiver wait for each value, and then as many
// senders as the queue does not hold.
//
//go:noinline
func (t *trial) passBoxesToWaiters(q boxQueue) (l lot) {
	recv := func() {
		if _, err := q.Recv(background); err != nil {
			t.Fatalf("Recv() = %v", err)
		}
	}
	send := func(b *Box) {
		if err := q.Send(background, b); err != nil {
			t.Fatalf("Send() = %v", err)
		}
	}
	for range 4 {
		t.Go(recv)
		t.Settle()
		send(l.box())
		t.Join()
	}
	n := t.senders(q.Cap() + 2)
	for range n {
		b := l.box()
		t.Go(func() { send(b) })
	}
	t.Settle()
	for range n {
		recv()
	}
	t.Join()
	return l
}

// fillWithNil fills a queue with what nobody has to collect.
func (t *trial) fillWithNil(q boxQueue) {
	for range q.Cap() {
		if err := trySend(t, q, nil, nil); err != nil {
			t.Fatalf("TrySend() = %v", err)
		}
	}
}

func refusedIsCollectable(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d", capacity)
		q := newOf(t, t.cfg.pointers, capacity)
		l := t.refuseBoxes(q)
		t.wantCollected(l, q)
	}
}

//go:noinline
func (t *trial) refuseBoxes(q boxQueue) (l lot) {
	t.fillWithNil(q)
	refuse := func(want error) {
		for range 4 {
			if err := q.TrySend(l.box()); err != want {
				t.Fatalf("TrySend() = %v, want %v", err, want)
			}
		}
	}
	refuse(queue.ErrFull)
	q.Close()
	refuse(queue.ErrClosed)
	if err := q.Send(background, l.box()); err != queue.ErrClosed {
		t.Fatalf("Send() = %v, want %v", err, queue.ErrClosed)
	}
	return l
}

func cancelledIsCollectable(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d", capacity)
		q := newOf(t, t.cfg.pointers, capacity)
		l := t.cancelBoxes(q)
		t.wantCollected(l, q)
	}
}

//go:noinline
func (t *trial) cancelBoxes(q boxQueue) (l lot) {
	t.fillWithNil(q)
	ctx, cancel := t.Cancellable()
	wait := func(ctx context.Context, want error, end func()) {
		for range t.senders(4) {
			b := l.box()
			t.Go(func() {
				if err := q.Send(ctx, b); err != want {
					t.Fatalf("Send() = %v, want %v", err, want)
				}
			})
		}
		t.Settle()
		end()
		t.Join()
	}
	wait(ctx, context.Canceled, cancel)
	wait(background, queue.ErrClosed, q.Close)
	return l
}

func batchIsCollectable(t *trial) {
	for _, capacity := range t.caps(1, 3, 8) {
		t.set("cap=%d", capacity)
		q := newOf(t, t.cfg.pointers, capacity)
		t.wantCollected(t.passBatches(q, capacity), q)
	}
}

// passBatches sends batches that do not quite fit and receives what did. The
// slice must go as well: its last element is a box that was never sent.
//
//go:noinline
func (t *trial) passBatches(q boxQueue, capacity int) (l lot) {
	buf := make([]*Box, capacity)
	for range 3 {
		vs := make([]*Box, capacity+3)
		for i := range vs {
			vs[i] = l.box()
		}
		n, err := queue.SendMany(ended(), q, vs[:capacity+2])
		for ; t.cfg.lacks.weak && n < capacity && trySend(t, q, vs[n], nil) == nil; n++ {
		}
		if n != capacity || err != context.Canceled {
			t.Fatalf("SendMany() = %d, %v, want %d, %v", n, err, capacity, context.Canceled)
		}
		n, err = queue.RecvMany(background, q, buf)
		for ; t.cfg.lacks.weak && n < capacity; n++ {
			buf[n], _ = tryRecv(t, q, nil)
		}
		if n != capacity || err != nil {
			t.Fatalf("RecvMany() = %d, %v, want %d, nil", n, err, capacity)
		}
	}
	return l
}
