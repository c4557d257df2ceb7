package exercises_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

// spin works for a number of rounds, and returns something that depends on all of
// them, so that no compiler leaves them out.
func spin(seed uint64, rounds int) uint64 {
	x := seed | 1
	for range rounds {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}

// unit is the work of the producer for a value, in rounds: tens of microseconds, many
// times what it takes to wake the other side.
const unit = 50_000

// A cost says how much work the stage has with the ith value. Both have the same
// mean, one unit, so that stage and producer are equally fast in the long run.
type cost struct {
	name string
	of   func(i int) int
}

var costs = []cost{
	{"even", func(int) int { return unit }},
	{"uneven", func(i int) int {
		if i%50 == 49 {
			return 50 * unit
		}
		return 0
	}},
}

// throughQueue makes n values, a unit of work each, and has a stage work on them
// behind a queue. It returns the checksum of the stage's results.
func throughQueue(capacity, n int, c cost) uint64 {
	ctx := context.Background()
	q := ring.New[uint64](capacity)
	go func() {
		defer q.Close()
		for i := range n {
			if q.Send(ctx, spin(uint64(i), unit)) != nil {
				return
			}
		}
	}()
	sum, i := uint64(0), 0
	for v := range queue.All(ctx, q) {
		sum += spin(v, c.of(i))
		i++
	}
	return sum
}

// inOneLoop does the same work without a queue.
func inOneLoop(n int, c cost) uint64 {
	sum := uint64(0)
	for i := range n {
		sum += spin(spin(uint64(i), unit), c.of(i))
	}
	return sum
}

// Capacity changes when work is done, never what comes out.
func Example_capacity() {
	for _, c := range costs {
		want := inOneLoop(100, c)
		for _, capacity := range []int{1, 100} {
			fmt.Printf("cost %s, capacity %d: same checksum as without a queue: %t\n",
				c.name, capacity, throughQueue(capacity, 100, c) == want)
		}
	}
	// Output:
	// cost even, capacity 1: same checksum as without a queue: true
	// cost even, capacity 100: same checksum as without a queue: true
	// cost uneven, capacity 1: same checksum as without a queue: true
	// cost uneven, capacity 100: same checksum as without a queue: true
}

// BenchmarkCapacity is when capacity matters. One operation is one value. What to
// expect with two processors or more, in units of work:
//
//   - cost=even: 1 at either capacity. Each side takes a unit for each value, the
//     slower side sets the pace, and a queue that is longer has nothing to take up.
//     Capacity 1 takes more, a tenth or a third, since nearly each value wakes
//     somebody, and on another processor; the smaller the unit, the more that is.
//   - cost=uneven, cap=1: 2. Every fiftieth value takes the stage 50 units. The
//     producer gets two values ahead and then waits; afterwards the stage has 49
//     values without cost to wait for, at a unit each. One side always waits for
//     the other: 50 units and 50 units for 50 values.
//   - cost=uneven, cap=100: 1. During the 50 units the producer puts 50 values into
//     the queue, and the stage, when it comes back, finds them. A capacity from 50,
//     the length of the pause, does this; one of 1000 does no more, and a value may
//     wait longer in it.
//
// With one processor (-cpu=1) the two sides take turns, all the work takes 2 units
// a value whatever the capacity, and all four lines agree but for the cost of
// switching.
func BenchmarkCapacity(b *testing.B) {
	for _, c := range costs {
		for _, capacity := range []int{1, 100} {
			b.Run(fmt.Sprintf("cost=%s/cap=%d", c.name, capacity), func(b *testing.B) {
				got := throughQueue(capacity, b.N, c)
				b.StopTimer()
				if want := inOneLoop(b.N, c); got != want {
					b.Errorf("the checksum of %d values is %#x, want %#x", b.N, got, want)
				}
			})
		}
	}
}
