package exercises_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

// Producers that may not wait count what is refused. How many values that is
// depends on the schedule; that none is unaccounted for does not.
//
// Each producer counts for itself, because a refusal is known where it happens.
// queue.Count keeps the same books for all users of a queue.
func Example_dropCounter() {
	const producers, each = 4, 1000
	q := ring.New[int](8)

	// The consumer sleeps until the first drop, so that there is one in any schedule.
	firstDrop := make(chan struct{})
	wake := sync.OnceFunc(func() { close(firstDrop) })

	var offered, accepted, dropped atomic.Int64
	var sent, received sync.WaitGroup
	for range producers {
		sent.Go(func() {
			for v := range each {
				offered.Add(1)
				switch q.TrySend(v) {
				case nil:
					accepted.Add(1)
				case queue.ErrFull:
					dropped.Add(1)
					wake()
				}
			}
		})
	}

	drained := int64(0)
	received.Go(func() {
		<-firstDrop
		for range queue.All(context.Background(), q) {
			drained++
		}
	})

	sent.Wait()
	q.Close() // what was accepted can still be received
	received.Wait()

	fmt.Println("offered:", offered.Load())
	fmt.Println("some were dropped:", dropped.Load() > 0)
	fmt.Println("accepted == drained:", accepted.Load() == drained)
	fmt.Println("accepted + dropped == offered:", accepted.Load()+dropped.Load() == offered.Load())
	// Output:
	// offered: 4000
	// some were dropped: true
	// accepted == drained: true
	// accepted + dropped == offered: true
}
