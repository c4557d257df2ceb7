package ring

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/boundedq/queue"
)

// Capacities at which something is different: indices of a power of two or not, and marks
// that fill a word or not.
var sideCapacities = []int{1, 2, 3, 63, 64, 65, 100, 127, 128, 129, 200}

// starts are laps to begin at: the first, and those before positions overflow, as signed
// numbers and as unsigned.
func starts(l lap) []position {
	return []position{0, -l.unit, -(2 * l.unit), 1<<63 - l.unit, 1<<63 - 2*l.unit}
}

// positionAt is the position of the nth value of those that begin at start: the model, in
// which laps and indices are what one learns at school.
func positionAt(l lap, start position, n int) position {
	return start + position(n/l.slots)*l.unit + position(n%l.slots)*one
}

// TestLap compares the arithmetic on positions with that of whole numbers.
func TestLap(t *testing.T) {
	for _, slots := range sideCapacities {
		l := lapOf(slots)
		for _, start := range starts(l) {
			for n := range 4*slots + 1 {
				p := positionAt(l, start, n)
				if i := l.index(p); i != n%slots {
					t.Fatalf("%d slots, %d after %#x: index %d", slots, n, start, i)
				}
				if want := (start/l.unit+position(n/slots))%2 != 0; l.odd(p) != want {
					t.Fatalf("%d slots, %d after %#x: odd is %t", slots, n, start, l.odd(p))
				}
				if p&shut != 0 {
					t.Fatalf("%d slots, %d after %#x: a position is shut", slots, n, start)
				}
				if n >= slots && l.before(p) != positionAt(l, start, n-slots) {
					t.Fatalf("%d slots, %d after %#x: before is %#x", slots, n, start, l.before(p))
				}
				for _, k := range []int{0, 1, 2, slots / 2, slots - 1, slots} {
					q := positionAt(l, start, n+k)
					if n%slots+k <= slots && l.add(p, k) != q {
						t.Fatalf("%d slots, %d after %#x: add %d is %#x, want %#x", slots, n, start, k, l.add(p, k), q)
					}
					if k <= slots && l.between(p, q) != k {
						t.Fatalf("%d slots, %d after %#x: %d further on is %d between", slots, n, start, k, l.between(p, q))
					}
					if ahead(q, p) != (k > 0) || ahead(p, q) {
						t.Fatalf("%d slots, %d after %#x: %d further on is ahead %t, and behind %t", slots, n, start, k, ahead(q, p), ahead(p, q))
					}
				}
			}
		}
	}
}

// A sideModel is a side as one would write it down: which values have passed, by number.
type sideModel struct {
	done    []bool // by number; those before claimed are claimed
	claimed int
}

// passedFrom counts those that have passed from n on without a gap, in the lap of n.
func (m *sideModel) passedFrom(n, want, slots int) int {
	k := 0
	for k < want && (n+k)/slots == n/slots && n+k < m.claimed && m.done[n+k] {
		k++
	}
	return k
}

// TestMarks walks through several laps at random: positions are claimed in order, one by
// one and in runs, and passed in any order, as long as none is claimed again before.
func TestMarks(t *testing.T) {
	for _, slots := range sideCapacities {
		for _, first := range starts(lapOf(slots)) {
			t.Run(fmt.Sprintf("slots=%d/start=%#x", slots, first), func(t *testing.T) {
				walk(t, slots, first)
			})
		}
	}
}

func walk(t *testing.T, slots int, first position) {
	rng := rand.New(rand.NewPCG(uint64(slots), first))
	laps := 8
	if slots < 4 {
		laps = 40
	}
	var s side
	s.init(slots, false)
	start := first
	if s.lap.odd(first) {
		start -= s.lap.unit // marks begin with an even lap
	}
	s.word.Store(start)
	total := laps * slots
	m := sideModel{done: make([]bool, total+1)}
	type run struct{ at, n int }
	var open []run // claimed, and not passed
	pass := func(r run) {
		p := positionAt(s.lap, start, r.at)
		if r.n == 1 && rng.IntN(2) == 0 {
			s.pass(p)
		} else {
			s.done(p, r.n)
		}
		for i := range r.n {
			m.done[r.at+i] = true
		}
	}
	for m.claimed < total || len(open) > 0 {
		// The slot of a position is claimed only when it has been passed a lap ago.
		free := m.claimed < total && (m.claimed < slots || m.done[m.claimed-slots])
		if free && (len(open) == 0 || rng.IntN(2) == 0) {
			most := 1
			for i := m.claimed + 1; i%slots != 0 && i < total && (i < slots || m.done[i-slots]); i++ {
				most++
			}
			n := 1 + rng.IntN(most)
			if rng.IntN(2) == 0 {
				n = 1
			}
			if p := s.word.Load(); p != positionAt(s.lap, start, m.claimed) || !s.claim(p, n) || s.claim(p, n) {
				t.Fatalf("value %d: the word is %#x", m.claimed, p)
			}
			open = append(open, run{m.claimed, n})
			m.claimed += n
		} else if len(open) > 0 {
			i := rng.IntN(len(open))
			pass(open[i])
			open = slices.Delete(open, i, i+1)
		}

		// Others look from where their own side is: not more than a lap behind.
		from := max(0, m.claimed-slots)
		n := from + rng.IntN(m.claimed-from+1)
		want := 1 + rng.IntN(2*perMarks)
		if !allDone(&m, max(0, n-slots), n) {
			continue // nobody is there yet
		}
		got := s.passed(positionAt(s.lap, start, n), want)
		if got != m.passedFrom(n, want, slots) {
			t.Fatalf("from value %d on %d have passed, of %d, want %d", n, got, want, m.passedFrom(n, want, slots))
		}
	}
}

// allDone reports whether the values from a up to b have passed: only then can the other
// side be at b.
func allDone(m *sideModel, a, b int) bool {
	for i := a; i < b; i++ {
		if !m.done[i] {
			return false
		}
	}
	return true
}

// With one goroutine the word alone says what has passed.
func TestPassedAlone(t *testing.T) {
	for _, slots := range sideCapacities {
		var s side
		s.init(slots, true)
		for _, start := range starts(s.lap) {
			for n := range 3 * slots {
				p := positionAt(s.lap, start, n)
				for _, k := range []int{0, 1, slots / 2, slots} {
					q := positionAt(s.lap, start, n+k)
					want := min(k, slots-n%slots)
					for _, flags := range []position{0, shut} {
						s.word.Store(q | flags)
						if got := s.passed(p, 2*slots); got != want {
							t.Fatalf("%d slots: from %#x to %#x %d have passed, want %d", slots, p, q|flags, got, want)
						}
					}
				}
			}
		}
	}
}

// known is what limit says, of this lap and at most as much as is wanted.
func TestKnown(t *testing.T) {
	for _, slots := range sideCapacities {
		var s side
		s.init(slots, false)
		for _, start := range starts(s.lap) {
			for n := range 2 * slots {
				p := positionAt(s.lap, start, n)
				for _, k := range []int{-slots, -1, 0, 1, slots - 1, slots} {
					if n+k < 0 {
						continue
					}
					s.limit.Store(positionAt(s.lap, start, n+k))
					for _, want := range []int{1, 2, slots, 2 * slots} {
						known := max(0, min(k, want, slots-n%slots))
						if got := s.known(p, want); got != known {
							t.Fatalf("%d slots, %d after %#x, limit %d further: %d of %d are known, want %d", slots, n, start, k, got, want, known)
						}
					}
					if s.mayClaim(p) != (k > 0) || s.mayClaim(p|shut) {
						t.Fatalf("%d slots, %d after %#x, limit %d further: may be claimed %t, or shut %t", slots, n, start, k, s.mayClaim(p), s.mayClaim(p|shut))
					}
				}
			}
		}
	}
}

// With one processor there is nobody to step back from.
func TestOneProcessorDoesNotStepBack(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if q := newRing[int](1, role{}); q.tail.stepBack != 0 || q.head.stepBack != 0 {
		t.Errorf("it steps back for %d and %d rounds", q.tail.stepBack, q.head.stepBack)
	}
	runtime.GOMAXPROCS(2)
	if runtime.GOMAXPROCS(0) == 1 {
		t.Skip("this platform has no threads")
	}
	if q := newRing[int](1, role{}); q.tail.stepBack == 0 || q.head.stepBack == 0 {
		t.Error("with two processors nobody steps back")
	}
}

// A try waits for who has claimed the next slot, instead of refusing.
func TestTriesSitOutAClaim(t *testing.T) {
	q := newRing[int](2, role{})
	p := q.tail.word.Load()
	q.tail.claim(p, 1)
	q.slots[0] = 7
	got := make(chan result, 1)
	go func() {
		v, err := q.TryRecv()
		got <- result{v, err}
	}()
	for range 1000 {
		runtime.Gosched()
	}
	if len(got) != 0 {
		t.Fatal("TryRecv did not wait for who has claimed the slot")
	}
	q.tail.pass(p)
	if r := <-got; r != (result{7, nil}) {
		t.Errorf("TryRecv: %d, %v", r.v, r.err)
	}

	mustSend(t, q, 1, 2)
	p = q.head.word.Load()
	q.head.claim(p, 1)
	sent := make(chan error, 1)
	go func() { sent <- q.TrySend(3) }()
	for range 1000 {
		runtime.Gosched()
	}
	if len(sent) != 0 {
		t.Fatal("TrySend did not wait for who has claimed the slot")
	}
	q.head.pass(p)
	if err := <-sent; err != nil {
		t.Errorf("TrySend: %v", err)
	}
	mustRecv(t, q, 2, 3)
}

// A refusal claims nothing.
func TestRefusalClaimsNothing(t *testing.T) {
	for _, as := range []role{{}, {true, true}} {
		q := newRing[int](1, as)
		put, take := q.putRun, q.takeRun
		if as.oneSender {
			put, take = q.putRunAlone, q.takeRunAlone
		}
		if n, _, err := take(make([]int, 1)); n != 0 || err != queue.ErrEmpty {
			t.Errorf("empty: takeRun = %d, %v", n, err)
		}
		if n, _, err := put([]int{1}); n != 1 || err != nil {
			t.Errorf("putRun = %d, %v", n, err)
		}
		word := q.tail.word.Load()
		if n, _, err := put([]int{2, 3}); n != 0 || err != queue.ErrFull || q.tail.word.Load() != word || q.slots[0] != 1 {
			t.Errorf("full: putRun = %d, %v, and the slot has %d", n, err, q.slots[0])
		}
		q.Close()
		if n, _, err := put([]int{2, 3}); n != 0 || err != queue.ErrClosed || q.slots[0] != 1 {
			t.Errorf("closed: putRun = %d, %v", n, err)
		}
		if n, _, err := take(make([]int, 2)); n != 1 || err != nil {
			t.Errorf("closed: takeRun = %d, %v", n, err)
		}
		if n, _, err := take(make([]int, 2)); n != 0 || err != queue.ErrClosed || q.slots[0] != 0 {
			t.Errorf("drained: takeRun = %d, %v", n, err)
		}
	}
}

// Runs lie across the end of the slots and of the words of marks, and leave none of their
// values there.
func TestRunsAcrossTheEnd(t *testing.T) {
	for _, as := range []role{{}, {true, true}} {
		for _, slots := range []int{1, 2, 3, 63, 64, 65, 100, 129, 200} {
			q := newRing[int](slots, as)
			sendMany, recvMany := q.SendMany, q.RecvMany
			if as.oneSender {
				sendMany, recvMany = spsc(q).SendMany, spsc(q).RecvMany
			}
			rng := rand.New(rand.NewPCG(uint64(slots), 1))
			next, got := 0, 0
			for range 300 {
				vs := make([]int, rng.IntN(slots-q.Len()+1))
				for i := range vs {
					next++
					vs[i] = next
				}
				if sent, err := sendMany(background, vs); sent != len(vs) || err != nil {
					t.Fatalf("%d slots: SendMany of %d: %d, %v", slots, len(vs), sent, err)
				}
				if q.Len() == 0 {
					continue
				}
				buf := make([]int, 1+rng.IntN(slots+1))
				n, err := recvMany(background, buf)
				if err != nil || n != min(len(buf), next-got) {
					t.Fatalf("%d slots: RecvMany into %d: %d, %v, of %d held", slots, len(buf), n, err, next-got)
				}
				for _, v := range buf[:n] {
					if got++; v != got {
						t.Fatalf("%d slots: received %d, want %d", slots, v, got)
					}
				}
				held := 0
				for _, v := range q.slots {
					if v != 0 {
						held++
					}
				}
				if held != next-got || q.Len() != held {
					t.Fatalf("%d slots: %d hold a value and Len is %d, want %d", slots, held, q.Len(), next-got)
				}
			}
		}
	}
}

// Below the least capacity of a ring there is none.
func TestLeastCapacityOfARing(t *testing.T) {
	for n, ring := range map[int]bool{0: false, 1: false, smallestRing - 1: false, smallestRing: true} {
		if q := New[int](n); (q.small == nil) != ring || q.Cap() != n {
			t.Errorf("New(%d) makes a ring: %t, of capacity %d", n, q.small == nil, q.Cap())
		}
	}
	for n, ring := range map[int]bool{0: false, smallestSPSC - 1: false, smallestSPSC: true} {
		if q := NewSPSC[int](n); (q.q.small == nil) != ring || q.Cap() != n {
			t.Errorf("NewSPSC(%d) makes a ring: %t, of capacity %d", n, q.q.small == nil, q.Cap())
		}
	}
}
