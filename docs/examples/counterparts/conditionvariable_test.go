package counterparts_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

func Example_conditionVariable() {
	q := ring.New[int](1)
	fmt.Println(q.TrySend(1))

	err := queue.SendTimeout(context.Background(), q, 2, time.Millisecond) // not_full.wait_for(lock, 1ms, has_room)
	fmt.Println(errors.Is(err, context.DeadlineExceeded))

	waiting := make(chan error)
	go func() { waiting <- q.Send(context.Background(), 3) }()
	q.Close() // closed = true; not_full.notify_all(); not_empty.notify_all(): or abort() of TBB's queue
	fmt.Println(<-waiting)

	v, err := q.Recv(context.Background()) // what was pushed is still there
	fmt.Println(v, err)
	// Output:
	// <nil>
	// true
	// queue: closed
	// 1 <nil>
}
