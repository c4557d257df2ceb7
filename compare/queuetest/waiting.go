package queuetest

import (
	"context"
	"fmt"
	"slices"

	"github.com/boundedq/queue"
)

// What a case asks of every operation that may wait, it asks of each of these.
// The batches go through the helpers of package queue, as in the cases about them.
var waitingOps = []waitingOp{
	{name: "Send", sends: true},
	{name: "SendMany", sends: true, many: true},
	{name: "Recv"},
	{name: "RecvMany", many: true},
}

// A waitingOp is an operation on a queue that was made ready so that it has to wait.
type waitingOp struct {
	name        string
	sends, many bool
}

// ready brings an empty queue to where the operation waits. Where it can, a batch
// finds room for one of its values first. It returns how many the queue holds.
func (op waitingOp) ready(t *trial, q queue.BoundedQueue[int], capacity int) (held int) {
	switch {
	case !op.sends:
		return 0
	case op.many && capacity > 0:
		held = capacity - 1
	default:
		held = capacity
	}
	t.fill(q, 0, held)
	return held
}

// accepts returns how many values the operation brings before it has to wait.
func (op waitingOp) accepts(capacity int) int {
	if op.sends && op.many && capacity > 0 {
		return 1
	}
	return 0
}

// Values that are sent by an operation, and those that others send meanwhile.
const (
	opValue    = 1 << 20
	otherValue = 2 << 20
)

// values returns what the operation sends.
func (op waitingOp) values() []int {
	switch {
	case !op.sends:
		return nil
	case op.many:
		return countUp(opValue, 3)
	}
	return countUp(opValue, 1)
}

// An opWaiter is one operation on a goroutine of its own. Its fields may be read
// once it has returned.
type opWaiter struct {
	waiter
	op       waitingOp
	sent     []int // what it says that it sent
	got      []int // what it received
	panicked any   // with, if it may
}

// start starts the operation.
func (op waitingOp) start(t *trial, ctx context.Context, q queue.BoundedQueue[int]) *opWaiter {
	w := op.waiter()
	t.Go(func() {
		defer close(w.done)
		w.perform(t, ctx, q)
	})
	return w
}

func (op waitingOp) waiter() *opWaiter {
	return &opWaiter{waiter: waiter{done: make(chan struct{})}, op: op}
}

func (w *opWaiter) perform(t *trial, ctx context.Context, q queue.BoundedQueue[int]) {
	vs := w.op.values()
	switch w.op.name {
	case "Send":
		w.err = q.Send(ctx, vs[0])
		if w.err == nil {
			w.sent = vs
		}
	case "SendMany":
		n, err := queue.SendMany(ctx, q, vs)
		if n < 0 || n > len(vs) || (n < len(vs)) != (err != nil) {
			t.Fatalf("SendMany of %d values = %d, %v", len(vs), n, err)
		}
		w.sent, w.err = vs[:n], err
	case "Recv":
		v, err := q.Recv(ctx)
		w.err = err
		if err == nil {
			w.got = []int{v}
		}
	case "RecvMany":
		buf := make([]int, 3)
		n, err := queue.RecvMany(ctx, q, buf)
		if n < 0 || n > len(buf) || (n == 0) != (err != nil) {
			t.Fatalf("RecvMany into a buffer of %d = %d, %v", len(buf), n, err)
		}
		w.got, w.err = buf[:n], err
	}
}

// wantPart expects the operation to have returned with err, when it had sent n of
// its values and received none.
func (t *trial) wantPart(w *opWaiter, n int, err error) {
	t.wantDone([]*waiter{&w.waiter}, 1)
	if w.err != err || len(w.sent) != n || len(w.got) > 0 {
		t.Fatalf("%v, want %v", w, &opWaiter{op: w.op, sent: w.op.values()[:n], waiter: waiter{err: err}})
	}
}

func (w *opWaiter) String() string {
	switch {
	case w.op.sends && w.op.many:
		return fmt.Sprintf("SendMany of %d values = %d, %v", len(w.op.values()), len(w.sent), w.err)
	case w.op.sends:
		return fmt.Sprintf("Send = %v", w.err)
	case w.op.many:
		return fmt.Sprintf("RecvMany = %d, %v", len(w.got), w.err)
	}
	return fmt.Sprintf("Recv = %v, %v", w.got, w.err)
}

// An account has what became of the values of one queue.
type account struct {
	sent, got []int
}

func (a *account) add(w *opWaiter) {
	a.sent = append(a.sent, w.sent...)
	a.got = append(a.got, w.got...)
}

// call calls a method of the queue and notes what came of it.
func (a *account) call(q queue.BoundedQueue[int], method string) {
	switch method {
	case "Len":
		q.Len()
	case "Close":
		q.Close()
	case "TrySend":
		v := otherValue + len(a.sent)
		if q.TrySend(v) == nil {
			a.sent = append(a.sent, v)
		}
	case "TryRecv":
		if v, err := q.TryRecv(); err == nil {
			a.got = append(a.got, v)
		}
	}
}

// balance drains the queue and expects that what was accepted has been received,
// each value once.
func (t *trial) balance(q queue.BoundedQueue[int], a *account) {
	got := append(slices.Clone(a.got), t.drainAll(q)...)
	sent := slices.Clone(a.sent)
	if t.cfg.anonymous {
		clear(sent)
	}
	slices.Sort(sent)
	slices.Sort(got)
	if slices.Equal(sent, got) {
		return
	}
	for _, v := range sent {
		if i := slices.Index(got, v); i >= 0 {
			got = slices.Delete(got, i, i+1)
		} else {
			t.Fatalf("%#x was accepted and never received", v)
		}
	}
	t.Fatalf("%#x was received, and was not accepted", got[0])
}
