package queuetest

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue"
)

// The cases here use contexts that somebody wrote by hand: they take locks, use the
// queue that asks them, or are done and do not say why.
//
// They run in real time: in a bubble nobody would notice a goroutine that waits for
// a lock.
var foreignCases = []testCase{
	{
		name: "Ctx/HeldWithoutLock", keeps: ctxWithoutLock, run: heldWithoutLock, since: 3,
		about: "A method of a context does not return while the context's owner uses the queue: the owner need not wait, whichever method it is, as a wait begins, as it is cancelled and as the queue is closed.",
	},
	{
		name: "Ctx/UsesTheQueue", keeps: ctxWithoutLock, run: usesTheQueue, since: 3,
		about: "A method of a context uses the queue that calls it. It need not wait, and if it brought what the operation waits for, or closed the queue, the operation finds that.",
	},
	{
		name: "Ctx/DoneWithoutError", keeps: doneIsCanceled, run: doneWithoutError, since: 3,
		about: "A context is done, and its Err returns nil: a wait ends with context.Canceled, and nothing is lost. In a child process, which a context of the standard library that is made from such a one may end.",
	},
}

// foreignCaps has capacities that a queue may be made differently for.
var foreignCaps = []int{0, 1, 3, 64}

// ctxMethods has the methods of a context, each with the capacities at which it is
// tried: few queues call the last two.
var ctxMethods = []struct {
	name string
	caps []int
}{
	{"Err", foreignCaps},
	{"Done", foreignCaps},
	{"Deadline", []int{1, 64}},
	{"Value", []int{1, 64}},
}

// A handmade context does something each time that a method of it is called, and then
// answers as another does.
type handmade struct {
	context.Context
	called func(method string)
}

func (c *handmade) Err() error {
	c.called("Err")
	return c.Context.Err()
}

func (c *handmade) Done() <-chan struct{} {
	c.called("Done")
	return c.Context.Done()
}

func (c *handmade) Deadline() (time.Time, bool) {
	c.called("Deadline")
	return c.Context.Deadline()
}

func (c *handmade) Value(key any) any {
	c.called("Value")
	return c.Context.Value(key)
}

// A heldContext is one whose methods wait for its owner, as if each took a lock
// that the owner holds.
type heldContext struct {
	handmade
	method  string        // the one that waits
	entered chan struct{} // has a value for each call while it waits
	leave   chan struct{}
	freed   chan struct{} // closed when the owner holds the lock no more
	free    func()
}

// held returns a context with its cancel function. The trial frees it in the end.
// That is why it has to be made before the queue: the end of a queue whose lock is
// taken waits for the context.
func (t *trial) held(method string) (*heldContext, context.CancelFunc) {
	c := &heldContext{
		method:  method,
		entered: make(chan struct{}),
		leave:   make(chan struct{}),
		freed:   make(chan struct{}),
	}
	c.free = sync.OnceFunc(func() { close(c.freed) })
	t.atEnd(c.free)
	ctx, cancel := t.Cancellable()
	c.handmade = handmade{ctx, c.hold}
	return c, cancel
}

func (c *heldContext) hold(method string) {
	if method != c.method {
		return
	}
	select {
	case c.entered <- struct{}{}:
	case <-c.freed:
		return
	}
	select {
	case <-c.leave:
	case <-c.freed:
	}
}

// What the owner of a context does while a method of it waits.
const (
	ownerLooks  = "looks"  // which changes nothing
	ownerServes = "serves" // it does what the operation waits for
	ownerCloses = "closes"
)

func heldWithoutLock(t *trial) {
	for _, method := range ctxMethods {
		for _, op := range waitingOps {
			for _, capacity := range t.caps(method.caps...) {
				t.hold(method.name, op, capacity, ownerLooks)
				t.hold(method.name, op, capacity, ownerServes)
				if !t.cfg.lacks.noClose {
					t.hold(method.name, op, capacity, ownerCloses)
				}
			}
		}
	}
}

// hold lets an operation wait under a context one of whose methods is held, and
// then cancels it, while the owner does this and that.
func (t *trial) hold(method string, op waitingOp, capacity int, owner string) {
	c, cancel := t.held(method)
	q := t.New(capacity)
	t.setBatch(q, "cap=%d op=%s method=%s owner=%s", capacity, op.name, method, owner)
	books := &account{sent: countUp(0, op.ready(t, q, capacity))}
	w := op.start(t, c, q)
	t.useWhileHeld(c, q, w, owner, books)
	cancel()
	t.useWhileHeld(c, q, w, owner, books)
	c.free()
	t.Join()
	t.wantEnd(w, owner == ownerCloses)
	books.add(w)
	t.balance(q, books)
}

// useWhileHeld uses the queue each time that the method waits, and then lets it
// return.
func (t *trial) useWhileHeld(c *heldContext, q queue.BoundedQueue[int], w *opWaiter, owner string, books *account) {
	const enough = 4 // calls, of a queue that asks again and again
	for range enough {
		t.Settle()
		select {
		case <-c.entered:
		default:
			return
		}
		var doing atomic.Value
		doing.Store("nothing")
		done := make(chan struct{})
		t.Go(func() {
			defer close(done)
			t.use(q, w.op, owner, books, func(method string) { doing.Store(method) })
		})
		t.Settle()
		if t.cfg.lacks.polling {
			<-done
		}
		select {
		case <-done:
		default:
			t.Fatalf("%s waits until the context's %s returns: %s calls it under a lock", doing.Load(), c.method, w.op.name)
		}
		c.leave <- struct{}{}
	}
}

// use is what the owner does with the queue, as far as a queue has declared to let
// it while op is under way.
func (t *trial) use(q queue.BoundedQueue[int], op waitingOp, owner string, books *account, doing func(method string)) {
	doing("Cap")
	q.Cap()
	if !t.cfg.lacks.noLen {
		doing("Len")
		q.Len()
	}
	same, other := "TryRecv", "TrySend"
	if op.sends {
		same, other = other, same
	}
	if !op.declaredAway(t, same) { // refused, as the operation was
		doing(same)
		books.call(q, same)
	}
	if owner == ownerServes {
		doing(other)
		books.call(q, other)
	}
	if owner == ownerCloses {
		doing("Close")
		q.Close()
	}
}

// wantEnd expects that an operation which was cancelled has been served or says so,
// or has found the queue closed if it was.
func (t *trial) wantEnd(w *opWaiter, closed bool) {
	if w.err != nil && w.err != context.Canceled && !(closed && w.err == queue.ErrClosed) {
		t.Fatalf("%v", w)
	}
}

func usesTheQueue(t *trial) {
	for _, method := range ctxMethods {
		for _, op := range waitingOps {
			for _, capacity := range t.caps(method.caps...) {
				for at := int32(1); at <= 2; at++ {
					for _, call := range []string{"Len", "TrySend", "TryRecv", "Close"} {
						if !op.declaredAway(t, call) {
							t.callBack(method.name, at, op, capacity, call)
						}
					}
				}
			}
		}
	}
}

// declaredAway reports whether the queue has declared that a method must not be
// called, or not while the operation is under way.
func (op waitingOp) declaredAway(t *trial, method string) bool {
	lacks := t.cfg.lacks
	switch method {
	case "Len":
		return lacks.noLen
	case "Close":
		return lacks.noClose
	case "TrySend":
		return op.sends && lacks.singleProducer
	case "TryRecv":
		return !op.sends && lacks.singleConsumer
	}
	return false
}

// callBack lets an operation wait under a context that uses the queue once.
func (t *trial) callBack(method string, at int32, op waitingOp, capacity int, call string) {
	q := t.New(capacity)
	t.setBatch(q, "cap=%d op=%s method=%s at=%d calls=%s", capacity, op.name, method, at, call)
	held := op.ready(t, q, capacity)
	books := &account{sent: countUp(0, held)}
	ctx, cancel := t.Cancellable()
	var entered, left atomic.Bool
	called := &account{} // by the context, and to be read when it has left
	var asked atomic.Int32
	c := &handmade{ctx, func(m string) {
		if m == method && asked.Add(1) == at {
			entered.Store(true)
			called.call(q, call)
			left.Store(true)
		}
	}}
	mustHaveLeft := func() {
		if entered.Load() && !left.Load() && !t.cfg.lacks.polling {
			t.Fatalf("the context's %s calls %s, which waits: %s called the context under a lock", method, call, op.name)
		}
	}
	w := op.start(t, c, q)
	t.Settle()
	mustHaveLeft()
	if !t.cfg.lacks.polling {
		t.foundWhatCame(w, capacity, held, called, left.Load() && call == "Close")
	}
	cancel()
	t.Settle()
	mustHaveLeft()
	t.Join()
	t.wantEnd(w, call == "Close" && left.Load())
	books.sent, books.got = append(books.sent, called.sent...), append(books.got, called.got...)
	books.add(w)
	t.balance(q, books)
}

// foundWhatCame expects, once everybody waits, that the operation has returned if
// its context closed the queue or brought enough for it, and waits if not.
func (t *trial) foundWhatCame(w *opWaiter, capacity, held int, called *account, closed bool) {
	var enough bool
	if w.op.sends {
		enough = capacity-held+len(called.got) >= len(w.op.values())+len(called.sent)
	} else {
		enough = len(called.sent) > len(called.got)
	}
	switch returned := w.returned(); {
	case returned && !enough && !closed:
		t.Fatalf("%v, and it had to wait", w)
	case !returned && closed:
		t.Fatalf("%s still waits, and its context has closed the queue", w.op.name)
	case !returned && enough:
		t.Fatalf("%s still waits, and its context has brought what it waits for", w.op.name)
	}
}

// A muteContext is one that ends and has no error.
type muteContext struct {
	t      *trial
	done   chan struct{}
	asked  atomic.Int64 // how often, since it is done
	spared atomic.Bool  // the trial is over
}

func (t *trial) mute() *muteContext {
	c := &muteContext{t: t, done: make(chan struct{})}
	t.atEnd(func() { c.spared.Store(true) })
	return c
}

func (c *muteContext) Deadline() (time.Time, bool) { return time.Time{}, false }
func (c *muteContext) Value(any) any               { return nil }

func (c *muteContext) Done() <-chan struct{} {
	c.wasAsked()
	return c.done
}

func (c *muteContext) Err() error {
	c.wasAsked()
	if c.spared.Load() {
		return context.Canceled
	}
	return nil
}

// wasAsked ends an operation that asks without end.
func (c *muteContext) wasAsked() {
	const tooOften = 10_000
	select {
	case <-c.done:
	default:
		return
	}
	if n := c.asked.Add(1); n >= tooOften && !c.spared.Load() {
		c.t.Fatalf("the context is done and has no error, and has been asked %d times since", n)
	}
}

// doneWithoutError runs in a child process: whoever makes a context of the standard library
// from this one, as by context.AfterFunc, has it panic on a goroutine of its own.
func doneWithoutError(t *trial) { t.inChild("used contexts without an error", t.allWithoutError) }

func (t *trial) allWithoutError() {
	for _, op := range waitingOps {
		for _, capacity := range t.caps(foreignCaps...) {
			for _, when := range []string{"before", "while it waits"} {
				t.endWithoutError(op, capacity, when == "before")
			}
		}
	}
}

func (t *trial) endWithoutError(op waitingOp, capacity int, before bool) {
	c := t.mute()
	q := t.New(capacity)
	t.setBatch(q, "cap=%d op=%s done-before=%v", capacity, op.name, before)
	held := op.ready(t, q, capacity)
	if before {
		close(c.done)
	}
	w := op.start(t, c, q)
	t.Settle()
	if !before {
		if w.returned() {
			t.Fatalf("%v, and it had to wait", w)
		}
		close(c.done)
		t.Settle()
	}
	n := op.accepts(capacity)
	if t.cfg.lacks.weak && before && n > 0 {
		t.Join()
		return // it may have been refused before there was a reason
	}
	t.wantPart(w, n, context.Canceled)
	t.length(q, held+n)
	t.drain(q, 0, held)
	t.drain(q, opValue, n)
	t.tryRecv(q, 0, queue.ErrEmpty)
	if capacity > 0 && !t.cfg.lacks.weak { // what need not wait does not look
		t.send(c, q, 1, nil)
		t.recv(c, q, 1, nil)
	}
	t.finish(q)
}
