package ring

import (
	"context"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
)

// tryOnly is the context of attempts: an operation that is called with it and would
// have to wait refuses. So a try, a wait and the first attempt of each are one
// piece of code.
var tryOnly context.Context = &struct{ context.Context }{}

// Send sends v and waits while the queue is full; see [queue.Sender].
func (q *Queue[T]) Send(ctx context.Context, v T) error {
	if q.small != nil {
		return q.small.Send(ctx, v)
	}
	s := &q.tail
	p, ok := s.tryLock()
	if !ok {
		if p = s.lockSlow(); p&shut != 0 {
			return queue.ErrClosed
		}
	}
	if p == s.limit && q.room(p, 1) == 0 {
		s.unlock()
		return q.sendFull(ctx, v, q.Send)
	}
	q.put(v)
	sched.Point("send: written")
	if !s.word.CompareAndSwap(p|locked, p+one) { // publishes, and unlocks
		q.withdraw(1)
		sched.Point("send: withdrawn")
		s.unlock()
		return queue.ErrClosed
	}
	sched.Point("send: published")
	q.receivers.Notify()
	return nil
}

// TrySend sends v if there is room; see [queue.Sender].
func (q *Queue[T]) TrySend(v T) error {
	if q.small != nil {
		return q.small.TrySend(v)
	}
	return q.Send(tryOnly, v)
}

// sendAlone is Send for the only sender, who owns tail.
func (q *Queue[T]) sendAlone(ctx context.Context, v T) error {
	if q.small != nil {
		q.tail.own()
		return q.small.Send(ctx, v)
	}
	s := &q.tail
	p := s.word.Load()
	if p&shut != 0 {
		return queue.ErrClosed
	}
	if p == s.limit && q.room(p, 1) == 0 {
		return q.sendFull(ctx, v, q.sendAlone)
	}
	q.put(v)
	sched.Point("send: written")
	if !s.word.CompareAndSwap(p, p+one) {
		q.withdraw(1)
		return queue.ErrClosed
	}
	sched.Point("send: published")
	q.receivers.Notify()
	return nil
}

// sendFull is a send that found the queue full. It waits, and calls attempt.
func (q *Queue[T]) sendFull(ctx context.Context, v T, attempt func(context.Context, T) error) (err error) {
	if ctx == tryOnly {
		return queue.ErrFull
	}
	cancelled := q.senders.Wait(ctx, q.canSend, func() bool {
		err = attempt(tryOnly, v)
		return err != queue.ErrFull
	})
	if cancelled != nil {
		return cancelled
	}
	return err
}

// canSend returns for how many values senders are ready, 1 if the queue is closed.
// If for none, the queue was full when head was loaded: tail has been where it was
// found, or further on, since then.
func (q *Queue[T]) canSend() int {
	t := q.tail.word.Load()
	sched.Point("ready: at tail")
	if t&shut != 0 {
		return 1
	}
	return int((q.head.word.Load()&^flags + q.span - t&^flags) / one)
}

// withdraw takes the last n values back that were written and not published,
// because the queue has been closed meanwhile.
func (q *Queue[T]) withdraw(n int) {
	for range n {
		if q.tail.index == 0 {
			q.tail.index = len(q.slots)
		}
		q.tail.index--
		var zero T
		q.slots[q.tail.index] = zero
	}
}

// SendMany sends vs in order and waits for room as often as it must; see
// [queue.BatchSender]. Each time it publishes all that there is room for at once.
func (q *Queue[T]) SendMany(ctx context.Context, vs []T) (n int, err error) {
	return q.sendMany(ctx, vs, q.sendRun)
}

// sendMany is SendMany with runs of the given kind.
func (q *Queue[T]) sendMany(ctx context.Context, vs []T, run func([]T) (int, error)) (n int, err error) {
	if q.small != nil {
		return queue.SendMany(ctx, q.small, vs)
	}
	for n < len(vs) {
		k, err := run(vs[n:])
		if err == queue.ErrFull {
			cancelled := q.senders.Wait(ctx, q.canSend, func() bool {
				k, err = run(vs[n:])
				return err != queue.ErrFull
			})
			if cancelled != nil {
				return n, cancelled
			}
		}
		if err != nil {
			return n, err
		}
		n += k
	}
	return n, nil
}

// sendRun publishes as many of vs as there is room for, at once.
func (q *Queue[T]) sendRun(vs []T) (n int, err error) {
	s := &q.tail
	p := s.lock()
	if p&shut != 0 {
		return 0, queue.ErrClosed
	}
	n, err = q.publish(vs, p, locked)
	if err != nil {
		s.unlock()
	}
	return n, err
}

// sendRunAlone is sendRun for the only sender.
func (q *Queue[T]) sendRunAlone(vs []T) (n int, err error) {
	p := q.tail.word.Load()
	if p&shut != 0 {
		return 0, queue.ErrClosed
	}
	return q.publish(vs, p, 0)
}

// publish is the part of a run that needs the ownership of tail, whose word is
// position p and held. If it succeeds, tail is not locked any more.
func (q *Queue[T]) publish(vs []T, p, held uint64) (n int, err error) {
	n = q.room(p, len(vs))
	if n == 0 {
		return 0, queue.ErrFull
	}
	s := &q.tail
	i := s.index
	k := copy(q.slots[i:], vs[:n])
	copy(q.slots, vs[k:n])
	if i += n; i >= len(q.slots) {
		i -= len(q.slots)
	}
	s.index = i
	sched.Point("send: written")
	if !s.word.CompareAndSwap(p|held, p+uint64(n)*one) {
		q.withdraw(n)
		sched.Point("send: withdrawn")
		return 0, queue.ErrClosed
	}
	sched.Point("send: published")
	q.receivers.Notify()
	return n, nil
}
