package counterparts_test

import (
	"context"
	"fmt"
	"sync"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

func Example_disruptor() {
	ctx := context.Background()
	handlers := make([]*ring.SPSC[int], 2) // each handler sees each event: a queue each
	sums := make([]int, len(handlers))
	var wg sync.WaitGroup
	for i := range handlers {
		handlers[i] = ring.NewSPSC[int](8)
		wg.Go(func() {
			for v := range queue.All(ctx, handlers[i]) {
				sums[i] += v
			}
		})
	}
	for v := range 10 {
		for _, q := range handlers {
			q.Send(ctx, v) // the slowest handler holds the publisher up
		}
	}
	for _, q := range handlers {
		q.Close()
	}
	wg.Wait()
	fmt.Println(sums)
	// Output: [45 45]
}
