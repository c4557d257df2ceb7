package ring

import (
	"runtime"
	"sync/atomic"

	"github.com/boundedq/queue/internal/sched"
)

// A side is one end of the ring. Its word is {position, locked, shut}. A position
// counts the values that have passed the side; it may overflow, since only
// differences count.
type side struct {
	word  atomic.Uint64
	limit uint64 // of the owner
	index int    // of the owner: the slot of the position
	looks int    // at a locked side, before yielding; set by New
}

const (
	shut   = 1 << iota // in tail alone, set once, by Close
	locked             // somebody owns the side
	one                // the first bit of the position
	flags  = one - 1
)

// lock makes the caller the owner of the side and returns its word, without the
// lock; or it returns a word that is shut, and the caller is not the owner.
func (s *side) lock() (word uint64) {
	if p, ok := s.tryLock(); ok {
		return p
	}
	return s.lockSlow()
}

func (s *side) tryLock() (word uint64, ok bool) {
	p := s.word.Load()
	sched.Point("side: at word")
	return p, p&flags == 0 && s.word.CompareAndSwap(p, p|locked)
}

// lockSlow waits for the owner. It has a few instructions to go, unless the
// scheduler stopped it; then the processor is what it needs.
func (s *side) lockSlow() (word uint64) {
	for look := 0; ; look++ {
		word = s.word.Load()
		if word&shut != 0 {
			return word
		}
		if word&locked == 0 && s.word.CompareAndSwap(word, word|locked) {
			return word
		}
		if sched.Enabled {
			sched.Spin("side: locked")
			continue
		}
		if look >= s.looks {
			runtime.Gosched()
			continue
		}
		for range lockPause {
		}
	}
}

// lockLooks returns how often to look at a locked side before yielding. With one
// processor the owner runs only if the caller does not.
func lockLooks() int {
	if runtime.GOMAXPROCS(0) == 1 {
		return 0
	}
	return 4
}

// lockPause is how many rounds of an empty loop come before such a look: some tenths
// of a microsecond, in which the owner's processor works undisturbed.
const lockPause = 1000

// unlock ends the ownership without moving on. The side may have been shut
// meanwhile.
func (s *side) unlock() { s.word.Add(^uint64(locked - 1)) }

// own writes to what only the owner may touch. A small queue does not mind two
// goroutines in a role for one; it is a data race all the same, so that the race
// detector reports it before the capacity is raised.
func (s *side) own() { s.index++ }

// put writes v into the slot behind those held. There is room.
func (q *Queue[T]) put(v T) {
	i := q.tail.index
	q.slots[i] = v
	if i++; i == len(q.slots) {
		i = 0
	}
	q.tail.index = i
}

// take empties the slot of the oldest value. There is one.
func (q *Queue[T]) take() (v T) {
	i := q.head.index
	v, q.slots[i] = q.slots[i], v // the slot keeps no reference to it
	if i++; i == len(q.slots) {
		i = 0
	}
	q.head.index = i
	return v
}

// room returns how many values the owner of tail may send from position p on, up
// to want.
func (q *Queue[T]) room(p uint64, want int) int {
	s := &q.tail
	if s.limit-p < uint64(want)*one {
		sched.Point("send: to look at head")
		s.limit = q.head.word.Load()&^flags + q.span
	}
	return int(min(uint64(want), (s.limit-p)/one))
}

// values returns how many values the owner of head may receive from position p on,
// up to want. If there are none, closed reports whether there will never be any.
func (q *Queue[T]) values(p uint64, want int) (n int, closed bool) {
	s := &q.head
	if s.limit-p < uint64(want)*one {
		sched.Point("recv: to look at tail")
		t := q.tail.word.Load()
		s.limit = t &^ flags
		closed = t&shut != 0 && s.limit == p
	}
	return int(min(uint64(want), (s.limit-p)/one)), closed
}
