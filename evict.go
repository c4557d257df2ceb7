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
// It evicts no more than it must if nobody else sends. A sender that waits in Send
// comes first on some queues: then its value takes the place of the one that was
// evicted, and is among the next to go. Whoever wants the newest values sends all
// of them with SendEvict.
func SendEvict[T any](q BoundedQueue[T], v T, evicted func(T)) error {
	if c, ok := q.(*Counted[T]); ok {
		return c.sendEvict(v, evicted)
	}
	return sendEvict(q, v, evicted)
}

// sendEvict is SendEvict for a queue that counts nothing.
//
// Every round that fails is one in which others got on: between the send, which found
// Cap values (clause 5), and the one before it, which made room or found none to make,
// somebody has sent; and a receive that found nothing comes after others have taken all
// of them. So of many callers some are always done, while a single one may lose again and
// again, to those who are. Whoever is stopped in the middle of an operation is the
// queue's business: its tries wait, or do not need to, and tell the truth.
//
// A queue whose tries may refuse for no reason has rounds in which nobody gets on. Then
// somebody else is at work, and the processor is left to whoever that is.
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
