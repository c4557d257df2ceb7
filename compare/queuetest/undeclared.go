package queuetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue"
)

// The cases here run first, one for each thing that a queue may lack. One that
// fails, and passes once the option of its lack is declared, has found the lack: its
// failure names the option, and the cases after it run as if it had been declared.
// So a case here can be run as if its lack had been declared, and then asks only for
// the rest; where it really has been, the case is skipped.
//
// They are gross: what is left of a clause where it is kept by and large is for the
// cases about it. Each counts on what those before it have found out.

var undeclaredCases = []testCase{
	{
		name: "Undeclared/MinCapacity", keeps: capIsExact, run: everyCapacity, lack: "MinCapacity", since: 3,
		about: "New makes queues of every capacity from 0 up.",
	},
	{
		name: "Undeclared/WrappedErrors", keeps: tryIsStrict, run: bareErrors, lack: wrappedErrors, since: 3,
		about: "The errors of the package and those of contexts are returned as they are: == finds them, not only errors.Is.",
	},
	{
		name: "Undeclared/Weak", keeps: tryIsStrict, run: strictAlone, lack: "Weak", since: 3,
		about: "One goroutine sends to a queue that holds nothing, and receives from one that holds a value: it is never refused.",
	},
	{
		name: "Undeclared/NoLen", keeps: lenIsSnapshot, run: lenCounts, lack: "NoLen", since: 3,
		about: "Len counts.",
	},
	{
		name: "Undeclared/RoundsUp", keeps: capIsExact, run: capIsAsAsked, lack: "RoundsUp", since: 3,
		about: "Cap is what New was asked for.",
	},
	{
		name: "Undeclared/NoClose", keeps: closeDrains, run: canBeClosed, lack: "NoClose", since: 3,
		about: "Close ends sending, leaves the values, and is seen when they are gone.",
	},
	{
		name: "Undeclared/Polling", keeps: waitsParked, run: parks, lack: "Polling", since: 3,
		about: "Who waits is seen to be blocked, and does not ask its context again meanwhile.",
	},
	{
		name: "Undeclared/SingleProducer", keeps: delivered, run: manySend, lack: "SingleProducer", since: 3,
		about: "Several goroutines send at once, first as waiters and then as they come.",
	},
	{
		name: "Undeclared/SingleConsumer", keeps: delivered, run: manyReceive, lack: "SingleConsumer", since: 3,
		about: "Several goroutines receive at once, first as waiters and then as they come.",
	},
	{
		name: "Undeclared/NoRendezvous", keeps: handsOver, run: meets, needs: atCapacity(0), lack: "NoRendezvous", since: 3,
		about: "At capacity 0 a try alone is refused, and a Send and a Recv meet.",
	},
	{
		name: "Block/ReuseAcrossBubbles", keeps: anyBubble, run: reuseAcrossBubbles, needs: durableWaits, lack: "NotDurable",
		about: "Queues in two bubbles and one outside, in one process: nothing that waits may be shared between them. In a child process, which dies if it is.",
	},
	{
		name: "Try/NeverFailFullGuarantee", keeps: tryIsStrict, run: neverFailFull, needs: manyOnBothSides, claims: strictTries, lack: "Weak", stress: true,
		about: "As many goroutines as slots, each sends one value and takes one: there is always room, and always a value.",
	},
}

// largestMinimum is the largest capacity that is taken for somebody's smallest.
const largestMinimum = 64

func everyCapacity(t *trial) {
	for n := t.cfg.lacks.minCapacity; n <= largestMinimum; n++ {
		t.set("cap=%d", n)
		q, p := t.tryNew(n)
		if q == nil {
			t.Fatalf("New(%d) panicked with %q", n, fmt.Sprint(p))
		}
		if real := q.Cap(); n == 0 && real != 0 && !t.cfg.lacks.roundsUp {
			t.Fatalf("New(0) returned a queue of capacity %d", real)
		}
	}
}

func bareErrors(t *trial) {
	capacity := t.cap(2)
	t.set("cap=%d", capacity)
	q := t.New(capacity)
	bare := func(op string, err, want error) {
		if err != want && errors.Is(err, want) {
			t.Fatalf("%s returned %q, %s", op, err, wanted(err, want))
		}
	}
	receive := func(want error) {
		_, err := q.TryRecv()
		bare("TryRecv", err, want)
		_, err = q.Recv(ended())
		bare("Recv", err, want)
		bare("Recv", err, context.Canceled)
	}
	receive(queue.ErrEmpty)
	for range capacity + 1 {
		bare("TrySend", q.TrySend(1), queue.ErrFull)
	}
	bare("Send", q.Send(ended(), 1), context.Canceled)
	if t.cfg.lacks.noClose || panicOf(q.Close) != nil {
		return
	}
	bare("TrySend", q.TrySend(1), queue.ErrClosed)
	bare("Send", q.Send(ended(), 1), queue.ErrClosed)
	for range capacity + 1 {
		receive(queue.ErrClosed)
	}
}

func strictAlone(t *trial) {
	capacity := t.cap(2)
	t.set("cap=%d", capacity)
	q := t.New(capacity)
	for v := range 2000 {
		if err := trySend(t, q, v, nil); err == queue.ErrFull {
			t.Fatalf("TrySend(%#x) to a queue that holds nothing = %v", v, err)
		}
		if _, err := tryRecv(t, q, nil); err == queue.ErrEmpty {
			t.Fatalf("TryRecv() from a queue that holds a value = %v", err)
		}
	}
}

func lenCounts(t *trial) {
	capacity := t.cap(3)
	t.set("cap=%d", capacity)
	q := t.New(capacity)
	for n := range 3 {
		var got int
		if t.cfg.lacks.noLen {
			got = n
		} else if p := panicOf(func() { got = q.Len() }); p != nil {
			t.Fatalf("Len panicked with %q", fmt.Sprint(p))
		}
		if got != n {
			t.Fatalf("Len() = %d, want %d", got, n)
		}
		t.trySend(q, n, nil)
	}
}

func capIsAsAsked(t *trial) {
	for _, asked := range []int{1, 2, 3, 5, 6, 7, 9, 100} {
		if asked < t.cfg.lacks.minCapacity {
			continue
		}
		t.set("cap=%d", asked)
		q := t.New(asked)
		real := q.Cap()
		if real == asked {
			continue
		}
		if real < asked || !t.cfg.lacks.roundsUp {
			t.Fatalf("Cap() = %d, want %d", real, asked)
		}
		t.holdsExactly(q, real, 0)
	}
}

func canBeClosed(t *trial) {
	capacity := t.cap(3)
	t.set("cap=%d held=2", capacity)
	q := t.New(capacity)
	t.fill(q, 1, 2)
	if t.cfg.lacks.noClose {
		return
	}
	if p := panicOf(q.Close); p != nil {
		t.Fatalf("Close panicked with %q", fmt.Sprint(p))
	}
	if err := trySend(t, q, 3, queue.ErrClosed); err != queue.ErrClosed {
		t.Fatalf("Close did not end sending: TrySend() = %v, want %v", err, queue.ErrClosed)
	}
	for held := 2; held > 0; held-- {
		if _, err := tryRecv(t, q, nil); err != nil {
			t.Fatalf("Close dropped what the queue held: TryRecv() = %v, and it held %d values", err, held)
		}
	}
	if _, err := tryRecv(t, q, queue.ErrClosed); err != queue.ErrClosed {
		t.Fatalf("Close did not tell who receives: TryRecv() = %v, want %v", err, queue.ErrClosed)
	}
}

// panicOf returns what f panics with.
func panicOf(f func()) (p any) {
	defer func() { p = recover() }()
	f()
	return nil
}

// An asked context counts how often it is asked.
type asked struct {
	context.Context
	times atomic.Int64
}

func (c *asked) Done() <-chan struct{} { c.times.Add(1); return c.Context.Done() }
func (c *asked) Err() error            { c.times.Add(1); return c.Context.Err() }

// parks is about who yields, who sleeps, and who waits by a timer of its own. The last
// is blocked whenever one looks, but goes round, and then it asks: it is found if it does
// so every few milliseconds. One that was seen to be blocked and is not woken asks at most
// what it was about to ask, as when it was blocked by a lock.
func parks(t *trial) {
	const most = 4
	capacity := t.cap(1)
	t.set("cap=%d", capacity)
	inner, cancel := t.Cancellable()
	ctx := &asked{Context: inner}
	q := t.New(capacity)
	w := t.parkReceivers(ctx, q, 1)[0]
	before := ctx.times.Load()
	for range 10 {
		if t.cfg.lacks.polling {
			break
		}
		time.Sleep(4 * time.Millisecond)
		if n := ctx.times.Load() - before; n > most {
			t.Fatalf("a goroutine that waits, and that nobody has woken, asked its context %d times", n)
		}
	}
	cancel()
	t.Join()
	t.wantReturned([]*waiter{w}, 1, context.Canceled)
}

func manySend(t *trial) {
	const n = 4
	for _, capacity := range t.caps(1, 2, 8) {
		p := t.senders(n)
		t.set("cap=%d p=%d c=1", capacity, p)
		q := t.New(capacity)
		t.fill(q, 0, capacity)
		t.parkSenders(background, q, capacity, p)
		got := make([]int, 0, capacity+p)
		for range capacity + p {
			t.Settle()
			v, err := q.Recv(background)
			t.must(err)
			got = append(got, v)
		}
		t.Join()
		t.allOf(got)
		t.crowded(capacity, n, 1)
	}
	t.rush(n, 1)
}

func manyReceive(t *trial) {
	const n = 4
	for _, capacity := range t.caps(1, 2, 8) {
		c := t.receivers(n)
		t.set("cap=%d p=1 c=%d", capacity, c)
		q := t.New(capacity)
		ws := t.parkReceivers(background, q, c)
		for v := range c {
			t.must(q.Send(background, v))
			t.Settle()
		}
		t.Join()
		var got []int
		for _, w := range ws {
			t.must(w.err)
			got = append(got, w.v)
		}
		t.allOf(got)
		t.crowded(capacity, 1, n)
	}
	t.rush(1, n)
}

// allOf expects the values that count up from 0, in any order.
func (t *trial) allOf(got []int) {
	slices.Sort(got)
	if want := countUp(0, len(got)); !t.cfg.anonymous && !slices.Equal(got, want) {
		t.Fatalf("%v was received, want %v", got, want)
	}
}

// crowded is traffic that nobody closes: that Close wakes everybody is not asked here.
func (t *trial) crowded(capacity, p, c int) {
	for _, send := range []func(*actor, int) error{sendWaits, sendAnyhow} {
		t.conserved(t.run(traffic{q: t.New(capacity), producers: p, consumers: c, each: t.N(400), keepOpen: true, send: send}))
	}
}

// rush has all senders fill a large queue, as fast as they can, and then all receivers
// empty it: whoever is not made for company falls over the others. What is refused is
// no business of it.
func (t *trial) rush(p, c int) {
	p, c = t.senders(p), t.receivers(c)
	capacity := t.cap(1 << 12)
	for round := range t.N(32) {
		t.set("cap=%d p=%d c=%d round=%d", capacity, p, c, round)
		q := t.New(capacity)
		l := &ledger{accepted: make([][]int, p), received: make([][]int, c+1)}
		t.together(p, func(i int) {
			for seq := range capacity / p {
				if q.TrySend(id(i, seq)) == nil {
					l.accepted[i] = append(l.accepted[i], id(i, seq))
				}
			}
		})
		t.together(c, func(i int) {
			for v, err := q.TryRecv(); err == nil; v, err = q.TryRecv() {
				l.received[i] = append(l.received[i], v)
			}
		})
		l.received[c] = t.drainAll(q)
		t.conserved(l)
	}
}

// together runs f in n goroutines that begin at once, and waits for them.
func (t *trial) together(n int, f func(i int)) {
	var begun atomic.Int32
	for i := range n {
		t.Go(func() {
			for begun.Add(1); begun.Load() < int32(n); {
				runtime.Gosched()
			}
			f(i)
		})
	}
	t.Join()
}

func meets(t *trial) {
	t.set("cap=0")
	q := t.New(0)
	t.trySend(q, 1, queue.ErrFull)
	t.tryRecv(q, 0, queue.ErrEmpty)
	for v := range 4 {
		t.goSend(background, q, v)
		t.recv(background, q, v, nil)
		t.Join()
	}
}

func neverFailFull(t *trial) {
	for _, n := range t.caps(1, 2, 3, 4, 8) {
		t.set("cap=%d goroutines=%d", n, n)
		t.sendAndTake(t.New(n), n, t.N(4000))
	}
}
