package counterparts_test

import (
	"context"
	"fmt"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

func Example_arrayBlockingQueue() {
	ctx := context.Background()
	q := ring.New[int](2)
	fmt.Println(q.Send(ctx, 1))                                    // put
	q.TrySend(2)                                                   // offer
	fmt.Println(queue.SendTimeout(ctx, q, 3, 10*time.Millisecond)) // offer with a timeout
	q.Close()                                                      // in place of a poison pill

	buf := make([]int, 8)
	n, err := queue.RecvMany(ctx, q, buf) // take, then drainTo
	fmt.Println(buf[:n], err)
	_, err = q.Recv(ctx)
	fmt.Println(err)
	// Output:
	// <nil>
	// context deadline exceeded
	// [1 2] <nil>
	// queue: closed
}
