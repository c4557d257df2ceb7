package condq

import (
	"context"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/park"
	"github.com/boundedq/queue/internal/sched"
)

// sendWaits is a Send that found the queue full. It looks again once it knows what ends
// its wait, since a context may be anybody's, and may use the queue: so no lock is held
// while it is asked.
func (q *Queue[T]) sendWaits(ctx context.Context, v T) error {
	ended := park.Ended(ctx)
	q.mu.lock()
	if err := q.send(v); err != queue.ErrFull {
		return err
	}
	_, err := q.wait(ctx, ended, &q.notFull, v)
	return err
}

// recvWaits is to Recv what sendWaits is to Send.
func (q *Queue[T]) recvWaits(ctx context.Context) (T, error) {
	ended := park.Ended(ctx)
	q.mu.lock()
	v, err := q.recv()
	if err != queue.ErrEmpty {
		return v, err
	}
	return q.wait(ctx, ended, &q.notEmpty, v)
}

// wait queues the caller, who brings v, and returns what it has when it has been
// served. It is called with mu held and gives it up.
func (q *Queue[T]) wait(ctx context.Context, ended <-chan struct{}, side *park.List[T], v T) (T, error) {
	w := side.Add(v)
	q.mu.unlock()
	sched.Point("condq: waits")
	if !w.Wait(ended) {
		q.mu.lock()
		if side.Remove(w) {
			side.Free(w)
			q.mu.unlock()
			var zero T
			return zero, park.Cause(ctx)
		}
		q.mu.unlock()
		w.Wait(nil) // chosen first: what was done for it stands
	}
	sched.Point("condq: served")
	v, err := w.Outcome()
	q.mu.lock()
	side.Free(w)
	q.mu.unlock()
	return v, err
}

// turnAway tells all who wait on a side that the queue is closed.
func (q *Queue[T]) turnAway(side *park.List[T]) {
	for {
		q.mu.lock()
		w := side.Choose()
		q.mu.unlock()
		if w == nil {
			return
		}
		sched.Point("condq: turned away")
		var zero T
		w.Serve(zero, queue.ErrClosed)
	}
}
