package ring

import (
	"context"
	"sync"

	"github.com/boundedq/queue"
)

// SPSC is the ring for one sender and one receiver; [NewSPSC] makes one. It keeps
// every clause of the contract while at most one goroutine at a time sends and at
// most one receives; any goroutine may call Close, Len and Cap. Two senders or two
// receivers at a time are a data race, which the race detector reports.
//
// It takes one locked instruction a side for each value or batch.
type SPSC[T any] struct {
	_ noCopy
	oneSender[T]
	oneReceiver[T]
	both[T]
}

// NewSPSC returns an empty queue of exactly the given capacity; 0 makes a
// rendezvous. It panics, naming the capacity, if that is negative or too large for
// a buffer.
func NewSPSC[T any](n int) *SPSC[T] { return spsc(newQueue[T](n, smallestSPSC, role{true, true})) }

func spsc[T any](q *Queue[T]) *SPSC[T] {
	return &SPSC[T]{noCopy{}, oneSender[T]{q}, oneReceiver[T]{q}, both[T]{q}}
}

// MPSC is the ring for any number of senders and one receiver; [NewMPSC] makes
// one. It keeps every clause of the contract while at most one goroutine at a time
// receives; all other methods any goroutine may call. Two receivers at a time are a
// data race, which the race detector reports.
//
// For each value or batch it takes two locked instructions of a sender and one of
// the receiver.
type MPSC[T any] struct {
	_ noCopy
	manySenders[T]
	oneReceiver[T]
	both[T]
}

// NewMPSC returns an empty queue of exactly the given capacity; 0 makes a
// rendezvous. It panics, naming the capacity, if that is negative or too large for
// a buffer.
func NewMPSC[T any](n int) *MPSC[T] {
	return mpsc(newQueue[T](n, smallestRing, role{oneReceiver: true}))
}

func mpsc[T any](q *Queue[T]) *MPSC[T] {
	return &MPSC[T]{noCopy{}, manySenders[T]{q}, oneReceiver[T]{q}, both[T]{q}}
}

// SPMC is the ring for one sender and any number of receivers; [NewSPMC] makes
// one. It keeps every clause of the contract while at most one goroutine at a time
// sends; all other methods any goroutine may call. Two senders at a time are a data
// race, which the race detector reports.
//
// For each value or batch it takes one locked instruction of the sender and two of
// a receiver.
type SPMC[T any] struct {
	_ noCopy
	oneSender[T]
	manyReceivers[T]
	both[T]
}

// NewSPMC returns an empty queue of exactly the given capacity; 0 makes a
// rendezvous. It panics, naming the capacity, if that is negative or too large for
// a buffer.
func NewSPMC[T any](n int) *SPMC[T] { return spmc(newQueue[T](n, smallestRing, role{oneSender: true})) }

func spmc[T any](q *Queue[T]) *SPMC[T] {
	return &SPMC[T]{noCopy{}, oneSender[T]{q}, manyReceivers[T]{q}, both[T]{q}}
}

// noCopy makes vet complain of copies, as the locks of a [Queue] do there.
type noCopy [0]sync.Mutex

// both has the methods that belong to no side.
type both[T any] struct{ q *Queue[T] }

// Len returns how many values the queue holds; see [queue.BoundedQueue].
func (b both[T]) Len() int { return b.q.Len() }

// Cap returns the capacity that the queue was made with.
func (b both[T]) Cap() int { return b.q.Cap() }

// Close ends sending; see [queue.BoundedQueue]. Any goroutine may call it.
func (b both[T]) Close() { b.q.Close() }

// oneSender has the methods for one sender at a time.
type oneSender[T any] struct{ q *Queue[T] }

// Send sends v and waits while the queue is full; see [queue.Sender]. One goroutine
// at a time may send.
func (s oneSender[T]) Send(ctx context.Context, v T) error {
	q := s.q
	if q.sendAloneAtOnce(v) {
		return nil
	}
	if q.small != nil {
		q.tail.own()
		return q.small.Send(ctx, v)
	}
	return q.sent(ctx, v, q.sendAlone(v))
}

// TrySend sends v if there is room; see [queue.Sender]. One goroutine at a time may
// send.
func (s oneSender[T]) TrySend(v T) error {
	q := s.q
	if q.sendAloneAtOnce(v) {
		return nil
	}
	if q.small != nil {
		q.tail.own()
		return q.small.TrySend(v)
	}
	err := q.sendAlone(v)
	for look := 0; err == errClaimed; look++ {
		sitOut(look)
		err = q.sendAlone(v)
	}
	return err
}

// SendMany sends vs in order and waits for room as often as it must; see
// [queue.BatchSender]. Each time it publishes all that there is room for at once.
// One goroutine at a time may send.
func (s oneSender[T]) SendMany(ctx context.Context, vs []T) (n int, err error) {
	q := s.q
	if q.small != nil {
		q.tail.own()
		return queue.SendMany(ctx, q.small, vs)
	}
	return q.sendMany(ctx, vs, q.putRunAlone)
}

// manySenders has the methods for any number of senders.
type manySenders[T any] struct{ q *Queue[T] }

// Send sends v and waits while the queue is full; see [queue.Sender].
func (s manySenders[T]) Send(ctx context.Context, v T) error { return s.q.Send(ctx, v) }

// TrySend sends v if there is room; see [queue.Sender].
func (s manySenders[T]) TrySend(v T) error { return s.q.TrySend(v) }

// SendMany sends vs in order and waits for room as often as it must; see
// [queue.BatchSender]. Each time it publishes all that there is room for at once.
func (s manySenders[T]) SendMany(ctx context.Context, vs []T) (n int, err error) {
	return s.q.SendMany(ctx, vs)
}

// oneReceiver has the methods for one receiver at a time.
type oneReceiver[T any] struct{ q *Queue[T] }

// Recv receives the oldest value and waits while there is none; see
// [queue.Receiver]. One goroutine at a time may receive.
func (s oneReceiver[T]) Recv(ctx context.Context) (T, error) {
	q := s.q
	if v, ok := q.recvAloneAtOnce(); ok {
		return v, nil
	}
	if q.small != nil {
		q.head.own()
		return q.small.Recv(ctx)
	}
	v, err := q.recvAlone()
	if err == queue.ErrEmpty || err == errClaimed {
		return q.receivers.Wait(ctx, v)
	}
	return v, err
}

// TryRecv receives the oldest value if there is one; see [queue.Receiver]. One
// goroutine at a time may receive.
func (s oneReceiver[T]) TryRecv() (T, error) {
	q := s.q
	if v, ok := q.recvAloneAtOnce(); ok {
		return v, nil
	}
	if q.small != nil {
		q.head.own()
		return q.small.TryRecv()
	}
	v, err := q.recvAlone()
	for look := 0; err == errClaimed; look++ {
		sitOut(look)
		v, err = q.recvAlone()
	}
	return v, err
}

// RecvMany waits until there is a value and takes what there is, as much as buf
// holds, at once; see [queue.BatchReceiver]. One goroutine at a time may receive.
func (s oneReceiver[T]) RecvMany(ctx context.Context, buf []T) (n int, err error) {
	q := s.q
	if q.small != nil {
		q.head.own()
		return queue.RecvMany(ctx, q.small, buf)
	}
	return q.recvMany(ctx, buf, q.takeRunAlone)
}

// manyReceivers has the methods for any number of receivers.
type manyReceivers[T any] struct{ q *Queue[T] }

// Recv receives the oldest value and waits while there is none; see
// [queue.Receiver].
func (s manyReceivers[T]) Recv(ctx context.Context) (T, error) { return s.q.Recv(ctx) }

// TryRecv receives the oldest value if there is one; see [queue.Receiver].
func (s manyReceivers[T]) TryRecv() (T, error) { return s.q.TryRecv() }

// RecvMany waits until there is a value and takes what there is, as much as buf
// holds, at once; see [queue.BatchReceiver].
func (s manyReceivers[T]) RecvMany(ctx context.Context, buf []T) (n int, err error) {
	return s.q.RecvMany(ctx, buf)
}
