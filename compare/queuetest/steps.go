package queuetest

import (
	"context"

	"github.com/boundedq/queue"
)

// The steps that cases are made of, each for a single goroutine and each with
// the answer that it expects.

// background never ends, and an operation under it can only succeed or find the
// queue closed.
var background = context.Background()

// ended is a context that is done.
func ended() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func (t *trial) trySend(q queue.BoundedQueue[int], v int, want error) {
	if err := q.TrySend(v); err != want {
		t.Fatalf("TrySend(%#x) = %v, want %v", v, err, want)
	}
}

func (t *trial) tryRecv(q queue.BoundedQueue[int], want int, wantErr error) {
	if v, err := q.TryRecv(); v != want || err != wantErr {
		t.Fatalf("TryRecv() = %#x, %v, want %#x, %v", v, err, want, wantErr)
	}
}

func (t *trial) send(ctx context.Context, q queue.BoundedQueue[int], v int, want error) {
	if err := q.Send(ctx, v); err != want {
		t.Fatalf("Send(%#x) = %v, want %v", v, err, want)
	}
}

func (t *trial) recv(ctx context.Context, q queue.BoundedQueue[int], want int, wantErr error) {
	if v, err := q.Recv(ctx); v != want || err != wantErr {
		t.Fatalf("Recv() = %#x, %v, want %#x, %v", v, err, want, wantErr)
	}
}

func (t *trial) length(q queue.BoundedQueue[int], want int) {
	if n := q.Len(); n != want {
		t.Fatalf("Len() = %d, want %d", n, want)
	}
}

// fill sends n values that count up from first, none of which may have to wait.
func (t *trial) fill(q queue.BoundedQueue[int], first, n int) {
	for v := first; v < first+n; v++ {
		t.trySend(q, v, nil)
	}
}

// drain is the reverse of fill.
func (t *trial) drain(q queue.BoundedQueue[int], first, n int) {
	for v := first; v < first+n; v++ {
		t.tryRecv(q, v, nil)
	}
}

// drainAll receives until the queue has nothing left, and returns what came.
func (t *trial) drainAll(q queue.BoundedQueue[int]) []int {
	var vs []int
	for {
		v, err := q.TryRecv()
		if err != nil {
			return vs
		}
		vs = append(vs, v)
	}
}

// closed expects every operation to answer that the queue is closed and drained.
func (t *trial) closed(q queue.BoundedQueue[int]) {
	t.trySend(q, 1, queue.ErrClosed)
	t.send(background, q, 1, queue.ErrClosed)
	t.send(ended(), q, 1, queue.ErrClosed)
	t.tryRecv(q, 0, queue.ErrClosed)
	t.recv(background, q, 0, queue.ErrClosed)
	t.recv(ended(), q, 0, queue.ErrClosed)
	t.length(q, 0)
}

// A waiter is one Send or Recv on a goroutine of its own. Its fields may be read
// once it has returned.
type waiter struct {
	v    int
	err  error
	done chan struct{}
}

// returned reports whether the operation has ended. It is an answer for good
// after Settle, and a snapshot otherwise.
func (w *waiter) returned() bool {
	select {
	case <-w.done:
		return true
	default:
		return false
	}
}

func (t *trial) goSend(ctx context.Context, q queue.BoundedQueue[int], v int) *waiter {
	w := &waiter{v: v, done: make(chan struct{})}
	t.Go(func() {
		defer close(w.done)
		w.err = q.Send(ctx, v)
	})
	return w
}

func (t *trial) goRecv(ctx context.Context, q queue.BoundedQueue[int]) *waiter {
	w := &waiter{done: make(chan struct{})}
	t.Go(func() {
		defer close(w.done)
		w.v, w.err = q.Recv(ctx)
	})
	return w
}

// parkSenders starts n senders, of the values that count up from first, and
// returns when all of them wait.
func (t *trial) parkSenders(ctx context.Context, q queue.BoundedQueue[int], first, n int) []*waiter {
	ws := make([]*waiter, n)
	for i := range ws {
		ws[i] = t.goSend(ctx, q, first+i)
	}
	t.parked(ws, "Send")
	return ws
}

// parkReceivers is the same for receivers.
func (t *trial) parkReceivers(ctx context.Context, q queue.BoundedQueue[int], n int) []*waiter {
	ws := make([]*waiter, n)
	for i := range ws {
		ws[i] = t.goRecv(ctx, q)
	}
	t.parked(ws, "Recv")
	return ws
}

func (t *trial) parked(ws []*waiter, op string) {
	t.Settle()
	for _, w := range ws {
		if w.returned() {
			t.Fatalf("%s did not wait: it returned %#x, %v", op, w.v, w.err)
		}
	}
}

// returned counts the waiters that are done, and how many of them with nil.
func returned(ws []*waiter) (all, ok int) {
	for _, w := range ws {
		if w.returned() {
			all++
			if w.err == nil {
				ok++
			}
		}
	}
	return all, ok
}

// wantReturned expects that exactly n of the waiters are done, each with err.
func (t *trial) wantReturned(ws []*waiter, n int, err error) {
	all, _ := returned(ws)
	if all != n {
		t.Fatalf("%d of %d waiters returned, want %d", all, len(ws), n)
	}
	for _, w := range ws {
		if w.returned() && w.err != err {
			t.Fatalf("a waiter returned %v, want %v", w.err, err)
		}
	}
}
