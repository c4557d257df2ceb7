package history_test

import (
	"slices"

	. "github.com/boundedq/queue/compare/history"
)

// linearizable decides by trying all orders, for histories of up to 16 operations
// on a queue that has room. It knows nothing of intervals but which operations may
// come next.
func linearizable(h History, capacity int) bool {
	h = slices.DeleteFunc(slices.Clone(h), func(o Op) bool { return o.Outcome == Cancelled })
	s := &search{h: h, capacity: capacity, seen: make(map[searched]bool)}
	return s.from(0, nil, false)
}

type search struct {
	h        History
	capacity int
	seen     map[searched]bool
}

type searched struct {
	done   uint32
	held   string
	closed bool
}

func (s *search) from(done uint32, held []byte, closed bool) bool {
	at := searched{done, string(held), closed}
	if s.seen[at] {
		return false
	}
	s.seen[at] = true
	left := false
	for i, o := range s.h {
		if done&(1<<i) != 0 {
			continue
		}
		left = left || o.Outcome != Pending
		if s.mayBeNext(done, i) && s.take(done|1<<i, held, closed, o) {
			return true
		}
	}
	return !left
}

// mayBeNext reports whether no operation that is left had returned before i began.
func (s *search) mayBeNext(done uint32, i int) bool {
	for j, o := range s.h {
		if done&(1<<j) == 0 && o.Outcome != Pending && o.Return < s.h[i].Call {
			return false
		}
	}
	return true
}

// take goes on after o, if it can have answered so.
func (s *search) take(done uint32, held []byte, closed bool, o Op) bool {
	full, empty := len(held) >= s.capacity, len(held) == 0
	receives := o.Kind == Recv || o.Kind == TryRecv
	ok := false
	switch o.Outcome {
	case OK, Pending:
		switch {
		case o.Kind == Close:
			ok, closed = true, true
		case !receives:
			ok = !full && !closed
			held = append(slices.Clone(held), byte(o.Value))
		default:
			ok = !empty && (o.Outcome == Pending || int(held[0]) == o.Value)
			if ok {
				held = held[1:]
			}
		}
	case Full:
		ok = full && !closed
	case Empty:
		ok = empty && !closed
	case Closed:
		ok = closed && (!receives || empty)
	}
	return ok && s.from(done, held, closed)
}
