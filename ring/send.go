package ring

import (
	"context"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/internal/wait"
)

// Send sends v and waits while the queue is full; see [queue.Sender].
func (q *Queue[T]) Send(ctx context.Context, v T) error {
	if q.sendAtOnce(v) {
		return nil
	}
	if q.small != nil {
		return q.small.Send(ctx, v)
	}
	return q.sendOrWait(ctx, v, byNew)
}

// TrySend sends v if there is room; see [queue.Sender].
func (q *Queue[T]) TrySend(v T) error {
	if q.sendAtOnce(v) {
		return nil
	}
	if q.small != nil {
		return q.small.TrySend(v)
	}
	return q.sendOrSay(v, byNew)
}

// SendMany sends vs in order and waits for room as often as it must; see
// [queue.BatchSender]. Each time it publishes all that there is room for at once.
func (q *Queue[T]) SendMany(ctx context.Context, vs []T) (n int, err error) {
	return q.sendMany(ctx, vs, byNew)
}

// sendOrWait is Send where sendAtOnce has failed.
func (q *Queue[T]) sendOrWait(ctx context.Context, v T, by maker) error {
	q.mustBeMade(by)
	return q.sent(ctx, v, q.send(v))
}

// sendOrSay is TrySend where sendAtOnce has failed.
func (q *Queue[T]) sendOrSay(v T, by maker) error {
	q.mustBeMade(by)
	err := q.send(v)
	for look := 0; err == errClaimed; look++ {
		sitOut(look)
		err = q.send(v)
	}
	return err
}

// sendMany is SendMany.
func (q *Queue[T]) sendMany(ctx context.Context, vs []T, by maker) (n int, err error) {
	if q.small != nil {
		return queue.SendMany(ctx, q.small, vs)
	}
	q.mustBeMade(by)
	return q.sendRuns(ctx, vs, q.putRun)
}

// sendAtOnce is send where there is known to be room, nobody has to be served first, and
// nobody is faster. A small queue knows of no room.
func (q *Queue[T]) sendAtOnce(v T) bool {
	s := &q.tail
	p := s.word.Load()
	if !s.mayClaim(p) || q.senders.Starves() || q.receivers.Servable() {
		return false
	}
	if !s.claim(p, 1) {
		lost(s.stepBack)
		return false
	}
	sched.Point("send: claimed")
	i := s.lap.index(p)
	sched.Access(&q.slots[i])
	q.slots[i] = v
	sched.Point("send: written")
	s.pass(p)
	sched.Point("send: published")
	q.receivers.Notify(p)
	return true
}

// send sends v, or says why it would have to wait.
func (q *Queue[T]) send(v T) error {
	if q.senders.Starves() {
		q.senders.Feed()
	}
	if q.receivers.Servable() && q.receivers.Serve(v, q.drained) {
		return nil
	}
	p, err := q.put(v)
	if err == nil {
		sched.Point("send: published")
		q.receivers.Notify(p)
	}
	return err
}

// put sends v into a slot and tells nobody.
func (q *Queue[T]) put(v T) (position, error) {
	one := [1]T{v}
	_, p, err := q.putRun(one[:])
	return p, err
}

// putAlone is put for the only sender.
func (q *Queue[T]) putAlone(v T) (position, error) {
	one := [1]T{v}
	_, p, err := q.putRunAlone(one[:])
	return p, err
}

// sendAloneAtOnce is sendAtOnce for the only sender, who need not claim what nobody else
// does. To move tail on publishes the value, and fails once tail is shut.
func (q *Queue[T]) sendAloneAtOnce(v T) bool {
	s := &q.tail
	p := s.at
	if !s.mayClaim(p) || q.receivers.Servable() {
		return false
	}
	i := s.lap.index(p)
	sched.Access(&q.slots[i])
	q.slots[i] = v
	sched.Point("send: written")
	next := s.lap.add(p, 1)
	if !s.word.CompareAndSwap(p, next) {
		var zero T
		q.slots[i] = zero
		return false
	}
	s.at = next
	sched.Point("send: published")
	q.receivers.Notify(p)
	return true
}

// sendAloneOrWait is Send of the only sender where sendAloneAtOnce has failed.
func (q *Queue[T]) sendAloneOrWait(ctx context.Context, v T, by maker) error {
	q.mustBeMade(by)
	return q.sent(ctx, v, q.sendAlone(v))
}

// sendAloneOrSay is TrySend of the only sender where sendAloneAtOnce has failed.
func (q *Queue[T]) sendAloneOrSay(v T, by maker) error {
	q.mustBeMade(by)
	err := q.sendAlone(v)
	for look := 0; err == errClaimed; look++ {
		sitOut(look)
		err = q.sendAlone(v)
	}
	return err
}

// sendManyAlone is SendMany of the only sender.
func (q *Queue[T]) sendManyAlone(ctx context.Context, vs []T, by maker) (n int, err error) {
	if q.small != nil {
		return queue.SendMany(ctx, q.smallForOneSender(), vs)
	}
	q.mustBeMade(by)
	return q.sendRuns(ctx, vs, q.putRunAlone)
}

// sendAlone is send for the only sender.
func (q *Queue[T]) sendAlone(v T) error {
	if q.receivers.Servable() && q.receivers.Serve(v, q.drained) {
		return nil
	}
	p, err := q.putAlone(v)
	if err == nil {
		sched.Point("send: published")
		q.receivers.Notify(p)
	}
	return err
}

// sent is the end of a send of v that came to err: it may have to wait.
func (q *Queue[T]) sent(ctx context.Context, v T, err error) error {
	if err == queue.ErrFull || err == errClaimed {
		_, err = q.senders.Wait(ctx, v)
	}
	return err
}

// drained reports whether the queue is open and, at some moment of the call, held
// nothing.
func (q *Queue[T]) drained() bool {
	h := q.head.word.Load() // before tail, or the two may never have been equal
	sched.Point("serve: at head")
	return q.tail.word.Load() == h // and tail is not shut
}

// room returns how many positions from p on may be claimed, of want and of this lap.
// p was tail's word. If there are none and err is nil, tail has moved on.
func (q *Queue[T]) room(p position, want int) (n int, err error) {
	s := &q.tail
	before := s.lap.before(p)
	sched.Point("send: to look at head")
	if n = q.head.passed(before, max(want, perMarks)); n > 0 {
		if n > want { // else it says no more than the claim that follows
			s.limit.Store(s.lap.add(p, n))
		}
		return min(n, want), nil
	}
	sched.Point("send: no room")
	h := q.head.word.Load()
	switch t := s.word.Load(); {
	case t&shut != 0:
		return 0, queue.ErrClosed
	case h == before:
		return 0, queue.ErrFull
	case t != p || q.head.marks == nil:
		return 0, nil
	}
	return 0, errClaimed
}

// sendRuns sends vs in runs of the given kind.
func (q *Queue[T]) sendRuns(ctx context.Context, vs []T, putRun func([]T) (int, position, error)) (n int, err error) {
	for n < len(vs) {
		if q.senders.Starves() {
			q.senders.Feed()
		}
		k, p, err := putRun(vs[n:])
		if err == nil {
			sched.Point("send: published")
			q.receivers.Notify(p)
			n += k
			continue
		}
		if err := q.sent(ctx, vs[n], err); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// putRun sends as many of vs as there is room for before the end of the slots, and
// tells nobody.
func (q *Queue[T]) putRun(vs []T) (n int, p position, err error) {
	s := &q.tail
	for {
		p = s.word.Load()
		if p&shut != 0 {
			return 0, 0, queue.ErrClosed
		}
		if n = s.known(p, len(vs)); n < len(vs) {
			if n, err = q.room(p, len(vs)); err != nil {
				return 0, 0, err
			}
			if n == 0 {
				continue
			}
		}
		if s.claim(p, n) {
			sched.Point("send: claimed")
			run := q.slots[s.lap.index(p):][:n]
			sched.AccessAll(run)
			copy(run, vs)
			sched.Point("send: written")
			s.done(p, n)
			return n, p, nil
		}
		lost(s.stepBack)
	}
}

// putRunAlone is putRun for the only sender.
func (q *Queue[T]) putRunAlone(vs []T) (n int, p position, err error) {
	s := &q.tail
	p = s.at
	for n = s.known(p, len(vs)); n == 0; {
		if n, err = q.room(p, len(vs)); err != nil {
			s.at = p
			return 0, 0, err
		}
	}
	run := q.slots[s.lap.index(p):][:n]
	sched.AccessAll(run)
	copy(run, vs)
	sched.Point("send: written")
	if !s.word.CompareAndSwap(p, s.lap.add(p, n)) {
		clear(run)
		return 0, 0, queue.ErrClosed
	}
	s.at = s.lap.add(p, n)
	return n, p, nil
}

// sending is the senders' side, for those who wait.
type sending[T any] struct{ *Queue[T] }

// Ready returns for how many values there is room, or 1 on a closed queue. If for
// none, at some moment of the call there was none: bits were looked at while tail
// stood still.
func (q sending[T]) Ready() int {
	s := &q.tail
	for {
		p := s.word.Load()
		sched.Point("ready: at tail")
		switch {
		case p&shut != 0:
			return 1
		case q.head.passed(s.lap.before(p), 1) > 0:
			return max(s.lap.slots-s.lap.between(q.head.word.Load(), p), 1)
		case s.word.Load() == p:
			return 0
		}
	}
}

// Attempt sends v, unless it would have to wait.
func (q sending[T]) Attempt(v T) (none T, err error, over bool) {
	if q.tail.marks == nil {
		_, err = q.putAlone(v)
	} else {
		_, err = q.put(v)
	}
	return none, err, err != queue.ErrFull && err != errClaimed
}

// Tell tells receivers of a value.
func (q sending[T]) Tell() { q.receivers.Notify(q.tail.word.Load()) }

// Other returns where receivers wait.
func (q sending[T]) Other() *wait.Room[T] { return &q.receivers }
