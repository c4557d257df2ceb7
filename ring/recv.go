package ring

import (
	"context"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
)

// Recv receives the oldest value and waits while there is none; see
// [queue.Receiver].
func (q *Queue[T]) Recv(ctx context.Context) (v T, err error) {
	if q.small != nil {
		return q.small.Recv(ctx)
	}
	s := &q.head
	p, ok := s.tryLock()
	if !ok {
		p = s.lockSlow()
	}
	if p == s.limit {
		if n, closed := q.values(p, 1); n == 0 {
			s.word.Store(p)
			return q.recvEmpty(ctx, closed, q.Recv)
		}
	}
	v = q.take()
	sched.Point("recv: taken")
	s.word.Store(p + one) // releases the slot, and unlocks
	sched.Point("recv: released")
	q.senders.Notify()
	return v, nil
}

// TryRecv receives the oldest value if there is one; see [queue.Receiver].
func (q *Queue[T]) TryRecv() (T, error) {
	if q.small != nil {
		return q.small.TryRecv()
	}
	return q.Recv(tryOnly)
}

// recvAlone is Recv for the only receiver, who owns head.
func (q *Queue[T]) recvAlone(ctx context.Context) (v T, err error) {
	if q.small != nil {
		q.head.own()
		return q.small.Recv(ctx)
	}
	s := &q.head
	p := s.word.Load()
	if p == s.limit {
		if n, closed := q.values(p, 1); n == 0 {
			return q.recvEmpty(ctx, closed, q.recvAlone)
		}
	}
	v = q.take()
	sched.Point("recv: taken")
	s.word.Store(p + one)
	sched.Point("recv: released")
	q.senders.Notify()
	return v, nil
}

// recvEmpty is a receive that found the queue empty. Unless that is for good, it
// waits, and calls attempt.
func (q *Queue[T]) recvEmpty(ctx context.Context, closed bool, attempt func(context.Context) (T, error)) (v T, err error) {
	switch {
	case closed:
		return v, queue.ErrClosed
	case ctx == tryOnly:
		return v, queue.ErrEmpty
	}
	cancelled := q.receivers.Wait(ctx, q.canRecv, func() bool {
		v, err = attempt(tryOnly)
		return err != queue.ErrEmpty
	})
	if cancelled != nil {
		return v, cancelled
	}
	return v, err
}

// canRecv returns for how many values receivers are ready, 1 if the queue is closed.
// If for none, the queue was empty when tail was loaded: head has not passed it.
func (q *Queue[T]) canRecv() int {
	h := q.head.word.Load() &^ flags
	sched.Point("ready: at head")
	t := q.tail.word.Load()
	if t&shut != 0 {
		return 1
	}
	return int((t&^flags - h) / one)
}

// RecvMany waits until there is a value and takes what there is, as much as buf
// holds, at once; see [queue.BatchReceiver].
func (q *Queue[T]) RecvMany(ctx context.Context, buf []T) (n int, err error) {
	return q.recvMany(ctx, buf, q.recvRun)
}

// recvMany is RecvMany with runs of the given kind.
func (q *Queue[T]) recvMany(ctx context.Context, buf []T, run func([]T) (int, error)) (n int, err error) {
	if q.small != nil {
		return queue.RecvMany(ctx, q.small, buf)
	}
	if len(buf) == 0 {
		return 0, nil
	}
	n, err = run(buf)
	if err == queue.ErrEmpty {
		cancelled := q.receivers.Wait(ctx, q.canRecv, func() bool {
			n, err = run(buf)
			return err != queue.ErrEmpty
		})
		if cancelled != nil {
			return 0, cancelled
		}
	}
	return n, err
}

// recvRun takes as many values as there are and buf holds, and gives their slots
// back at once.
func (q *Queue[T]) recvRun(buf []T) (n int, err error) { return q.drain(buf, q.head.lock()) }

// recvRunAlone is recvRun for the only receiver.
func (q *Queue[T]) recvRunAlone(buf []T) (n int, err error) {
	return q.drain(buf, q.head.word.Load())
}

// drain is the part of a run that needs the ownership of head, at position p. It
// ends the ownership, if that is by the lock.
func (q *Queue[T]) drain(buf []T, p uint64) (n int, err error) {
	s := &q.head
	n, closed := q.values(p, len(buf))
	if n > 0 {
		i := s.index
		k := copy(buf[:n], q.slots[i:])
		copy(buf[k:n], q.slots)
		clear(q.slots[i : i+k])
		clear(q.slots[:n-k])
		if i += n; i >= len(q.slots) {
			i -= len(q.slots)
		}
		s.index = i
	}
	sched.Point("recv: taken")
	s.word.Store(p + uint64(n)*one) // moves on, and unlocks
	switch {
	case n > 0:
		sched.Point("recv: released")
		q.senders.Notify()
		return n, nil
	case closed:
		return 0, queue.ErrClosed
	default:
		return 0, queue.ErrEmpty
	}
}
