package counterparts_test

import (
	"context"
	"fmt"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

func Example_tokio() {
	q := ring.New[string](1)
	q.TrySend("first")

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	value := "second"
	fmt.Println(q.Send(ctx, value)) // the wait is cancelled, value is still ours

	q.Close() // as the receiver's close: no more sends, what is there can be received
	fmt.Println(q.TrySend(value))
	for v := range queue.All(context.Background(), q) {
		fmt.Println(v)
	}
	// Output:
	// context deadline exceeded
	// queue: closed
	// first
}
