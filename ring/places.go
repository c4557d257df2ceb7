package ring

import (
	"runtime"

	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/sched"
)

// places are where values are kept, with the numbers of those that are empty. There are a
// few more than the queue may hold, for whoever is in the middle of an operation: a sender
// that has a place and has not shown it, a receiver that has emptied one and has not given
// it back. Should goroutines that are stopped there hold them all, there are as many more from
// then on, next; and if that is not enough, twice as many.
type places[T any] struct {
	values []T
	first  int // number of the first place, over all places
	most   int // there will never be more, over all
	empty  cells
	next   sched.Pointer[places[T]]
	_      pad.Line
}

// Of places for whoever is stopped there are few in the beginning, and never more than
// mostSpare. So many goroutines would have to be stopped within some ten instructions, all at
// once.
const (
	fewSpare  = 16
	mostSpare = 1 << 16
)

// init makes n places, of which the first has the given number. There will never be more than
// most.
func (s *places[T]) init(first, n, most int) {
	s.values = make([]T, n)
	s.first, s.most = first, most
	s.empty.init(n, most)
	s.empty.fillAll()
}

// get returns the number of an empty place, which is the caller's, and where it is. If there
// are as many as may be, and none is empty, it waits.
func (s *places[T]) get() (*places[T], int) {
	for at := s; ; {
		if x, _, err := at.empty.get(); err == nil {
			return at, at.first + x
		}
		if at = at.more(); at == nil {
			at = s
			runtime.Gosched()
		}
	}
}

// more returns the places behind s, or nil if there are as many as may be.
func (s *places[T]) more() *places[T] {
	if next := s.next.Load(); next != nil {
		return next
	}
	n := fewSpare
	if s.first > 0 {
		n = 2 * len(s.values)
	}
	first := s.first + len(s.values)
	if n = min(n, s.most-first); n == 0 {
		return nil
	}
	next := new(places[T])
	next.init(first, n, s.most)
	if s.next.CompareAndSwap(nil, next) {
		return next
	}
	return s.next.Load()
}

// of returns the places to which number x belongs.
func (s *places[T]) of(x int) *places[T] {
	for x >= s.first+len(s.values) {
		s = s.next.Load()
	}
	return s
}

// put gives a place back, which is empty and in s.
func (s *places[T]) put(x int) { s.empty.put(x - s.first) }

// at returns the place of number x, which is in s.
func (s *places[T]) at(x int) *T { return &s.values[x-s.first] }
