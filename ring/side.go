package ring

import (
	"errors"
	"math/bits"
	"runtime"

	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/internal/spin"
)

// A position says which value it is that passes a side: {lap, index of its slot, shut}.
// Positions follow one another in order, around the end of the slots; they may
// overflow, since only differences count.
type position = uint64

// A lap has as many positions as there are slots. Its number stands above the bits
// of an index.
type lap struct {
	slots int
	unit  position // one lap: a power of two
}

const (
	shut  = 1 << iota // in tail's word alone, set once, by Close
	one               // the first bit of the index
	flags = one - 1
)

// mostSlots are as many as leave a position bits for millions of laps.
const mostSlots = 1 << (30 + 10*(bits.UintSize/64))

func lapOf(slots int) lap { return lap{slots, one << bits.Len(uint(slots-1))} }

// index returns the slot of p.
func (l *lap) index(p position) int { return int(p & (l.unit - 1) / one) }

// odd reports whether the lap of p is.
func (l *lap) odd(p position) bool { return p&l.unit != 0 }

// add returns the position n after p, which is not beyond the first of the next lap.
func (l *lap) add(p position, n int) position {
	if i := l.index(p); i+n == l.slots {
		return p + l.unit - position(i)*one
	}
	return p + position(n)*one
}

// at returns the position of index i, which may be that behind the last, in the lap that
// begins at start.
func (l *lap) at(start position, i int) position {
	if i == l.slots {
		return start + l.unit
	}
	return start + position(i)*one
}

// before returns the position of the same slot one lap before p.
func (l *lap) before(p position) position { return p - l.unit }

// start returns the first position of the lap of p.
func (l *lap) start(p position) position { return p &^ (l.unit - 1) }

// between returns how many positions there are from p up to q, which is at most a
// lap further on.
func (l *lap) between(p, q position) int {
	n := l.index(q) - l.index(p)
	if (p^q)&^(l.unit-1) != 0 {
		n += l.slots
	}
	return n
}

// ahead reports whether q is ahead of p.
func ahead(q, p position) bool { return int64(q-p) > 0 }

// A side is one end of the ring.
type side struct {
	word  sched.Uint64 // the next position to be claimed, or with one goroutine to be passed
	limit sched.Uint64 // positions before it are ready to be claimed
	at    position     // of the one goroutine: what word is without its flags
	_     pad.Line

	// Set by New, and read by both sides.
	lap      lap
	stepBack int     // rounds, after a claim that failed
	marks    []marks // nil with one goroutine, whose word says it all
}

// init makes the side of an empty ring.
func (s *side) init(slots int, alone bool) {
	s.lap = lapOf(slots)
	if alone {
		return
	}
	s.marks = make([]marks, (slots+perMarks-1)/perMarks)
	s.stepBack = spin.StepBack(8000)
}

// marks say which of 64 slots the side has passed, of those that it has claimed: a
// bit changes with each lap, from 0 to 1 when the slot is passed in lap 0. A claimed slot's
// bit belongs to whoever has claimed it, so it is known what it is, and to change it is to
// add or to subtract it.
type marks struct {
	bits sched.Uint64
	_    [pad.Size - 8]byte
}

const perMarks = 64 // slots

// mayClaim reports whether the position p, which is the side's word, is known to be
// ready.
func (s *side) mayClaim(p position) bool { return ahead(s.limit.Load(), p) && p&shut == 0 }

// pass marks the slot of p, which the caller has claimed, as passed.
func (s *side) pass(p position) {
	i := uint(s.lap.index(p))
	bit := uint64(1) << (i % perMarks)
	if s.lap.odd(p) {
		bit = -bit
	}
	s.marks[i/perMarks].bits.Add(bit)
}

// done marks n slots from p on, which the caller has claimed, as passed. They are of
// one lap.
func (s *side) done(p position, n int) {
	i := s.lap.index(p)
	for n > 0 {
		k := min(n, perMarks-i%perMarks)
		mask := uint64(1<<k-1) << (i % perMarks)
		if s.lap.odd(p) {
			mask = -mask
		}
		s.marks[i/perMarks].bits.Add(mask)
		i += k
		n -= k
		if n > 0 {
			sched.Point("side: part of a run marked")
		}
	}
}

// passed returns how many positions the side has passed from p on without a gap, at
// most want, and none of the next lap.
func (s *side) passed(p position, want int) (n int) {
	i := s.lap.index(p)
	want = min(want, s.lap.slots-i)
	if s.marks == nil {
		return min(want, s.lap.between(p, s.word.Load()&^flags))
	}
	for n < want {
		open := s.marks[i/perMarks].bits.Load()
		if !s.lap.odd(p) {
			open = ^open
		}
		here := perMarks - i%perMarks
		k := min(bits.TrailingZeros64(open>>(i%perMarks)), here)
		n += k
		if k < here {
			break
		}
		i += k
	}
	return min(n, want)
}

// known returns how many positions from p on are known to be ready, of want and of
// this lap.
func (s *side) known(p position, want int) int {
	limit := s.limit.Load()
	if !ahead(limit, p) {
		return 0
	}
	return min(want, s.lap.between(p, limit), s.lap.slots-s.lap.index(p))
}

// claim claims n positions from p on.
func (s *side) claim(p position, n int) bool {
	sched.Point("claim: about to")
	return s.word.CompareAndSwap(p, s.lap.add(p, n))
}

// lost comes after a claim that failed. Whoever was faster is on another processor and
// will claim the next position as well. To be quick now is to fight with it for every
// one of them; to step back for some dozens of its operations costs it nothing, and then
// leaves it to be the one who waits.
func lost(stepBack int) {
	if !sched.Enabled {
		spin.For(stepBack)
	}
}

// errClaimed says that the next slot is claimed by somebody on the other side, and not
// passed. Nobody outside sees it. Who may wait waits as if the queue were full, or
// empty: to pass the slot is what wakes.
var errClaimed = errors.New("ring: the next slot is claimed")

// sitOut passes the time of one look at a claimed slot, in a try, which has to say what
// is true and may not wait in line. The claimant has a few instructions to go. If it has
// not come to their end after some microseconds, the scheduler has stopped it, and it
// stands in a queue for a processor. The only thing that helps is to stand there, too,
// behind it: that is what Gosched does. So a try takes at most one round of those that
// compute.
func sitOut(look int) {
	switch {
	case sched.Enabled:
		sched.Spin("try: claimed")
	case look < 4 && runtime.GOMAXPROCS(0) > 1:
		spin.For(500 / spin.Round)
	default:
		runtime.Gosched()
	}
}
