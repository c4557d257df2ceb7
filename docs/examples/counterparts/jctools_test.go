package counterparts_test

import (
	"context"
	"fmt"

	"github.com/boundedq/queue/ring"
)

func Example_jctools() {
	ctx := context.Background()
	q := ring.New[int](3)                          // and not 4
	fmt.Println(q.TrySend(1), q.TrySend(2))        // offer
	go func() { q.Send(ctx, 3); q.Send(ctx, 4) }() // while (!offer(v)) Thread.yield(): waits, and uses no processor
	for range 4 {
		v, err := q.Recv(ctx) // while ((v = poll()) == null) Thread.yield()
		fmt.Println(v, err)
	}
	_, err := q.TryRecv() // poll
	fmt.Println(err)
	// Output:
	// <nil> <nil>
	// 1 <nil>
	// 2 <nil>
	// 3 <nil>
	// 4 <nil>
	// queue: empty
}
