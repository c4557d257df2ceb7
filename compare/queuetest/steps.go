package queuetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

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

// trySend, tryRecv, send and recv are the operations, repeated where a queue may
// refuse them without reason: as long as they are refused and another answer is
// expected.

func trySend[T any](t *trial, q queue.Sender[T], v T, want error) error {
	err := q.TrySend(v)
	for r := (retry{}); err == queue.ErrFull && err != want && t.again(&r); {
		err = q.TrySend(v)
	}
	return err
}

func tryRecv[T any](t *trial, q queue.Receiver[T], want error) (T, error) {
	v, err := q.TryRecv()
	for r := (retry{}); err == queue.ErrEmpty && err != want && t.again(&r); {
		v, err = q.TryRecv()
	}
	return v, err
}

func send[T any](t *trial, ctx context.Context, q queue.Sender[T], v T, want error) error {
	err := q.Send(ctx, v)
	for r := (retry{}); err != want && endedBy(ctx, err) && t.again(&r); {
		err = q.Send(ctx, v)
	}
	return err
}

func recv[T any](t *trial, ctx context.Context, q queue.Receiver[T], want error) (T, error) {
	v, err := q.Recv(ctx)
	for r := (retry{}); err != want && endedBy(ctx, err) && t.again(&r); {
		v, err = q.Recv(ctx)
	}
	return v, err
}

// endedBy reports whether err says that ctx is done. A nil context never is.
func endedBy(ctx context.Context, err error) bool {
	return ctx != nil && err != nil && err == ctx.Err()
}

func (t *trial) trySend(q queue.BoundedQueue[int], v int, want error) {
	if err := trySend(t, q, v, want); err != want {
		t.Fatalf("TrySend(%#x) = %v, %s", v, err, wanted(err, want))
	}
}

func (t *trial) tryRecv(q queue.BoundedQueue[int], want int, wantErr error) {
	v, err := tryRecv(t, q, wantErr)
	t.received(v, err, want, wantErr, "TryRecv")
}

func (t *trial) send(ctx context.Context, q queue.BoundedQueue[int], v int, want error) {
	if err := send(t, ctx, q, v, want); err != want {
		t.Fatalf("Send(%#x) = %v, %s", v, err, wanted(err, want))
	}
}

func (t *trial) recv(ctx context.Context, q queue.BoundedQueue[int], want int, wantErr error) {
	v, err := recv(t, ctx, q, wantErr)
	t.received(v, err, want, wantErr, "Recv")
}

// received expects the answer of a receive.
func (t *trial) received(v int, err error, want int, wantErr error, op string) {
	if err != wantErr || !t.same(v, want) {
		t.Fatalf("%s() = %#x, %v, want %#x, %v%s", op, v, err, want, wantErr, wrapping(err, wantErr))
	}
}

// wanted says which error was wanted in place of err.
func wanted(err, want error) string { return fmt.Sprintf("want %v%s", want, wrapping(err, want)) }

// wrapping says that err wraps the error that was wanted, if it does. The two may
// read alike.
func wrapping(err, want error) string {
	if err == want || !errors.Is(err, want) {
		return ""
	}
	return " itself, which it wraps: errors.Is finds it, == does not"
}

// same reports whether a value is the one that was expected, as far as one can
// be told from another.
func (t *trial) same(v, want int) bool {
	return v == want || t.cfg.anonymous && v == 0
}

// take receives whatever there is, and there must be something.
func (t *trial) take(q queue.BoundedQueue[int]) int {
	v, err := tryRecv(t, q, nil)
	if err != nil {
		t.Fatalf("TryRecv() = %#x, %v, and there is something to receive", v, err)
	}
	return v
}

func (t *trial) length(q queue.BoundedQueue[int], want int) {
	if t.cfg.lacks.noLen {
		return
	}
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

// drainAll receives until the queue has nothing left, and returns what came. A queue
// that may refuse without reason has nothing left when it refuses often though nothing
// is at work in it, and its Len, if it has one, says the same.
func (t *trial) drainAll(q queue.BoundedQueue[int]) []int {
	const often = 100
	var vs []int
	var r retry
	for {
		v, err := q.TryRecv()
		switch {
		case err == nil:
			vs = append(vs, v)
			r = retry{}
			continue
		case err != queue.ErrEmpty || !t.cfg.lacks.weak:
			return vs
		case r.times == 0:
			t.Settle()
		case r.times >= often && (t.cfg.lacks.noLen || q.Len() == 0):
			return vs
		}
		if !t.again(&r) {
			return vs
		}
	}
}

// drainClosed is drainAll for a queue that is closed.
func (t *trial) drainClosed(q queue.BoundedQueue[int]) (vs []int) {
	for {
		v, err := tryRecv(t, q, queue.ErrClosed)
		if err != nil {
			return vs
		}
		vs = append(vs, v)
	}
}

// closed expects every operation to answer that the queue is closed and drained.
// Where that cannot be, it expects it to be empty.
func (t *trial) closed(q queue.BoundedQueue[int]) {
	if t.cfg.lacks.noClose {
		t.tryRecv(q, 0, queue.ErrEmpty)
		t.length(q, 0)
		return
	}
	t.trySend(q, 1, queue.ErrClosed)
	t.send(background, q, 1, queue.ErrClosed)
	t.send(ended(), q, 1, queue.ErrClosed)
	t.tryRecv(q, 0, queue.ErrClosed)
	t.recv(background, q, 0, queue.ErrClosed)
	t.recv(ended(), q, 0, queue.ErrClosed)
	t.length(q, 0)
}

// finish closes the queue, which must be empty, if it can be closed.
func (t *trial) finish(q queue.BoundedQueue[int]) {
	if !t.cfg.lacks.noClose {
		q.Close()
	}
	t.closed(q)
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
	t.wantDone(ws, n)
	for _, w := range ws {
		if w.returned() && w.err != err {
			t.Fatalf("a waiter returned %v, %s", w.err, wanted(w.err, err))
		}
	}
}

// wantDone expects that exactly n of the waiters are done.
func (t *trial) wantDone(ws []*waiter, n int) {
	all, _ := returned(ws)
	for deadline := time.Now().Add(t.cfg.watchdog / 2); t.cfg.lacks.polling && all < n && time.Now().Before(deadline); {
		runtime.Gosched()
		all, _ = returned(ws)
	}
	if all != n {
		t.Fatalf("%d of %d waiters returned, want %d", all, len(ws), n)
	}
}
