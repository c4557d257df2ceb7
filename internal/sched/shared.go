//go:build sched

package sched

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

// A Var stands for something that goroutines share. In an exploration an access to it is
// a step of its own, and what the goroutine has seen of it decides which states are the
// same; see [Explore].
type Var struct {
	version uint64 // differs if what was done to it, or what its writers had seen, does
}

// Reads comes before an access that changes nothing.
func (v *Var) Reads() {
	if g := explored(); g != nil {
		g.stopBefore()
		g.sees(v.version)
	}
}

// Writes comes before any other access.
func (v *Var) Writes() {
	if g := explored(); g != nil {
		g.stopBefore()
		g.writes(v)
	}
}

// writes is an access of g that changes v, and sees what v was.
func (g *goroutine) writes(v *Var) {
	g.sees(v.version)
	v.version = mix(g.seen, 1)
	g.schedule.wrote = true
}

// stops comes before an access that may turn out to change v or not; the function says
// which.
func (v *Var) stops() func(wrote bool) {
	g := explored()
	if g == nil {
		return func(bool) {}
	}
	g.stopBefore()
	return func(wrote bool) {
		if wrote {
			g.writes(v)
		} else {
			g.sees(v.version)
		}
	}
}

// Access comes before an access to memory that is not atomic, and that another goroutine
// may access before or after. In an exploration it is a step, so if the other one may be
// there at the same time, the search lets it.
func Access[T any](p *T) {
	if g := explored(); g != nil {
		v := g.schedule.memory[unsafe.Pointer(p)]
		if v == nil {
			v = new(Var)
			g.schedule.memory[unsafe.Pointer(p)] = v
		}
		v.Writes()
	}
}

// AccessAll is Access for each element.
func AccessAll[T any](s []T) {
	for i := range s {
		Access(&s[i])
	}
}

// number is an atomic of sync/atomic that counts.
type number[T any] interface {
	Load() T
	Store(T)
	Add(T) T
	Swap(T) T
	CompareAndSwap(old, new T) bool
	And(T) T
	Or(T) T
}

// a shared is a number with a Var.
type shared[T any, N any, P interface {
	*N
	number[T]
}] struct {
	n N
	v Var
}

func (s *shared[T, N, P]) Load() T {
	s.v.Reads()
	return P(&s.n).Load()
}

func (s *shared[T, N, P]) Store(x T) {
	s.v.Writes()
	P(&s.n).Store(x)
}

func (s *shared[T, N, P]) Add(x T) T {
	s.v.Writes()
	return P(&s.n).Add(x)
}

func (s *shared[T, N, P]) Swap(x T) T {
	s.v.Writes()
	return P(&s.n).Swap(x)
}

func (s *shared[T, N, P]) CompareAndSwap(old, new T) (swapped bool) {
	end := s.v.stops()
	swapped = P(&s.n).CompareAndSwap(old, new)
	end(swapped)
	return swapped
}

func (s *shared[T, N, P]) And(x T) T {
	s.v.Writes()
	return P(&s.n).And(x)
}

func (s *shared[T, N, P]) Or(x T) T {
	s.v.Writes()
	return P(&s.n).Or(x)
}

// What goroutines share: as the types of sync/atomic and sync, and each access is a step.
type (
	Int32  = shared[int32, atomic.Int32, *atomic.Int32]
	Int64  = shared[int64, atomic.Int64, *atomic.Int64]
	Uint32 = shared[uint32, atomic.Uint32, *atomic.Uint32]
	Uint64 = shared[uint64, atomic.Uint64, *atomic.Uint64]
)

// A Bool is an [atomic.Bool].
type Bool struct {
	b atomic.Bool
	v Var
}

func (b *Bool) Load() bool {
	b.v.Reads()
	return b.b.Load()
}

func (b *Bool) Store(x bool) {
	b.v.Writes()
	b.b.Store(x)
}

func (b *Bool) Swap(x bool) bool {
	b.v.Writes()
	return b.b.Swap(x)
}

func (b *Bool) CompareAndSwap(old, new bool) (swapped bool) {
	end := b.v.stops()
	swapped = b.b.CompareAndSwap(old, new)
	end(swapped)
	return swapped
}

// A Pointer is an [atomic.Pointer].
type Pointer[T any] struct {
	p atomic.Pointer[T]
	v Var
}

func (p *Pointer[T]) Load() *T {
	p.v.Reads()
	return p.p.Load()
}

func (p *Pointer[T]) Store(x *T) {
	p.v.Writes()
	p.p.Store(x)
}

func (p *Pointer[T]) Swap(x *T) *T {
	p.v.Writes()
	return p.p.Swap(x)
}

func (p *Pointer[T]) CompareAndSwap(old, new *T) (swapped bool) {
	end := p.v.stops()
	swapped = p.p.CompareAndSwap(old, new)
	end(swapped)
	return swapped
}

// A Mutex is a [sync.Mutex]. Who finds it taken in a schedule is in [Wait] until it is not.
type Mutex struct {
	mu    sync.Mutex
	taken bool // by a goroutine of a schedule
	v     Var
}

func (m *Mutex) Lock() {
	if self() == nil {
		m.mu.Lock()
		m.taken = true
		return
	}
	free := Case{func() bool { return !m.taken }, nil}
	for Wait("mutex taken", free); !m.mu.TryLock(); { // somebody was faster
		Wait("mutex taken", free)
	}
	m.taken = true
	if g := explored(); g != nil {
		g.writes(&m.v)
	}
}

func (m *Mutex) TryLock() (locked bool) {
	end := m.v.stops()
	if locked = m.mu.TryLock(); locked {
		m.taken = true
	}
	end(locked)
	return locked
}

func (m *Mutex) Unlock() {
	m.v.Writes()
	m.taken = false
	m.mu.Unlock()
}
