package queuetest

import (
	"context"

	"github.com/boundedq/queue"
)

var nilCases = []testCase{
	{
		name: "Misuse/NilContextAlike", keeps: nilContext, run: nilContextAlike, since: 3,
		about: "Under a nil context, at small and at large capacities, whatever need not wait succeeds, and whatever must wait panics on its caller's goroutine and leaves nothing behind. In a child process, which may die of it.",
	},
}

// nilContextAlike runs in a child process: a queue may look at the context on a goroutine of
// its own, and nobody recovers a panic there.
func nilContextAlike(t *trial) { t.inChild("used nil contexts", t.allUnderNil) }

func (t *trial) allUnderNil() {
	for _, capacity := range t.caps(0, 1, 3, 4, 64, 1000) {
		t.set("cap=%d", capacity)
		if !t.cfg.lacks.weak { // where anything may have to wait
			t.needNotWait(capacity)
		}
		for _, op := range waitingOps {
			t.mustWait(op, capacity)
		}
	}
}

// needNotWait expects that nobody looks at a nil context who has no use for one.
func (t *trial) needNotWait(capacity int) {
	q := t.New(capacity)
	t.setBatch(q, "cap=%d", capacity)
	vs := countUp(1, capacity)
	t.atOnce("SendMany of nothing", func() { t.sendMany(noContext, q, nil, 0, nil) })
	t.atOnce("RecvMany of nothing", func() { t.recvMany(noContext, q, nil, 0, 0, nil) })
	for _, v := range vs {
		t.atOnce("Send", func() { t.send(noContext, q, v, nil) })
	}
	for _, v := range vs {
		t.atOnce("Recv", func() { t.recv(noContext, q, v, nil) })
	}
	if capacity > 0 {
		buf := make([]int, capacity+1)
		t.atOnce("SendMany", func() { t.sendMany(noContext, q, vs, capacity, nil) })
		t.atOnce("RecvMany", func() { t.recvMany(noContext, q, buf, 1, capacity, nil) })
	}
	if !t.cfg.lacks.polling {
		t.parkReceivers(background, q, 1)
		t.atOnce("Send, for which a receiver waits,", func() { t.send(noContext, q, 1, nil) })
		t.Join()
		t.fill(q, 0, capacity)
		t.parkSenders(background, q, capacity, 1)
		t.atOnce("Recv, for which a sender waits,", func() { t.recv(noContext, q, 0, nil) })
		t.Join()
		t.drain(q, 1, capacity)
	}
	if t.cfg.lacks.noClose {
		return
	}
	q.Close()
	t.atOnce("Send on a closed queue", func() { t.send(noContext, q, 1, queue.ErrClosed) })
	t.atOnce("Recv on a closed queue", func() { t.recv(noContext, q, 0, queue.ErrClosed) })
	t.atOnce("SendMany on a closed queue", func() { t.sendMany(noContext, q, []int{1}, 0, queue.ErrClosed) })
	t.atOnce("RecvMany on a closed queue", func() { t.recvMany(noContext, q, make([]int, 1), 0, 0, queue.ErrClosed) })
}

// atOnce runs what must not wait, and not panic therefore.
func (t *trial) atOnce(doing string, f func()) {
	defer func() {
		if p := recover(); p == (stopTrial{}) {
			panic(p)
		} else if p != nil {
			t.Fatalf("%s need not wait, and panicked under a nil context: %v", doing, p)
		}
	}()
	f()
}

// mustWait expects an operation that has to wait to panic, and the queue to be as
// if it had never been called.
func (t *trial) mustWait(op waitingOp, capacity int) {
	q := t.New(capacity)
	t.setBatch(q, "cap=%d op=%s", capacity, op.name)
	held := op.ready(t, q, capacity)
	w := op.startAndRecover(t, noContext, q)
	t.Settle()
	if t.cfg.lacks.polling {
		t.wantDone([]*waiter{&w.waiter}, 1)
	}
	switch {
	case !w.returned():
		t.Fatalf("%s under a nil context waits, and has to panic", op.name)
	case w.panicked == nil:
		t.Fatalf("%v under a nil context, and it has to wait and to panic", w)
	}
	n := op.accepts(capacity)
	if t.cfg.lacks.weak && n > 0 {
		return // it may have been refused before there was a reason
	}
	t.length(q, held+n)
	t.drain(q, 0, held)
	t.drain(q, opValue, n)
	t.tryRecv(q, 0, queue.ErrEmpty)
	if capacity > 0 {
		t.holdsExactly(q, capacity, 0)
	} else {
		t.trySend(q, 1, queue.ErrFull)
	}
	if !t.cfg.lacks.polling {
		t.parkReceivers(background, q, 1)
		t.trySend(q, 1, nil)
		t.Join()
	}
	t.finish(q)
}

// startAndRecover is start for an operation that may panic.
func (op waitingOp) startAndRecover(t *trial, ctx context.Context, q queue.BoundedQueue[int]) *opWaiter {
	w := op.waiter()
	t.Go(func() {
		defer close(w.done)
		defer func() {
			w.panicked = recover()
			if w.panicked == (stopTrial{}) {
				panic(w.panicked)
			}
		}()
		w.perform(t, ctx, q)
	})
	return w
}
