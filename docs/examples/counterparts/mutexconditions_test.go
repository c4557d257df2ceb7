package counterparts_test

import (
	"context"
	"fmt"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/condq"
)

func Example_mutexConditions() {
	ctx := context.Background()
	q := condq.New[int](2) // a mutex and two conditions as well
	fmt.Println(q.TrySend(0) == nil, q.TrySend(1) == nil, q.TrySend(2) == nil)
	go func() {
		q.Send(ctx, 2) // waits until there is room
		q.Close()
	}()
	for v := range queue.All(ctx, q) {
		fmt.Println(v)
	}
	// Output:
	// true true false
	// 0
	// 1
	// 2
}
