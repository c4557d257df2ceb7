package queuetest

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"time"

	"github.com/boundedq/queue"
)

var ctxCases = []testCase{
	{
		name: "Ctx/CancelParkedSend", keeps: sendIsNilOrNot, run: cancelParkedSend, place: inBubble,
		about: "Senders that wait and are cancelled return ctx.Err(), and their values are never received.",
	},
	{
		name: "Ctx/CancelParkedRecv", keeps: recvErrIsZero, run: cancelParkedRecv, place: inBubble,
		about: "Receivers that wait and are cancelled return ctx.Err(), and take no value along.",
	},
	{
		name: "Ctx/DeadlineExactInFakeTime", keeps: waitEndsWithCtx, run: deadlineExact, place: inBubble,
		about: "A wait ends at its deadline: in fake time to the nanosecond, in real time not before it.",
	},
	{
		name: "Ctx/AlreadyDone", keeps: completesAtOnce, run: ctxAlreadyDone,
		about: "Under a context that is done, what can complete completes, and what would wait returns ctx.Err().",
	},
	{
		name: "Ctx/CauseAndIs", keeps: waitEndsWithCtx, run: causeAndIs, place: inBubble,
		about: "The error of a wait is ctx.Err(), not the cause of the cancellation, and errors.Is knows it.",
	},
	{
		name: "Ctx/TimeoutStorm", keeps: delivered, run: timeoutStorm, stress: true,
		about: "Deadlines of 0 to 100 µs on both sides: what was accepted arrives once, what was refused never.",
	},
	{
		name: "Ctx/UsableAfterCancel", keeps: sendIsNilOrNot, run: usableAfterCancel, place: inBubble,
		about: "After a thousand cancelled waits the queue holds Cap values, in order, and wakes who waits.",
	},
	{
		name: "Ctx/VeryLongDeadline", keeps: waits, run: veryLongDeadline, place: inBubble,
		about: "A deadline in three hundred years is no deadline that has passed.",
	},
	{
		name: "Ctx/NoLeakedWaiters", keeps: keepsNothing, run: noLeakedWaiters,
		about: "Cancelled waits leave nothing behind: no goroutine, no memory.",
	},
}

func cancelParkedSend(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		t.fill(q, 1, capacity)
		ctx, cancel := t.Cancellable()
		ws := t.parkSenders(ctx, q, -crowd, t.senders(crowd))
		cancel()
		t.Settle()
		t.wantReturned(ws, len(ws), context.Canceled)
		t.length(q, capacity)
		t.drain(q, 1, capacity)
		t.tryRecv(q, 0, queue.ErrEmpty)
		t.finish(q)
	}
}

func cancelParkedRecv(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		ctx, cancel := t.Cancellable()
		ws := t.parkReceivers(ctx, q, t.receivers(crowd))
		cancel()
		t.Settle()
		t.wantReturned(ws, len(ws), context.Canceled)
		for _, w := range ws {
			if w.v != 0 {
				t.Fatalf("Recv() = %#x, %v, want the zero value", w.v, w.err)
			}
		}
		t.trySend(q, 0, []error{queue.ErrFull, nil}[min(capacity, 1)])
		t.length(q, min(capacity, 1))
		t.drain(q, 0, min(capacity, 1))
	}
}

func deadlineExact(t *trial) {
	waits := []time.Duration{1, time.Microsecond, time.Millisecond + 1, 50 * time.Millisecond, 1000 * time.Hour}
	if !t.fakeTime() {
		waits = []time.Duration{1, time.Microsecond, time.Millisecond}
	}
	for _, capacity := range t.caps(0, 1, 3) {
		full, empty := t.New(capacity), t.New(capacity)
		t.fill(full, 0, capacity)
		for _, wait := range waits {
			t.set("cap=%d wait=%v op=Send", capacity, wait)
			t.endsAfter(wait, func(ctx context.Context) error { return full.Send(ctx, -1) })
			t.set("cap=%d wait=%v op=Recv", capacity, wait)
			t.endsAfter(wait, func(ctx context.Context) error { _, err := empty.Recv(ctx); return err })
		}
	}
}

func (t *trial) endsAfter(wait time.Duration, op func(context.Context) error) {
	start := time.Now()
	ctx := t.Timeout(wait)
	err := op(ctx)
	took := time.Since(start)
	if err != context.DeadlineExceeded {
		t.Errorf("returned %v, want %v", err, context.DeadlineExceeded)
	}
	if took < wait || t.fakeTime() && took != wait {
		t.Errorf("returned after %v, and the deadline was in %v", took, wait)
	}
}

func ctxAlreadyDone(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		ctx := ended()
		for range 50 { // a coin that decides shows both sides by then
			t.recv(ctx, q, 0, context.Canceled)
			for v := range capacity {
				t.send(ctx, q, v, nil)
			}
			t.send(ctx, q, -1, context.Canceled)
			for v := range capacity {
				t.recv(ctx, q, v, nil)
			}
		}
		late := t.Timeout(-1)
		t.recv(late, q, 0, context.DeadlineExceeded)
		t.finish(q)
	}
}

func causeAndIs(t *trial) {
	q := t.New(t.cap(1))
	ctx, cancel := context.WithCancelCause(context.Background())
	ws := t.parkReceivers(ctx, q, 1)
	cancel(errors.New("the cause"))
	t.Settle()
	t.wantReturned(ws, 1, ctx.Err())
	if !errors.Is(ws[0].err, context.Canceled) {
		t.Fatalf("errors.Is(%v, context.Canceled) = false", ws[0].err)
	}
	late := t.TimeoutCause(time.Millisecond, errors.New("the cause"))
	if _, err := q.Recv(late); err != late.Err() || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("Recv returned %v, want %v", err, late.Err())
	}
}

func timeoutStorm(t *trial) {
	for _, capacity := range t.caps(0, 1, 2, 8) {
		t.set("cap=%d p=4 c=4", capacity)
		brief := func(a *actor) context.Context {
			return t.Timeout(time.Duration(a.rng.IntN(100)) * time.Microsecond)
		}
		q := t.New(capacity)
		t.conserved(t.run(traffic{
			q: q, producers: 4, consumers: 4, each: t.N(400),
			send: func(a *actor, v int) error { return a.q.Send(brief(a), v) },
			recv: func(a *actor) (int, error) { return a.q.Recv(brief(a)) },
		}))
		t.closed(q)
	}
}

func usableAfterCancel(t *trial) {
	for _, capacity := range t.caps(1, 3) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		for range t.N(20) {
			t.fill(q, 1, capacity)
			t.cancelledSends(q, 25)
			t.drain(q, 1, capacity)
			t.cancelledRecvs(q, 25)
		}
		t.holdsExactly(q, capacity, 0)
		t.parkReceivers(background, q, 1)
		t.trySend(q, 1, nil)
		t.Join()
		t.fill(q, 0, capacity)
		t.parkSenders(background, q, capacity, 1)
		t.tryRecv(q, 0, nil)
		t.Join()
	}
}

// cancelledSends lets n senders wait in a full queue and cancels them.
func (t *trial) cancelledSends(q queue.BoundedQueue[int], n int) {
	ctx, cancel := context.WithCancel(background)
	defer cancel()
	ws := t.parkSenders(ctx, q, -n, t.senders(n))
	cancel()
	t.Join()
	t.wantReturned(ws, len(ws), context.Canceled)
}

// cancelledRecvs is the same for receivers and an empty queue.
func (t *trial) cancelledRecvs(q queue.BoundedQueue[int], n int) {
	ctx, cancel := context.WithCancel(background)
	defer cancel()
	ws := t.parkReceivers(ctx, q, t.receivers(n))
	cancel()
	t.Join()
	t.wantReturned(ws, len(ws), context.Canceled)
}

func veryLongDeadline(t *trial) {
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d", capacity)
		q := t.New(capacity)
		ctx := t.Timeout(math.MaxInt64)
		t.parkReceivers(ctx, q, 1)
		t.send(ctx, q, 1, nil)
		t.Join()
		for v := range capacity {
			t.send(ctx, q, v, nil)
		}
		t.parkSenders(ctx, q, capacity, 1)
		t.recv(ctx, q, 0, nil)
		t.Join()
	}
}

// noLeakedWaiters lets goroutines wait in one queue again and again. The process
// may allocate this and that meanwhile, so the sum is compared with one object
// for every second wait.
func noLeakedWaiters(t *trial) {
	const n = 50
	rounds := max(t.N(40), 1000/(t.senders(n)+t.receivers(n)))
	capacity := t.cap(2)
	full, empty := t.New(capacity), t.New(capacity)
	t.fill(full, 0, capacity)
	wait := func() {
		t.cancelledSends(full, n)
		t.cancelledRecvs(empty, n)
	}
	wait() // what is made once is made now, helpers of the queue included
	stay := bystanders()
	before := liveObjects()
	for range rounds {
		wait()
	}
	after := liveObjects()
	waits := int64((t.senders(n) + t.receivers(n)) * rounds)
	if after-before > waits/2 {
		t.Errorf("%d cancelled waits left %d objects behind", waits, after-before)
	}
	t.leftBehind(stay, int(waits))
	runtime.KeepAlive(full)
	runtime.KeepAlive(empty)
}

// leftBehind expects that so many waits have left no goroutine behind, besides those
// that stay. One that is about to end is given the time to. A helper that serves all
// queues may have started some as well: as with objects, the process may do this and
// that meanwhile, so they are compared with one for every second wait.
func (t *trial) leftBehind(stay map[uint64]bool, waits int) {
	t.Settle()
	deadline := time.Now().Add(t.cfg.watchdog / 2)
	for {
		ours, rest := t.look()
		stays := func(g goroutine) bool { return stay[g.id] }
		left := slices.DeleteFunc(ours, stays)
		if others := slices.DeleteFunc(rest, stays); len(others) > waits/2 {
			left = append(left, others...)
		}
		switch {
		case len(left) == 0:
			return
		case !t.cfg.lacks.polling || time.Now().After(deadline): // else it may still go
			t.Fatalf("%d goroutines were left behind:\n%s", len(left), stacks(left))
		}
		time.Sleep(time.Millisecond)
	}
}

// look takes a snapshot, see observer. In a bubble there is none.
func (t *trial) look() (ours, rest []goroutine) {
	if s, ok := t.stage.(realTimeStage); ok {
		return s.look()
	}
	return t.stage.(pollingStage).look()
}

func liveObjects() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapObjects)
}
