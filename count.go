package queue

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue/internal/misuse"
)

// Count wraps q in a decorator that counts what goes through it. Only calls made
// through the decorator are counted, so hand it, not q, to senders and
// receivers. A queue without it pays nothing.
//
// The cost of counting: two or three atomic additions an operation on words that
// all senders, or all receivers, share, a call of Len after each accepted value,
// and two readings of the clock for an operation that has to wait. A batch costs
// what a value does, and one that has to wait allocates a few words. The decorator
// has batches whether or not q has them, as [SendMany] and [RecvMany] do.
//
// If q is itself a *Counted, what goes through the new one is counted by both, alike. A
// decorator of another kind in between hides that: an operation that waits is a try and
// then a wait to it, and to what it has inside.
func Count[T any](q BoundedQueue[T]) *Counted[T] {
	if c, ok := q.(*Counted[T]); ok {
		return &Counted[T]{q: c.queue(), inner: c}
	}
	return &Counted[T]{q: q}
}

// Counted is a [BoundedQueue] that counts; [Count] makes one. Every method may be
// called by any number of goroutines at once, and keeps the contract of the queue
// inside.
type Counted[T any] struct {
	q     BoundedQueue[T] // never a *Counted: a call reaches it once, whoever counts
	inner *Counted[T]     // counts all that this one counts, unless nil

	stopwatches drawer // for batches

	_    [128]byte // senders write below, receivers write further down
	send struct {
		accepted, full, closed, context, evicted atomic.Uint64
		highWater                                atomic.Int64
		waited                                   atomic.Int64 // ns
	}

	_    [128]byte
	recv struct {
		received atomic.Uint64
		waited   atomic.Int64 // ns
	}
}

// Stats is what a [Counted] queue has seen since it was made. Each call has one
// outcome and is counted under it once. Each figure is exact; they are read one after
// another, so while the queue is in use they may be of slightly different moments. A
// value is counted on each side when the call of that side is over, and its receive
// may be over before its send is: Received can be ahead of Accepted for a moment.
type Stats struct {
	Accepted uint64 // values that a send returned nil for
	Received uint64 // values that a receive returned
	Evicted  uint64 // values that SendEvict took out to make room

	RefusedFull    uint64 // values refused with ErrFull
	RefusedClosed  uint64 // values refused with ErrClosed
	RefusedContext uint64 // values refused because the context ended, or the time of SendTimeout

	// HighWater is the largest Len seen right after a send, and Cap if a try ever
	// found the queue full: how near to its bound the queue has come. Rising and
	// falling between two looks may hide a higher one.
	HighWater int

	// SendWait and RecvWait are the time spent in calls that had to wait, summed
	// over all goroutines of that side, whatever the calls returned in the end.
	// A call still waiting is not in them yet. A batch of a queue that has batches of
	// its own waits from the moment at which the queue asks when its context ends.
	SendWait, RecvWait time.Duration
}

// queue returns the queue inside. It panics if there is none (clause 17).
func (c *Counted[T]) queue() BoundedQueue[T] {
	if c.q == nil {
		misuse.ZeroValue("queue.Count")
	}
	return c.q
}

// Stats returns the counts so far.
func (c *Counted[T]) Stats() Stats {
	c.queue()
	return Stats{
		Accepted:       c.send.accepted.Load(),
		Received:       c.recv.received.Load(),
		Evicted:        c.send.evicted.Load(),
		RefusedFull:    c.send.full.Load(),
		RefusedClosed:  c.send.closed.Load(),
		RefusedContext: c.send.context.Load(),
		HighWater:      int(c.send.highWater.Load()),
		SendWait:       time.Duration(c.send.waited.Load()),
		RecvWait:       time.Duration(c.recv.waited.Load()),
	}
}

// Send is [Sender].Send, counted.
func (c *Counted[T]) Send(ctx context.Context, v T) error {
	err := c.trySend(v)
	if err == ErrFull {
		start := time.Now()
		err = c.q.Send(ctx, v)
		c.sendWaited(time.Since(start))
	}
	return c.sent(err)
}

// sendTimeout is SendTimeout, counted.
func (c *Counted[T]) sendTimeout(ctx context.Context, v T, d time.Duration) error {
	err := c.trySend(v)
	switch {
	case err != ErrFull:
	case d <= 0:
		err = context.DeadlineExceeded
	default:
		start := time.Now()
		err = sendWithin(ctx, c.q, v, d)
		c.sendWaited(time.Since(start))
	}
	return c.sent(err)
}

// TrySend is [Sender].TrySend, counted.
func (c *Counted[T]) TrySend(v T) error {
	return c.sent(c.trySend(v))
}

// SendMany is [BatchSender].SendMany, counted. A value that was not accepted counts
// as one refusal, and those behind it, which were not tried, do not count.
func (c *Counted[T]) SendMany(ctx context.Context, vs []T) (n int, err error) {
	b, ok := c.queue().(BatchSender[T])
	if !ok {
		return sendSingly(ctx, c, vs)
	}
	c.sendWaited(c.stopwatches.time(ctx, func(ctx context.Context) {
		n, err = b.SendMany(ctx, vs)
	}))
	if len(vs) > 0 {
		c.accepted(n)
	}
	if err != nil {
		c.sent(err)
	}
	return n, err
}

// sendEvict is SendEvict, counted.
func (c *Counted[T]) sendEvict(v T, evicted func(T)) error {
	return c.sent(sendEvict(c.queue(), v, func(old T) {
		c.foundFull()
		for l := c; l != nil; l = l.inner {
			l.send.evicted.Add(1)
		}
		if evicted != nil {
			evicted(old)
		}
	}))
}

// trySend tries v and counts no outcome.
func (c *Counted[T]) trySend(v T) error {
	err := c.queue().TrySend(v)
	if err == ErrFull {
		c.foundFull()
	}
	return err
}

// sent counts the outcome of one send and returns it.
func (c *Counted[T]) sent(err error) error {
	if err == nil {
		c.accepted(1)
		return nil
	}
	for l := c; l != nil; l = l.inner {
		switch err {
		case ErrFull:
			l.send.full.Add(1)
		case ErrClosed:
			l.send.closed.Add(1)
		default:
			l.send.context.Add(1)
		}
	}
	return err
}

// accepted counts n values that were accepted.
func (c *Counted[T]) accepted(n int) {
	held := c.q.Len()
	for l := c; l != nil; l = l.inner {
		l.send.accepted.Add(uint64(n))
		l.raise(held)
	}
}

// foundFull notes that the queue held Cap values, as ErrFull says.
func (c *Counted[T]) foundFull() {
	for l := c; l != nil; l = l.inner {
		l.raise(c.q.Cap())
	}
}

// raise lifts the high-water mark to n if it stands lower.
func (c *Counted[T]) raise(n int) {
	for {
		high := c.send.highWater.Load()
		if int64(n) <= high || c.send.highWater.CompareAndSwap(high, int64(n)) {
			return
		}
	}
}

// sendWaited counts the time that one send waited.
func (c *Counted[T]) sendWaited(d time.Duration) {
	for l := c; l != nil && d != 0; l = l.inner {
		l.send.waited.Add(int64(d))
	}
}

// Recv is [Receiver].Recv, counted.
func (c *Counted[T]) Recv(ctx context.Context) (T, error) {
	v, err := c.queue().TryRecv()
	if err == ErrEmpty {
		start := time.Now()
		v, err = c.q.Recv(ctx)
		c.recvWaited(time.Since(start))
	}
	return c.got(v, err)
}

// TryRecv is [Receiver].TryRecv, counted.
func (c *Counted[T]) TryRecv() (T, error) {
	return c.got(c.queue().TryRecv())
}

// RecvMany is [BatchReceiver].RecvMany, counted.
func (c *Counted[T]) RecvMany(ctx context.Context, buf []T) (n int, err error) {
	b, ok := c.queue().(BatchReceiver[T])
	if !ok {
		return recvSingly(ctx, c, buf)
	}
	c.recvWaited(c.stopwatches.time(ctx, func(ctx context.Context) {
		n, err = b.RecvMany(ctx, buf)
	}))
	c.received(n)
	return n, err
}

// got counts the outcome of one receive and returns it.
func (c *Counted[T]) got(v T, err error) (T, error) {
	if err == nil {
		c.received(1)
	}
	return v, err
}

// received counts n values that were received.
func (c *Counted[T]) received(n int) {
	for l := c; l != nil; l = l.inner {
		l.recv.received.Add(uint64(n))
	}
}

// recvWaited counts the time that one receive waited.
func (c *Counted[T]) recvWaited(d time.Duration) {
	for l := c; l != nil && d != 0; l = l.inner {
		l.recv.waited.Add(int64(d))
	}
}

// Len is Len of the queue inside.
func (c *Counted[T]) Len() int { return c.queue().Len() }

// Cap is Cap of the queue inside.
func (c *Counted[T]) Cap() int { return c.queue().Cap() }

// Close is Close of the queue inside.
func (c *Counted[T]) Close() { c.queue().Close() }

// Closed is Closed of the queue inside: a channel that is closed by Close. It is nil
// if that queue has no such method.
func (c *Counted[T]) Closed() <-chan struct{} { return closedOf(c.queue()) }

// closedOf returns the channel that q's Close closes, or nil if q has none to show.
func closedOf[T any](q BoundedQueue[T]) <-chan struct{} {
	if n, ok := q.(interface{ Closed() <-chan struct{} }); ok {
		return n.Closed()
	}
	return nil
}
