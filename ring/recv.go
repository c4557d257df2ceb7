package ring

import (
	"context"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/internal/wait"
)

// Recv receives the oldest value and waits while there is none; see
// [queue.Receiver].
func (q *Queue[T]) Recv(ctx context.Context) (T, error) {
	if v, ok := q.recvAtOnce(); ok {
		return v, nil
	}
	if q.small != nil {
		return q.small.Recv(ctx)
	}
	return q.recvOrWait(ctx, byNew)
}

// TryRecv receives the oldest value if there is one; see [queue.Receiver].
func (q *Queue[T]) TryRecv() (T, error) {
	if v, ok := q.recvAtOnce(); ok {
		return v, nil
	}
	if q.small != nil {
		return q.small.TryRecv()
	}
	return q.recvOrSay(byNew)
}

// RecvMany waits until there is a value and takes what there is, as much as buf
// holds, at once; see [queue.BatchReceiver].
func (q *Queue[T]) RecvMany(ctx context.Context, buf []T) (n int, err error) {
	return q.recvMany(ctx, buf, byNew)
}

// recvOrWait is Recv where recvAtOnce has failed.
func (q *Queue[T]) recvOrWait(ctx context.Context, by maker) (T, error) {
	q.mustBeMade(by)
	v, err := q.recv()
	if err == queue.ErrEmpty || err == errClaimed {
		return q.receivers.Wait(ctx, v)
	}
	return v, err
}

// recvOrSay is TryRecv where recvAtOnce has failed.
func (q *Queue[T]) recvOrSay(by maker) (T, error) {
	q.mustBeMade(by)
	v, err := q.recv()
	for look := 0; err == errClaimed; look++ {
		sitOut(look)
		v, err = q.recv()
	}
	return v, err
}

// recvMany is RecvMany.
func (q *Queue[T]) recvMany(ctx context.Context, buf []T, by maker) (n int, err error) {
	if q.small != nil {
		return queue.RecvMany(ctx, q.small, buf)
	}
	q.mustBeMade(by)
	return q.recvRuns(ctx, buf, q.takeRun)
}

// recvAtOnce is recv where there is known to be a value, nobody has to be served first,
// and nobody is faster. A small queue knows of no value.
func (q *Queue[T]) recvAtOnce() (v T, ok bool) {
	s := &q.head
	p := s.word.Load()
	if !s.mayClaim(p) || q.receivers.Starves() {
		return v, false
	}
	if !s.claim(p, 1) {
		lost(s.stepBack)
		return v, false
	}
	sched.Point("recv: claimed")
	i := s.lap.index(p)
	sched.Access(&q.slots[i])
	v, q.slots[i] = q.slots[i], v // the slot keeps no reference to it
	sched.Point("recv: taken")
	s.pass(p)
	sched.Point("recv: released")
	q.senders.Notify(p)
	return v, true
}

// recv receives a value, or says why it would have to wait.
func (q *Queue[T]) recv() (T, error) {
	if q.receivers.Starves() {
		q.receivers.Feed()
	}
	v, p, err := q.take()
	if err == nil {
		sched.Point("recv: released")
		q.senders.Notify(p)
	}
	return v, err
}

// recvAloneAtOnce is recvAtOnce for the only receiver, who need not claim what nobody
// else does.
func (q *Queue[T]) recvAloneAtOnce() (v T, ok bool) {
	s := &q.head
	p := s.at
	if !s.mayClaim(p) {
		return v, false
	}
	i := s.lap.index(p)
	sched.Access(&q.slots[i])
	v, q.slots[i] = q.slots[i], v
	sched.Point("recv: taken")
	s.at = s.lap.add(p, 1)
	s.word.Store(s.at)
	sched.Point("recv: released")
	q.senders.Notify(p)
	return v, true
}

// recvAloneOrWait is Recv of the only receiver where recvAloneAtOnce has failed.
func (q *Queue[T]) recvAloneOrWait(ctx context.Context, by maker) (T, error) {
	q.mustBeMade(by)
	v, err := q.recvAlone()
	if err == queue.ErrEmpty || err == errClaimed {
		return q.receivers.Wait(ctx, v)
	}
	return v, err
}

// recvAloneOrSay is TryRecv of the only receiver where recvAloneAtOnce has failed.
func (q *Queue[T]) recvAloneOrSay(by maker) (T, error) {
	q.mustBeMade(by)
	v, err := q.recvAlone()
	for look := 0; err == errClaimed; look++ {
		sitOut(look)
		v, err = q.recvAlone()
	}
	return v, err
}

// recvManyAlone is RecvMany of the only receiver.
func (q *Queue[T]) recvManyAlone(ctx context.Context, buf []T, by maker) (n int, err error) {
	if q.small != nil {
		return queue.RecvMany(ctx, q.smallForOneReceiver(), buf)
	}
	q.mustBeMade(by)
	return q.recvRuns(ctx, buf, q.takeRunAlone)
}

// recvAlone is recv for the only receiver.
func (q *Queue[T]) recvAlone() (T, error) {
	v, p, err := q.takeAlone()
	if err == nil {
		sched.Point("recv: released")
		q.senders.Notify(p)
	}
	return v, err
}

// take receives the oldest value and tells nobody.
func (q *Queue[T]) take() (T, position, error) {
	var one [1]T
	_, p, err := q.takeRun(one[:])
	return one[0], p, err
}

// takeAlone is take for the only receiver.
func (q *Queue[T]) takeAlone() (T, position, error) {
	var one [1]T
	_, p, err := q.takeRunAlone(one[:])
	return one[0], p, err
}

// values returns how many values from position p on may be claimed, of want and of
// this lap. p was head's word. If there are none and err is nil, head has moved on.
func (q *Queue[T]) values(p position, want int) (n int, err error) {
	s := &q.head
	sched.Point("recv: to look at tail")
	if n = q.tail.passed(p, max(want, perMarks)); n > 0 {
		if n > want { // else it says no more than the claim that follows
			s.limit.Store(s.lap.add(p, n))
		}
		return min(n, want), nil
	}
	sched.Point("recv: no value")
	switch t := q.tail.word.Load(); {
	case t == p:
		return 0, queue.ErrEmpty
	case t == p|shut:
		return 0, queue.ErrClosed
	case s.word.Load() != p || q.tail.marks == nil:
		return 0, nil
	}
	return 0, errClaimed
}

// recvRuns receives in runs of the given kind.
func (q *Queue[T]) recvRuns(ctx context.Context, buf []T, takeRun func([]T) (int, position, error)) (n int, err error) {
	if len(buf) == 0 {
		return 0, nil
	}
	if q.receivers.Starves() {
		q.receivers.Feed()
	}
	for n < len(buf) {
		k, p, err := takeRun(buf[n:])
		switch {
		case err == nil:
			sched.Point("recv: released")
			q.senders.Notify(p)
			n += k
		case n > 0:
			return n, nil
		case err == queue.ErrEmpty || err == errClaimed:
			var zero T
			v, err := q.receivers.Wait(ctx, zero)
			if err != nil {
				return 0, err
			}
			buf[0], n = v, 1
		default:
			return 0, err
		}
	}
	return n, nil
}

// takeRun takes as many values as there are before the end of the slots and buf
// holds, and tells nobody.
func (q *Queue[T]) takeRun(buf []T) (n int, p position, err error) {
	s := &q.head
	for {
		p = s.word.Load()
		if n = s.known(p, len(buf)); n < len(buf) {
			if n, err = q.values(p, len(buf)); err != nil {
				return 0, 0, err
			}
			if n == 0 {
				continue
			}
		}
		if s.claim(p, n) {
			sched.Point("recv: claimed")
			run := q.slots[s.lap.index(p):][:n]
			sched.AccessAll(run)
			copy(buf, run)
			clear(run)
			sched.Point("recv: taken")
			s.done(p, n)
			return n, p, nil
		}
		lost(s.stepBack)
	}
}

// takeRunAlone is takeRun for the only receiver.
func (q *Queue[T]) takeRunAlone(buf []T) (n int, p position, err error) {
	s := &q.head
	p = s.at
	for n = s.known(p, len(buf)); n == 0; {
		if n, err = q.values(p, len(buf)); err != nil {
			s.at = p
			return 0, 0, err
		}
	}
	run := q.slots[s.lap.index(p):][:n]
	sched.AccessAll(run)
	copy(buf, run)
	clear(run)
	sched.Point("recv: taken")
	s.at = s.lap.add(p, n)
	s.word.Store(s.at)
	return n, p, nil
}

// receiving is the receivers' side, for those who wait.
type receiving[T any] struct{ *Queue[T] }

// Ready returns how many values there are, or 1 on a queue that is closed and
// drained. If none, at some moment of the call the oldest could not be had: bits were
// looked at while head stood still.
func (q receiving[T]) Ready() int {
	s := &q.head
	for {
		p := s.word.Load()
		sched.Point("ready: at head")
		if q.tail.passed(p, 1) > 0 {
			return max(s.lap.between(p, q.tail.word.Load()&^flags), 1)
		}
		t := q.tail.word.Load()
		switch {
		case t == p|shut:
			return 1
		case s.word.Load() == p:
			return 0
		}
	}
}

// Attempt receives a value, unless it would have to wait.
func (q receiving[T]) Attempt(T) (v T, err error, over bool) {
	if q.head.marks == nil {
		v, _, err = q.takeAlone()
	} else {
		v, _, err = q.take()
	}
	return v, err, err != queue.ErrEmpty && err != errClaimed
}

// Tell tells senders of room.
func (q receiving[T]) Tell() { q.senders.Notify(q.head.word.Load()) }

// Other returns where senders wait.
func (q receiving[T]) Other() *wait.Room[T] { return &q.senders }
