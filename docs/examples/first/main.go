// First is the program at the top of the README: a producer that is faster than its
// consumer waits for it.
package main

import (
	"context"
	"fmt"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

func main() {
	ctx := context.Background()
	q := ring.New[int](3) // holds 3 values; a 4th Send waits

	go func() {
		defer q.Close() // receivers get what is in the queue, then the end
		for i := range 9 {
			if q.Send(ctx, i) != nil {
				return // closed by the receiver, or ctx is done
			}
		}
	}()
	for v := range queue.All(ctx, q) {
		fmt.Println(v)
	}
}
