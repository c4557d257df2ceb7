package peers

import (
	"sync/atomic"

	"github.com/boundedq/queue"
)

// An end stands in for the Close that a peer does not have. It is looked at only
// when the peer has refused, so it costs nothing where nobody waits, and it does
// not stop a send that finds room: close it after the last send.
type end struct {
	closed atomic.Bool
}

// Close lets receivers return [queue.ErrClosed] once nothing is left, and senders
// once they would have to wait.
func (e *end) Close() { e.closed.Store(true) }

// full is the answer to a send that the peer refused.
func (e *end) full() error {
	if e.closed.Load() {
		return queue.ErrClosed
	}
	return queue.ErrFull
}

// empty is the answer to a receive that the peer refused. It looks again after
// it has seen the end: what was sent before that is visible now.
func empty[T any](e *end, dequeue func() (T, bool)) (v T, err error) {
	if !e.closed.Load() {
		return v, queue.ErrEmpty
	}
	if v, ok := dequeue(); ok {
		return v, nil
	}
	return v, queue.ErrClosed
}
