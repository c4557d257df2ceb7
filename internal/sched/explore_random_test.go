//go:build sched

package sched

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// Programs with more runs than that are left out.
const mostRuns = 2000

var errLarge = errors.New("too many runs")

var randomPrograms = flag.Int("random.programs", 100, "how many random programs to explore with and without cuts")

// A toy is what the goroutines of a random program share.
type toy struct {
	x, y   Uint64
	flag   Bool
	mu     Mutex
	plain  uint64   // guarded by mu
	memory uint64   // of Access
	tokens [3]Token // one for each goroutine to wait for
	given  [3]Bool  // by whoever was first
	done   chan struct{}
	ended  Var // done
	next   Pointer[node]
	over   uint64 // goroutines that have ended, one bit each
}

type node struct {
	owner  int
	number Uint64 // begins as 0 whoever has made the node
}

// An op of a toy does something with it, given what its goroutine remembers, and returns what
// that is from then on. So what a goroutine does depends on all that it has seen.
type op struct {
	what string
	do   func(t *toy, g int, memory uint64) uint64
}

var ops = []op{
	{"load x", func(t *toy, g int, m uint64) uint64 { return m*31 + t.x.Load() }},
	{"store x", func(t *toy, g int, m uint64) uint64 { t.x.Store(m%5 + uint64(g)); return m }},
	{"add y", func(t *toy, g int, m uint64) uint64 { return m*31 + t.y.Add(1+m%3) }},
	{"swap x or y", func(t *toy, g int, m uint64) uint64 {
		if m%2 == 0 {
			return m*31 + t.x.Swap(uint64(g))
		}
		return m*31 + t.y.Swap(uint64(g)+7)
	}},
	{"compare and swap", func(t *toy, g int, m uint64) uint64 {
		if t.x.CompareAndSwap(m%3, uint64(g)+1) {
			return m*31 + 1
		}
		return m * 31
	}},
	{"lock", func(t *toy, g int, m uint64) uint64 {
		t.mu.Lock()
		m = m*31 + t.plain
		t.plain = t.plain*3 + uint64(g) + 1
		t.mu.Unlock()
		return m
	}},
	{"lock and load", func(t *toy, g int, m uint64) uint64 {
		t.mu.Lock()
		t.plain += t.x.Load() + 1
		m = m*31 + t.plain
		t.mu.Unlock()
		return m
	}},
	{"try lock", func(t *toy, g int, m uint64) uint64 {
		if !t.mu.TryLock() {
			return m*31 + 1
		}
		t.plain += uint64(g)
		t.mu.Unlock()
		return m
	}},
	{"memory", func(t *toy, g int, m uint64) uint64 {
		Access(&t.memory)
		m, t.memory = m*31+t.memory, m%7+uint64(g)
		return m
	}},
	{"give", func(t *toy, g int, m uint64) uint64 {
		if to := (uint64(g) + 1 + m%2) % 3; !t.given[to].Swap(true) {
			t.tokens[to].Give()
		}
		return m
	}},
	{"await", func(t *toy, g int, m uint64) uint64 {
		if t.tokens[g].Await(t.done) {
			return m*31 + 1
		}
		return m*31 + 2
	}},
	{"end", func(t *toy, g int, m uint64) uint64 {
		t.ended.Writes()
		if !closed(t.done) {
			close(t.done)
		}
		return m
	}},
	{"raise flag", func(t *toy, g int, m uint64) uint64 { t.flag.Store(true); return m }},
	{"spin", func(t *toy, g int, m uint64) uint64 {
		for range 3 {
			if t.flag.Load() {
				return m*31 + 1
			}
			Spin("flag")
		}
		return m
	}},
	{"publish a node", func(t *toy, g int, m uint64) uint64 {
		n := &node{owner: g}
		if !t.next.CompareAndSwap(nil, n) {
			n = t.next.Load()
		}
		return m*31 + uint64(n.owner)*8 + n.number.Add(1)
	}},
	{"begin", func(t *toy, g int, m uint64) uint64 {
		Begin(func() {
			Sees(t.over)
			m = m*31 + t.over
		})
		x := t.x.Load()
		End()
		return m*31 + x
	}},
}

// A search that cuts runs comes to the same ends as one that cuts none, of random programs,
// whose goroutines remember all that they have seen.
func TestCutsNothingOfRandomPrograms(t *testing.T) {
	shown := Exploration{}
	for seed := range uint64(*randomPrograms) {
		r := rand.New(rand.NewPCG(seed, 1))
		bodies := make([][]op, 2+r.IntN(2))
		for i := range bodies {
			for range 1 + r.IntN(6-len(bodies)) {
				bodies[i] = append(bodies[i], ops[r.IntN(len(ops))])
			}
		}
		preemptions := r.IntN(4)
		ends := func(explore func(int, func(*Schedule) func(*Stuck) error) (Exploration, error)) ([]string, Exploration) {
			seen, runs := make(map[string]bool), 0
			x, err := explore(preemptions, func(s *Schedule) func(*Stuck) error {
				shared := &toy{done: make(chan struct{})}
				for i := range shared.tokens {
					shared.tokens[i].Init()
				}
				memories := make([]uint64, len(bodies))
				for g, body := range bodies {
					s.Go(fmt.Sprint(g), func() {
						m := uint64(0)
						for _, op := range body {
							m = op.do(shared, g, m)
						}
						memories[g] = m + 1
						shared.over |= 1 << g
					})
				}
				return func(*Stuck) error {
					if runs++; runs > mostRuns {
						return errLarge
					}
					seen[fmt.Sprint(memories, shared.x.n.Load(), shared.y.n.Load(), shared.plain, shared.memory)] = true
					return nil
				}
			})
			if errors.Is(err, errLarge) {
				return nil, x
			}
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			return slices.Sorted(maps.Keys(seen)), x
		}
		all, whole := ends(ExploreAll)
		if all == nil {
			continue
		}
		some, cut := ends(Explore)
		shown.Schedules += whole.Schedules
		shown.Cut += cut.Cut
		if !slices.Equal(some, all) {
			var text string
			for g, body := range bodies {
				for _, op := range body {
					text += fmt.Sprintf("\n%d: %s", g, op.what)
				}
			}
			t.Errorf("seed %d, %d preemptions: %d ends, and %d if nothing is cut:%s\n%v\n%v", seed, preemptions, len(some), len(all), text, some, all)
		}
	}
	t.Logf("%d schedules; with cuts, %d runs were cut", shown.Schedules, shown.Cut)
}
