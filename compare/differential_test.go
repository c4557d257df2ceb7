package compare_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare"
)

// TestDifferential gives all implementations the same random operations, by one
// goroutine, and expects the same answers. What no model says, this still
// notices: that one of them is different.
func TestDifferential(t *testing.T) {
	for _, capacity := range []int{0, 1, 2, 3, 4, 5, 64} {
		for seed := range uint64(20) {
			differential(t, capacity, seed)
		}
	}
}

func differential(t *testing.T, capacity int, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, uint64(capacity)))
	impls := compare.Implementations[int]()
	queues := make([]queue.BoundedQueue[int], len(impls))
	for i, impl := range impls {
		queues[i] = impl.New(capacity)
	}
	for step := range 1000 {
		op := operation(rng, step)
		first := op(queues[0])
		for i, q := range queues[1:] {
			if answer := op(q); answer != first {
				t.Fatalf("cap=%d seed=%d step=%d: %s answers %s, and %s answers %s",
					capacity, seed, step, impls[0].Name, first, impls[i+1].Name, answer)
			}
		}
	}
}

// operation chooses what to do next: to each queue the same. It returns what it
// did and the answer in words.
func operation(rng *rand.Rand, step int) func(queue.BoundedQueue[int]) string {
	done, cancel := context.WithCancel(context.Background())
	cancel()
	switch n := rng.IntN(1000); {
	case n < 300:
		return func(q queue.BoundedQueue[int]) string {
			return fmt.Sprintf("TrySend(%d): %v", step, q.TrySend(step))
		}
	case n < 560:
		return func(q queue.BoundedQueue[int]) string {
			v, err := q.TryRecv()
			return fmt.Sprintf("TryRecv(): %d, %v", v, err)
		}
	case n < 700:
		return func(q queue.BoundedQueue[int]) string {
			return fmt.Sprintf("Send(done, %d): %v", step, q.Send(done, step))
		}
	case n < 820:
		return func(q queue.BoundedQueue[int]) string {
			v, err := q.Recv(done)
			return fmt.Sprintf("Recv(done): %d, %v", v, err)
		}
	case n < 999:
		return func(q queue.BoundedQueue[int]) string {
			return fmt.Sprintf("Len(), Cap(): %d, %d", q.Len(), q.Cap())
		}
	}
	return func(q queue.BoundedQueue[int]) string {
		q.Close()
		return "Close()"
	}
}
