package queuebench

import (
	"errors"
	"fmt"
)

// A value is its producer's number in the high bits and a sequence number, from
// 1 up, in the low ones. So a receiver can tell whose it is and whether it is
// out of turn, and the values of two producers differ.
const seqBits = 48

// A Source is the values of one producer: sequence numbers 1 to N.
type Source struct {
	Producer int
	N        int
}

// sourcesOf divides n values among producers exactly: the first ones send one more
// where n does not divide evenly.
func sourcesOf(n, producers int) []Source {
	sources := make([]Source, producers)
	for i := range sources {
		sources[i] = Source{Producer: i, N: n / producers}
		if i < n%producers {
			sources[i].N++
		}
	}
	return sources
}

// Span returns the first value of s and the one after its last. Those of s are
// first, first+1 and so on, and are to be sent in this order.
func (s Source) Span() (first, end uint64) {
	base := uint64(s.Producer) << seqBits
	return base + 1, base + 1 + uint64(s.N)
}

// sum returns what the values of s add up to, modulo 2^64. Neither it nor xor
// needs a loop: what a run should have delivered is known without repeating it,
// and without trusting what the producers believe they sent.
func (s Source) sum() uint64 {
	n := uint64(s.N)
	triangle := n / 2 * (n + 1)
	if n%2 == 1 {
		triangle = (n + 1) / 2 * n
	}
	return uint64(s.Producer)<<seqBits*n + triangle
}

// xor returns the exclusive or of the values of s.
func (s Source) xor() uint64 {
	n := uint64(s.N)
	// 1^2^...^n has period 4, because 4k^(4k+1)^(4k+2)^(4k+3) is 0.
	x := [4]uint64{n, 1, n + 1, 0}[n%4]
	if n%2 == 1 {
		x ^= uint64(s.Producer) << seqBits
	}
	return x
}

// padBytes keeps what one goroutine writes away from what another one writes:
// two cache lines of 64 bytes, because processors fetch them in pairs.
const padBytes = 128

// A Tally is what one consumer received. It belongs to one goroutine until that
// goroutine has ended.
type Tally struct {
	_        [padBytes]byte
	count    uint64
	sum      uint64
	xor      uint64
	disorder uint64   // values that came after a later one, or from nobody
	last     []uint64 // last[p] is the newest value seen of producer p
	_        [padBytes]byte
}

// newTally returns an empty tally for values of the given number of producers.
func newTally(producers int) *Tally {
	const pad = padBytes / 8
	last := make([]uint64, pad+producers+pad)
	return &Tally{last: last[pad : pad+producers : pad+producers]}
}

// Add counts v. The values of one producer reach any one consumer in the order
// in which they were sent, however many consumers there are: the queue is FIFO
// and one consumer's receives follow one another.
func (t *Tally) Add(v uint64) {
	t.count++
	t.sum += v
	t.xor ^= v
	p := v >> seqBits
	if p >= uint64(len(t.last)) || v <= t.last[p] {
		t.disorder++
		return
	}
	t.last[p] = v
}

// verify reports whether the consumers together received exactly the values of
// sources, each producer's in order. Rising sequences, the right number of
// values and the right sum and exclusive or leave a single consumer no other
// sequence than the one sent.
func verify(sources []Source, tallies []*Tally) error {
	var want Tally
	for _, s := range sources {
		want.count += uint64(s.N)
		want.sum += s.sum()
		want.xor ^= s.xor()
	}
	got := total(tallies)
	return errors.Join(got.differsFrom(&want), differ("values out of their producer's order", got.disorder, 0))
}

// total adds up what the consumers received.
func total(tallies []*Tally) *Tally {
	var sum Tally
	for _, t := range tallies {
		sum.count += t.count
		sum.sum += t.sum
		sum.xor ^= t.xor
		sum.disorder += t.disorder
	}
	return &sum
}

// differsFrom says in what t differs from want, order apart.
func (t *Tally) differsFrom(want *Tally) error {
	return errors.Join(
		differ("values received", t.count, want.count),
		differ("sum of the values", t.sum, want.sum),
		differ("exclusive or of the values", t.xor, want.xor),
	)
}

func differ(what string, got, want uint64) error {
	if got == want {
		return nil
	}
	return fmt.Errorf("%s: %d, want %d", what, got, want)
}
