package ring

import (
	"context"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
)

// sendSlow is Send after a first attempt that found no free slot.
func (q *Queue[T]) sendSlow(ctx context.Context, v T) error {
	var out outcome
	err := q.senders.Wait(ctx, q.canSend, func() bool {
		out = q.trySend(v)
		return !out.waits()
	})
	if err == nil && out == closed {
		err = queue.ErrClosed
	}
	return err
}

// canSend reports whether senders are ready. It is exact: an answer of false was
// true at a moment during the call.
func (q *Queue[T]) canSend() bool {
	for {
		tail := q.tail.Load()
		sched.Point("ready: at slot")
		if tail&q.mark != 0 || q.slot(tail).stamp.Load() == tail {
			return true
		}
		sched.Point("ready: past slot")
		if q.tail.Load() == tail {
			return false // tail was there when the stamp was loaded
		}
	}
}

// recvSlow is Recv after a first attempt that found no value.
func (q *Queue[T]) recvSlow(ctx context.Context) (v T, err error) {
	var out outcome
	err = q.receivers.Wait(ctx, q.canRecv, func() bool {
		v, out = q.tryRecv()
		return !out.waits()
	})
	if err == nil && out == closed {
		err = queue.ErrClosed
	}
	return v, err
}

// canRecv reports whether receivers are ready. It is exact, as canSend is.
func (q *Queue[T]) canRecv() bool {
	for {
		head := q.head.Load()
		sched.Point("ready: at slot")
		if q.slot(head).stamp.Load() == head+1 || q.tail.Load() == head|q.mark {
			return true
		}
		sched.Point("ready: past slot")
		if q.head.Load() == head {
			return false
		}
	}
}

// waits reports whether an operation with this outcome has to wait.
func (o outcome) waits() bool { return o == refuse || o == busy }
