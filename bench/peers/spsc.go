package peers

import (
	"context"

	"github.com/puzpuzpuz/xsync/v4"

	"github.com/boundedq/queue"
)

// SPSC is xsync's SPSCQueue, for one sender and one receiver at a time, which has
// TryEnqueue and TryDequeue and nothing else. Waiting and the end are the
// adapter's. The capacity is exact and at least 1, there is no length, and Close
// does not stop a send that finds room.
type SPSC[T any] struct {
	q   *xsync.SPSCQueue[T]
	cap int
	end
}

// NewSPSC returns an empty queue. It panics, as xsync does, if the capacity is
// less than 1 or too large.
func NewSPSC[T any](capacity int) *SPSC[T] {
	return &SPSC[T]{q: xsync.NewSPSCQueue[T](capacity), cap: capacity}
}

// Send tries until there is room; see [Backoff].
func (s *SPSC[T]) Send(ctx context.Context, v T) error {
	if s.q.TryEnqueue(v) {
		return nil
	}
	return sendAgain(ctx, s, v)
}

// TrySend is TryEnqueue.
func (s *SPSC[T]) TrySend(v T) error {
	if s.q.TryEnqueue(v) {
		return nil
	}
	return s.full()
}

// Recv tries until there is a value; see [Backoff].
func (s *SPSC[T]) Recv(ctx context.Context) (T, error) {
	if v, ok := s.q.TryDequeue(); ok {
		return v, nil
	}
	return recvAgain(ctx, s)
}

// TryRecv is TryDequeue.
func (s *SPSC[T]) TryRecv() (T, error) {
	if v, ok := s.q.TryDequeue(); ok {
		return v, nil
	}
	return empty(&s.end, s.q.TryDequeue)
}

// Len returns 0: xsync does not tell.
func (s *SPSC[T]) Len() int { return 0 }

// Cap returns the capacity that was asked for: xsync does not round this one.
func (s *SPSC[T]) Cap() int { return s.cap }

var _ queue.BoundedQueue[int] = (*SPSC[int])(nil)
