package counterparts_test

import (
	"context"
	"fmt"

	"github.com/boundedq/queue/ring"
)

func Example_synchronousQueue() {
	ctx := context.Background()
	q := ring.New[string](0)
	fmt.Println(q.TrySend("nobody waits")) // offer: only to a receiver that waits

	taken := make(chan string)
	go func() {
		v, _ := q.Recv(ctx) // take
		taken <- v
	}()
	fmt.Println(q.Send(ctx, "handed over")) // put: returns when it has been taken
	fmt.Println(<-taken)
	// Output:
	// queue: full
	// <nil>
	// handed over
}
