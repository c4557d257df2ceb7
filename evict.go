package queue

import "runtime"

// SendEvict sends v and never waits: where q is full it makes room by taking the
// oldest values out, until v is accepted. It hands each of them to evicted, in
// order and before it goes on, or drops them if evicted is nil. No lock of q is held
// then, so evicted may use q.
//
// It returns nil when v was accepted and [ErrClosed] on a closed queue. At capacity 0
// there is nothing to make room in: where no receiver waits, it returns [ErrFull],
// and takes nothing. After an error the caller still owns v. Values that were
// evicted before q was closed stay evicted: each accepted value is received by
// somebody or evicted, and never both.
//
// Alone, it evicts one value at most. Others may be at work at the same moment: a
// receiver that has just made room, so that the eviction was for nothing, or a sender
// that takes the room before v does. One that waits in Send does so on some queues,
// whenever it is there. Whoever wants the newest values sends all of them with
// SendEvict.
func SendEvict[T any](q BoundedQueue[T], v T, evicted func(T)) error {
	if c, ok := q.(*Counted[T]); ok {
		return c.sendEvict(v, evicted)
	}
	return sendEvict(q, v, evicted)
}

// sendEvict is SendEvict for a queue that counts nothing.
//
// A round that fails is one in which others got on. Its send found Cap values (clause 5).
// Then it took one out, or found none, and then others have taken them all. If the send of
// the next round finds Cap values again, somebody else has sent in between. So while callers
// go round, sends succeed; a single caller may lose again and again, to those. A goroutine
// that is stopped in the middle of an operation is the queue's business: a try tells the
// truth, and waits for that goroutine if it must.
//
// A queue whose tries may refuse for no reason has rounds in which nobody gets on, as long
// as a goroutine is in the middle of an operation. Where neither try succeeded, the
// processor is left to whoever that is.
func sendEvict[T any](q BoundedQueue[T], v T, evicted func(T)) error {
	for {
		err := q.TrySend(v)
		if err != ErrFull || q.Cap() == 0 {
			return err
		}
		switch old, err := q.TryRecv(); {
		case err != nil:
			runtime.Gosched()
		case evicted != nil:
			evicted(old)
		}
	}
}
