package exercises_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

// A send that runs out of time says context.DeadlineExceeded. The value was not
// sent and never will be: the queue holds what it held, and the sender decides
// what becomes of its value. Here it waits for the consumer and tries again.
func Example_timeout() {
	q := ring.New[string](1)
	fmt.Println("first: ", queue.SendTimeout(context.Background(), q, "first", 10*time.Millisecond))

	err := queue.SendTimeout(context.Background(), q, "second", 10*time.Millisecond)
	fmt.Println("second:", err)
	fmt.Println("out of time:", errors.Is(err, context.DeadlineExceeded), "closed:", errors.Is(err, queue.ErrClosed))

	fmt.Println("in the queue:", slices.Collect(queue.Drain(q)))
	fmt.Println("second:", queue.SendTimeout(context.Background(), q, "second", 10*time.Millisecond))
	fmt.Println("in the queue:", slices.Collect(queue.Drain(q)))
	// Output:
	// first:  <nil>
	// second: context deadline exceeded
	// out of time: true closed: false
	// in the queue: [first]
	// second: <nil>
	// in the queue: [second]
}

// One context is a budget for several sends. It ends the waiting, not the sending:
// with the budget spent, a send that finds room still succeeds, because a context
// is looked at only before waiting.
func Example_timeoutBudget() {
	q := ring.New[int](2)
	budget, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()

	for v := 1; v <= 4; v++ {
		fmt.Println(v, q.Send(budget, v))
	}
	q.TryRecv() // room for one
	fmt.Println(5, q.Send(budget, 5))
	fmt.Println("in the queue:", slices.Collect(queue.Drain(q)))
	// Output:
	// 1 <nil>
	// 2 <nil>
	// 3 context deadline exceeded
	// 4 context deadline exceeded
	// 5 <nil>
	// in the queue: [2 5]
}
