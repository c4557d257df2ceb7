package ring

import (
	"context"

	"github.com/boundedq/queue/condq"
)

// A queue for roles is a [Queue] of which one side, or both, have one goroutine at a time.

// smallForOneSender returns the small queue to the one sender. It does not mind two of them;
// it is a data race all the same, on what only the one may touch, so that the race detector
// reports it before the capacity is raised.
func (q *Queue[T]) smallForOneSender() *condq.Queue[T] {
	q.tail.at++
	return q.small
}

// smallForOneReceiver is to the one receiver what smallForOneSender is to the one sender.
func (q *Queue[T]) smallForOneReceiver() *condq.Queue[T] {
	q.head.at++
	return q.small
}

// SPSC is the ring for one sender and one receiver; [NewSPSC] makes one. It keeps
// every clause of the contract while at most one goroutine at a time sends and at
// most one receives; any goroutine may call Close, Closed, Len and Cap. Two senders or two
// receivers at a time are a data race, which the race detector reports.
//
// It takes one locked instruction a side for each value or batch.
type SPSC[T any] struct{ q Queue[T] }

// NewSPSC returns an empty queue of exactly the given capacity; 0 makes a
// rendezvous. It panics, naming the capacity, if that is negative or too large, as in [New].
func NewSPSC[T any](n int) *SPSC[T] {
	s := new(SPSC[T])
	s.q.init(n, smallestSPSC, role{true, true}, byNewSPSC)
	return s
}

// Send sends v and waits while the queue is full; see [queue.Sender]. One goroutine
// at a time may send.
func (s *SPSC[T]) Send(ctx context.Context, v T) error {
	if s.q.sendAloneAtOnce(v) {
		return nil
	}
	if s.q.small != nil {
		return s.q.smallForOneSender().Send(ctx, v)
	}
	return s.q.sendAloneOrWait(ctx, v, byNewSPSC)
}

// TrySend sends v if there is room; see [queue.Sender]. One goroutine
// at a time may send.
func (s *SPSC[T]) TrySend(v T) error {
	if s.q.sendAloneAtOnce(v) {
		return nil
	}
	if s.q.small != nil {
		return s.q.smallForOneSender().TrySend(v)
	}
	return s.q.sendAloneOrSay(v, byNewSPSC)
}

// SendMany sends vs in order and waits for room as often as it must; see
// [queue.BatchSender]. Each time it publishes all that there is room for at once. One goroutine
// at a time may send.
func (s *SPSC[T]) SendMany(ctx context.Context, vs []T) (n int, err error) {
	return s.q.sendManyAlone(ctx, vs, byNewSPSC)
}

// Recv receives the oldest value and waits while there is none; see
// [queue.Receiver]. One goroutine
// at a time may receive.
func (s *SPSC[T]) Recv(ctx context.Context) (T, error) {
	if v, ok := s.q.recvAloneAtOnce(); ok {
		return v, nil
	}
	if s.q.small != nil {
		return s.q.smallForOneReceiver().Recv(ctx)
	}
	return s.q.recvAloneOrWait(ctx, byNewSPSC)
}

// TryRecv receives the oldest value if there is one; see [queue.Receiver]. One goroutine
// at a time may receive.
func (s *SPSC[T]) TryRecv() (T, error) {
	if v, ok := s.q.recvAloneAtOnce(); ok {
		return v, nil
	}
	if s.q.small != nil {
		return s.q.smallForOneReceiver().TryRecv()
	}
	return s.q.recvAloneOrSay(byNewSPSC)
}

// RecvMany waits until there is a value and takes what there is, as much as buf
// holds, at once; see [queue.BatchReceiver]. One goroutine
// at a time may receive.
func (s *SPSC[T]) RecvMany(ctx context.Context, buf []T) (n int, err error) {
	return s.q.recvManyAlone(ctx, buf, byNewSPSC)
}

// Len returns how many values the queue holds; see [queue.BoundedQueue].
func (s *SPSC[T]) Len() int { return s.q.len(byNewSPSC) }

// Cap returns the capacity given to NewSPSC.
func (s *SPSC[T]) Cap() int { return s.q.cap(byNewSPSC) }

// Close ends sending; see [queue.BoundedQueue]. Any goroutine may call it.
func (s *SPSC[T]) Close() { s.q.close(byNewSPSC) }

// Closed is Closed of [Queue]. Any goroutine may call it.
func (s *SPSC[T]) Closed() <-chan struct{} { return s.q.closedChan(byNewSPSC) }

// MPSC is the ring for any number of senders and one receiver; [NewMPSC] makes one. It keeps
// every clause of the contract while at most one goroutine at a time
// receives; all other methods any goroutine may call. Two receivers at a time are a
// data race, which the race detector reports.
//
// For each value or batch it takes two locked instructions of a sender and one of
// the receiver.
type MPSC[T any] struct{ q Queue[T] }

// NewMPSC returns an empty queue of exactly the given capacity; 0 makes a
// rendezvous. It panics, naming the capacity, if that is negative or too large, as in [New].
func NewMPSC[T any](n int) *MPSC[T] {
	s := new(MPSC[T])
	s.q.init(n, smallestRing, role{oneReceiver: true}, byNewMPSC)
	return s
}

// Send sends v and waits while the queue is full; see [queue.Sender].
func (s *MPSC[T]) Send(ctx context.Context, v T) error {
	if s.q.sendAtOnce(v) {
		return nil
	}
	if s.q.small != nil {
		return s.q.small.Send(ctx, v)
	}
	return s.q.sendOrWait(ctx, v, byNewMPSC)
}

// TrySend sends v if there is room; see [queue.Sender].
func (s *MPSC[T]) TrySend(v T) error {
	if s.q.sendAtOnce(v) {
		return nil
	}
	if s.q.small != nil {
		return s.q.small.TrySend(v)
	}
	return s.q.sendOrSay(v, byNewMPSC)
}

// SendMany sends vs in order and waits for room as often as it must; see
// [queue.BatchSender]. Each time it publishes all that there is room for at once.
func (s *MPSC[T]) SendMany(ctx context.Context, vs []T) (n int, err error) {
	return s.q.sendMany(ctx, vs, byNewMPSC)
}

// Recv receives the oldest value and waits while there is none; see
// [queue.Receiver]. One goroutine
// at a time may receive.
func (s *MPSC[T]) Recv(ctx context.Context) (T, error) {
	if v, ok := s.q.recvAloneAtOnce(); ok {
		return v, nil
	}
	if s.q.small != nil {
		return s.q.smallForOneReceiver().Recv(ctx)
	}
	return s.q.recvAloneOrWait(ctx, byNewMPSC)
}

// TryRecv receives the oldest value if there is one; see [queue.Receiver]. One goroutine
// at a time may receive.
func (s *MPSC[T]) TryRecv() (T, error) {
	if v, ok := s.q.recvAloneAtOnce(); ok {
		return v, nil
	}
	if s.q.small != nil {
		return s.q.smallForOneReceiver().TryRecv()
	}
	return s.q.recvAloneOrSay(byNewMPSC)
}

// RecvMany waits until there is a value and takes what there is, as much as buf
// holds, at once; see [queue.BatchReceiver]. One goroutine
// at a time may receive.
func (s *MPSC[T]) RecvMany(ctx context.Context, buf []T) (n int, err error) {
	return s.q.recvManyAlone(ctx, buf, byNewMPSC)
}

// Len returns how many values the queue holds; see [queue.BoundedQueue].
func (s *MPSC[T]) Len() int { return s.q.len(byNewMPSC) }

// Cap returns the capacity given to NewMPSC.
func (s *MPSC[T]) Cap() int { return s.q.cap(byNewMPSC) }

// Close ends sending; see [queue.BoundedQueue]. Any goroutine may call it.
func (s *MPSC[T]) Close() { s.q.close(byNewMPSC) }

// Closed is Closed of [Queue]. Any goroutine may call it.
func (s *MPSC[T]) Closed() <-chan struct{} { return s.q.closedChan(byNewMPSC) }

// SPMC is the ring for one sender and any number of receivers; [NewSPMC] makes one. It keeps
// every clause of the contract while at most one goroutine at a time
// sends; all other methods any goroutine may call. Two senders at a time are a data
// race, which the race detector reports.
//
// For each value or batch it takes one locked instruction of the sender and two of
// a receiver.
type SPMC[T any] struct{ q Queue[T] }

// NewSPMC returns an empty queue of exactly the given capacity; 0 makes a
// rendezvous. It panics, naming the capacity, if that is negative or too large, as in [New].
func NewSPMC[T any](n int) *SPMC[T] {
	s := new(SPMC[T])
	s.q.init(n, smallestRing, role{oneSender: true}, byNewSPMC)
	return s
}

// Send sends v and waits while the queue is full; see [queue.Sender]. One goroutine
// at a time may send.
func (s *SPMC[T]) Send(ctx context.Context, v T) error {
	if s.q.sendAloneAtOnce(v) {
		return nil
	}
	if s.q.small != nil {
		return s.q.smallForOneSender().Send(ctx, v)
	}
	return s.q.sendAloneOrWait(ctx, v, byNewSPMC)
}

// TrySend sends v if there is room; see [queue.Sender]. One goroutine
// at a time may send.
func (s *SPMC[T]) TrySend(v T) error {
	if s.q.sendAloneAtOnce(v) {
		return nil
	}
	if s.q.small != nil {
		return s.q.smallForOneSender().TrySend(v)
	}
	return s.q.sendAloneOrSay(v, byNewSPMC)
}

// SendMany sends vs in order and waits for room as often as it must; see
// [queue.BatchSender]. Each time it publishes all that there is room for at once. One goroutine
// at a time may send.
func (s *SPMC[T]) SendMany(ctx context.Context, vs []T) (n int, err error) {
	return s.q.sendManyAlone(ctx, vs, byNewSPMC)
}

// Recv receives the oldest value and waits while there is none; see
// [queue.Receiver].
func (s *SPMC[T]) Recv(ctx context.Context) (T, error) {
	if v, ok := s.q.recvAtOnce(); ok {
		return v, nil
	}
	if s.q.small != nil {
		return s.q.small.Recv(ctx)
	}
	return s.q.recvOrWait(ctx, byNewSPMC)
}

// TryRecv receives the oldest value if there is one; see [queue.Receiver].
func (s *SPMC[T]) TryRecv() (T, error) {
	if v, ok := s.q.recvAtOnce(); ok {
		return v, nil
	}
	if s.q.small != nil {
		return s.q.small.TryRecv()
	}
	return s.q.recvOrSay(byNewSPMC)
}

// RecvMany waits until there is a value and takes what there is, as much as buf
// holds, at once; see [queue.BatchReceiver].
func (s *SPMC[T]) RecvMany(ctx context.Context, buf []T) (n int, err error) {
	return s.q.recvMany(ctx, buf, byNewSPMC)
}

// Len returns how many values the queue holds; see [queue.BoundedQueue].
func (s *SPMC[T]) Len() int { return s.q.len(byNewSPMC) }

// Cap returns the capacity given to NewSPMC.
func (s *SPMC[T]) Cap() int { return s.q.cap(byNewSPMC) }

// Close ends sending; see [queue.BoundedQueue]. Any goroutine may call it.
func (s *SPMC[T]) Close() { s.q.close(byNewSPMC) }

// Closed is Closed of [Queue]. Any goroutine may call it.
func (s *SPMC[T]) Closed() <-chan struct{} { return s.q.closedChan(byNewSPMC) }
