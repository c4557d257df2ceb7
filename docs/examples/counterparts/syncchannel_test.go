package counterparts_test

import (
	"context"
	"fmt"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

func Example_syncChannel() {
	ctx := context.Background()
	q := ring.New[int](2)
	go func() {
		defer q.Close() // in place of dropping the sender
		for i := range 4 {
			if q.Send(ctx, i) != nil {
				return // the receiver has hung up
			}
		}
	}()
	for v := range queue.All(ctx, q) {
		fmt.Println(v)
	}
	fmt.Println(q.TrySend(9))
	// Output:
	// 0
	// 1
	// 2
	// 3
	// queue: closed
}
