//go:build sched

package sched

import "math/rand/v2"

// A Strategy makes the choices of one schedule. All of them come from its seed, so
// goroutines that make the same steps after the same choices run alike each time.
type Strategy interface {
	// next chooses one of the goroutines in ready, of which there is at least one.
	next(ready []*goroutine) *goroutine

	// IntN makes any other choice: a number from 0 up to n.
	IntN(n int) int
}

// Uniform returns a strategy by which everybody who can go on is as likely to take
// the next step. It finds what needs many switches at no particular place.
func Uniform(seed uint64) Strategy { return uniform{newRand(seed)} }

type uniform struct{ *rand.Rand }

func (u uniform) next(ready []*goroutine) *goroutine { return ready[u.IntN(len(ready))] }

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// PCT returns the strategy of Burckhardt, Kothari, Musuvathi and Nagarakatte, "A
// Randomized Scheduler with Probabilistic Guarantees of Finding Bugs" (ASPLOS
// 2010). Goroutines get random priorities, and the first in order of these that can
// go on does so. At the given number of changes, at random moments among so many
// steps, the one that runs falls behind all others. It finds what needs few
// switches, but at particular places: with n goroutines, a bug that needs at most
// this number of changes is found with a probability of at least
// 1/(n * steps^changes).
//
// The paper has no Spin. Here the one that spins falls behind all others too, or
// it would keep those from running for whom it waits.
func PCT(seed uint64, changes, steps int) Strategy {
	p := &pct{Rand: newRand(seed), changes: make(map[int]int), priority: make(map[*goroutine]int)}
	for i := range changes {
		p.changes[p.IntN(steps)] = -i
	}
	p.lowest = -changes
	return p
}

type pct struct {
	*rand.Rand
	changes  map[int]int // priority after a change, by step
	priority map[*goroutine]int
	lowest   int
	steps    int
	last     *goroutine // the one chosen before
}

func (p *pct) next(ready []*goroutine) *goroutine {
	if p.last != nil && p.last.spins {
		p.priority[p.last] = p.lowest
		p.lowest--
	}
	p.last = p.first(ready)
	if priority, ok := p.changes[p.steps]; ok {
		p.priority[p.last] = priority
		p.last = p.first(ready)
	}
	p.steps++
	return p.last
}

func (p *pct) first(ready []*goroutine) *goroutine {
	var first *goroutine
	for _, g := range ready {
		if _, known := p.priority[g]; !known {
			p.priority[g] = 1 + p.IntN(1<<30) // ahead of all changes
		}
		if first == nil || p.priority[g] > p.priority[first] {
			first = g
		}
	}
	return first
}

// turns lets everybody who can go on take one step after another. For scripts.
type turns struct{ steps int }

func (t *turns) next(ready []*goroutine) *goroutine {
	t.steps++
	return ready[t.steps%len(ready)]
}

func (t *turns) IntN(int) int { return 0 }
