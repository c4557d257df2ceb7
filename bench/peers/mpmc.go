package peers

import (
	"context"
	"math/bits"

	"github.com/puzpuzpuz/xsync/v4"

	"github.com/boundedq/queue"
)

// MPMC is xsync's MPMCQueue, which has TryEnqueue and TryDequeue and nothing
// else. Waiting and the end are the adapter's. A try may be refused because it
// lost a race, the capacity is rounded up to a power of two and at least 1, there
// is no length, and Close does not stop a send that finds room.
type MPMC[T any] struct {
	q   *xsync.MPMCQueue[T]
	cap int
	end
}

// NewMPMC returns an empty queue. It panics, as xsync does, if the capacity is
// less than 1 or too large.
func NewMPMC[T any](capacity int) *MPMC[T] {
	q := xsync.NewMPMCQueue[T](capacity)
	return &MPMC[T]{q: q, cap: 1 << bits.Len(uint(capacity-1))}
}

// Send tries until there is room; see [Backoff].
func (m *MPMC[T]) Send(ctx context.Context, v T) error {
	if m.q.TryEnqueue(v) {
		return nil
	}
	return sendAgain(ctx, m, v)
}

// TrySend is TryEnqueue.
func (m *MPMC[T]) TrySend(v T) error {
	if m.q.TryEnqueue(v) {
		return nil
	}
	return m.full()
}

// Recv tries until there is a value; see [Backoff].
func (m *MPMC[T]) Recv(ctx context.Context) (T, error) {
	if v, ok := m.q.TryDequeue(); ok {
		return v, nil
	}
	return recvAgain(ctx, m)
}

// TryRecv is TryDequeue.
func (m *MPMC[T]) TryRecv() (T, error) {
	if v, ok := m.q.TryDequeue(); ok {
		return v, nil
	}
	return empty(&m.end, m.q.TryDequeue)
}

// Len returns 0: xsync does not tell.
func (m *MPMC[T]) Len() int { return 0 }

// Cap returns the capacity that the documentation of xsync promises: the one
// asked for, rounded up to a power of two.
func (m *MPMC[T]) Cap() int { return m.cap }

var _ queue.BoundedQueue[int] = (*MPMC[int])(nil)
