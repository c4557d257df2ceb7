package queue

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// Count wraps q in a decorator that counts what goes through it. Only calls made
// through the decorator are counted, so hand it, not q, to senders and
// receivers. A queue without it pays nothing.
//
// The cost of counting: two or three atomic additions an operation on words that
// all senders, or all receivers, share, a call of Len after each accepted value,
// and two readings of the clock for an operation that has to wait. A batch costs
// what a value does. The decorator has batches whether or not q has them, as
// [SendMany] and [RecvMany] do.
func Count[T any](q BoundedQueue[T]) *Counted[T] {
	return &Counted[T]{q: q}
}

// Counted is a [BoundedQueue] that counts; [Count] makes one. Every method may be
// called by any number of goroutines at once, and keeps the contract of the queue
// inside.
type Counted[T any] struct {
	q BoundedQueue[T]

	_    [128]byte // senders write below, receivers write further down
	send struct {
		accepted, full, closed, context atomic.Uint64
		highWater                       atomic.Int64
		waited                          atomic.Int64 // ns
	}

	_    [128]byte
	recv struct {
		received atomic.Uint64
		waited   atomic.Int64 // ns
	}
}

// Stats is what a [Counted] queue has seen since it was made. Each figure is
// exact; they are read one after another, so while the queue is in use they may
// be of slightly different moments. A value is counted on each side when the call
// of that side is over, and its receive may be over before its send is: Received
// can be ahead of Accepted for a moment.
type Stats struct {
	Accepted uint64 // values that a send returned nil for
	Received uint64 // values that a receive returned

	RefusedFull    uint64 // TrySend calls that returned ErrFull
	RefusedClosed  uint64 // values refused with ErrClosed
	RefusedContext uint64 // values refused because the context ended

	// HighWater is the largest Len seen right after a value was accepted, and
	// Cap if a sender ever found the queue full: how near to its bound the queue
	// has come. Rising and falling between two looks may hide a higher one.
	HighWater int

	// SendWait and RecvWait are the time spent in calls that had to wait, summed
	// over all goroutines of that side, whatever the calls returned in the end.
	// A call still waiting is not in them yet.
	SendWait, RecvWait time.Duration
}

// Stats returns the counts so far.
func (c *Counted[T]) Stats() Stats {
	return Stats{
		Accepted:       c.send.accepted.Load(),
		Received:       c.recv.received.Load(),
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
	err := c.q.TrySend(v)
	if err == ErrFull {
		c.raise(c.q.Cap()) // ErrFull says that the queue held Cap values
		start := time.Now()
		err = c.q.Send(ctx, v)
		c.send.waited.Add(int64(time.Since(start)))
	}
	return c.sent(err)
}

// TrySend is [Sender].TrySend, counted.
func (c *Counted[T]) TrySend(v T) error {
	err := c.q.TrySend(v)
	if err == ErrFull {
		c.raise(c.q.Cap())
	}
	return c.sent(err)
}

// SendMany is [BatchSender].SendMany, counted. A value that was not accepted counts
// as one refusal, and those behind it, which were not tried, do not count.
func (c *Counted[T]) SendMany(ctx context.Context, vs []T) (n int, err error) {
	n, err = SendMany(expired, Sender[T](c.q), vs)
	c.accepted(n)
	if err == errExpired {
		c.raise(c.q.Cap())
		start := time.Now()
		k, later := SendMany(ctx, Sender[T](c.q), vs[n:])
		c.send.waited.Add(int64(time.Since(start)))
		c.accepted(k)
		n, err = n+k, later
	}
	if err != nil {
		c.sent(err)
	}
	return n, err
}

// accepted counts n values that were accepted.
func (c *Counted[T]) accepted(n int) {
	if n > 0 {
		c.send.accepted.Add(uint64(n))
		c.raise(c.q.Len())
	}
}

// sent counts the outcome of one send and returns it.
func (c *Counted[T]) sent(err error) error {
	switch err {
	case nil:
		c.accepted(1)
	case ErrFull:
		c.send.full.Add(1)
	case ErrClosed:
		c.send.closed.Add(1)
	default:
		c.send.context.Add(1)
	}
	return err
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

// Recv is [Receiver].Recv, counted.
func (c *Counted[T]) Recv(ctx context.Context) (T, error) {
	v, err := c.q.TryRecv()
	if err == ErrEmpty {
		start := time.Now()
		v, err = c.q.Recv(ctx)
		c.recv.waited.Add(int64(time.Since(start)))
	}
	return c.got(v, err)
}

// TryRecv is [Receiver].TryRecv, counted.
func (c *Counted[T]) TryRecv() (T, error) {
	return c.got(c.q.TryRecv())
}

// RecvMany is [BatchReceiver].RecvMany, counted.
func (c *Counted[T]) RecvMany(ctx context.Context, buf []T) (n int, err error) {
	n, err = RecvMany(expired, Receiver[T](c.q), buf)
	if err == errExpired {
		start := time.Now()
		n, err = RecvMany(ctx, Receiver[T](c.q), buf)
		c.recv.waited.Add(int64(time.Since(start)))
	}
	c.recv.received.Add(uint64(n))
	return n, err
}

// got counts the outcome of one receive and returns it.
func (c *Counted[T]) got(v T, err error) (T, error) {
	if err == nil {
		c.recv.received.Add(1)
	}
	return v, err
}

// Len is Len of the queue inside.
func (c *Counted[T]) Len() int { return c.q.Len() }

// Cap is Cap of the queue inside.
func (c *Counted[T]) Cap() int { return c.q.Cap() }

// Close is Close of the queue inside.
func (c *Counted[T]) Close() { c.q.Close() }

// expired is a context that is done. What is called with it does what can be done at
// once and does not wait (clause 9): it is how to try a batch.
var expired = func() context.Context {
	done := make(chan struct{})
	close(done)
	return expiredContext{context.Background(), done}
}()

// errExpired is its error, which no other context has.
var errExpired = errors.New("queue: must wait")

type expiredContext struct {
	context.Context
	done <-chan struct{}
}

func (c expiredContext) Done() <-chan struct{} { return c.done }

func (expiredContext) Err() error { return errExpired }
