// Package signal tells whoever selects that a queue is closed.
package signal

import "github.com/boundedq/queue/internal/sched"

// A Closed makes the channel that is closed by Close of a queue. Its zero value is
// ready. A queue whose channel nobody asks for pays one load, in Close.
//
// Whoever asks first shows the channel, and then looks whether the queue is closed. Whoever
// closes the queue looks for the channel after that. All of these steps are sequentially
// consistent, so at least one of the two sees what the other has done, and closes the channel.
//
// Both may, and several may close the queue. Nobody relies on another who is only about to
// close the channel: each does it, and for whoever comes second nothing is left. So it is
// closed when Chan or Close returns, wherever others are stopped.
type Closed struct {
	over sched.Var // first: at the end even a field of no size takes room
	c    sched.Pointer[chan struct{}]
}

// Chan returns the channel, always the same. isClosed reports whether the queue is closed.
func (s *Closed) Chan(isClosed func() bool) <-chan struct{} {
	c := s.c.Load()
	if c == nil {
		c = new(chan struct{})
		*c = make(chan struct{})
		if !s.c.CompareAndSwap(nil, c) {
			c = s.c.Load()
		}
	}
	if isClosed() {
		s.closeOnce(*c)
	}
	return *c
}

// Close comes after the step that closes the queue.
func (s *Closed) Close() {
	if c := s.c.Load(); c != nil {
		s.closeOnce(*c)
	}
}

// closeOnce closes c, unless it is closed.
func (s *Closed) closeOnce(c chan struct{}) {
	s.over.Reads()
	select {
	case <-c:
	default:
		defer func() { _ = recover() }() // the one panic there is: somebody else was faster
		s.over.Writes()
		close(c)
	}
}
