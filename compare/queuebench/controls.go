package queuebench

import (
	"sync"
	"sync/atomic"

	"github.com/boundedq/queue"
)

// nop is the floor of the harness: no queue at all. What it takes, every queue's
// number has in it.
func nop() Impl {
	return Impl{Name: "nop", only: controlled, Lane: func(int) Lane { return newNop() }}
}

// faa is as fast as a queue with one counter for each side could be: two fetch-adds
// a value, one of the producer and one of the consumer, and nothing that is carried
// or waited for.
func faa() Impl {
	return Impl{Name: "faa", only: controlled, Lane: func(int) Lane { return &faaLane{nopLane: newNop()} }}
}

// controlled has the scenarios that nop and faa can be in: those in which nobody
// has to wait for anybody.
var controlled = []string{"floor", "handoff"}

// again is the A/A control: the same queue under another name.
func again(i Impl) Impl {
	i.Name += "-again"
	return i
}

// nopLane tells consumers which values there would have been, once for each
// producer, so that they count them and nothing goes from one to the other meanwhile.
type nopLane struct {
	mu      sync.Mutex
	changed *sync.Cond
	sources []Source
	closed  bool
	last    uint64 // of Send, for the Recv of the same goroutine
}

func newNop() *nopLane {
	l := new(nopLane)
	l.changed = sync.NewCond(&l.mu)
	return l
}

// announce gives the values of s to one consumer.
func (l *nopLane) announce(s Source) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sources = append(l.sources, s)
	l.changed.Signal()
}

// next returns values that no other consumer counts, and false when there are no
// more.
func (l *nopLane) next() (s Source, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.sources) == 0 && !l.closed {
		l.changed.Wait()
	}
	if len(l.sources) == 0 {
		return s, false
	}
	s, l.sources = l.sources[0], l.sources[1:]
	return s, true
}

func (l *nopLane) Produce(s Source) error {
	l.announce(s)
	for v, end := s.Span(); v < end; v++ {
	}
	return nil
}

func (l *nopLane) Consume(t *Tally) error {
	for s, ok := l.next(); ok; s, ok = l.next() {
		for v, end := s.Span(); v < end; v++ {
			t.Add(v)
		}
	}
	return nil
}

func (l *nopLane) Send(v uint64) error {
	l.last = v
	return nil
}

func (l *nopLane) Recv() (uint64, error) {
	if l.closed {
		return 0, queue.ErrClosed
	}
	return l.last, nil
}

func (l *nopLane) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.changed.Broadcast()
}

// faaLane is a nopLane with a fetch-add for each value on each side. No cache line
// has both counters, or either of them and anything else.
type faaLane struct {
	*nopLane
	_    [padBytes]byte
	tail atomic.Uint64
	_    [padBytes]byte
	head atomic.Uint64
	_    [padBytes]byte
}

func (l *faaLane) Produce(s Source) error {
	l.announce(s)
	for v, end := s.Span(); v < end; v++ {
		l.tail.Add(1)
	}
	return nil
}

func (l *faaLane) Consume(t *Tally) error {
	for s, ok := l.next(); ok; s, ok = l.next() {
		for v, end := s.Span(); v < end; v++ {
			l.head.Add(1)
			t.Add(v)
		}
	}
	return nil
}

func (l *faaLane) Send(v uint64) error {
	l.tail.Add(1)
	return l.nopLane.Send(v)
}

func (l *faaLane) Recv() (uint64, error) {
	l.head.Add(1)
	return l.nopLane.Recv()
}
