package queuebench

import "testing"

func TestSourcesShareExactly(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 9, 1000} {
		for _, producers := range []int{1, 3, 8} {
			total, least, most := 0, n, 0
			for _, s := range sourcesOf(n, producers) {
				total += s.N
				least, most = min(least, s.N), max(most, s.N)
			}
			if total != n || most-least > 1 {
				t.Errorf("%d among %d: total %d, from %d to %d each", n, producers, total, least, most)
			}
		}
	}
}

// The closed forms must agree with adding the values up.
func TestExpectedSums(t *testing.T) {
	for _, producer := range []int{0, 1, 7} {
		for n := range 20 {
			s := Source{Producer: producer, N: n}
			var sum, xor uint64
			for v, end := s.Span(); v < end; v++ {
				sum += v
				xor ^= v
			}
			if s.sum() != sum || s.xor() != xor {
				t.Errorf("%+v: sum %d, xor %d; want %d, %d", s, s.sum(), s.xor(), sum, xor)
			}
		}
	}
}

func TestVerify(t *testing.T) {
	const producers = 2
	value := func(producer, seq uint64) uint64 { return producer<<seqBits | seq }
	right := []uint64{value(0, 1), value(1, 1), value(0, 2), value(1, 2), value(0, 3)}
	for _, test := range []struct {
		name     string
		received []uint64
		ok       bool
	}{
		{"right", right, true},
		{"other interleaving", []uint64{right[1], right[3], right[0], right[2], right[4]}, true},
		{"lost", right[1:], false},
		{"twice", append(right[:5:5], right[4]), false},
		{"one lost, one twice", append(right[:4:4], right[3]), false},
		{"out of order", []uint64{right[2], right[0], right[1], right[3], right[4]}, false},
		{"from nobody", append(right[:4:4], value(9, 3)), false},
		{"none", nil, false},
	} {
		tally := newTally(producers)
		for _, v := range test.received {
			tally.Add(v)
		}
		err := verify(sourcesOf(5, producers), []*Tally{tally, newTally(producers)})
		if (err == nil) != test.ok {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}
