package queue_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

// One producer, three consumers, and never more than four values between them.
func Example() {
	ctx := context.Background()
	q := ring.New[int](4)

	var wg sync.WaitGroup
	sums := make([]int, 3)
	for i := range sums {
		wg.Go(func() {
			for v := range queue.All(ctx, q) {
				sums[i] += v
			}
		})
	}

	for v := range 100 {
		if err := q.Send(ctx, v); err != nil { // waits while q is full
			fmt.Println(err)
		}
	}
	q.Close() // the consumers finish what is in q, and end
	wg.Wait()
	fmt.Println(sums[0] + sums[1] + sums[2])
	// Output: 4950
}

func ExampleAll() {
	q := ring.New[string](2)
	go func() {
		defer q.Close()
		for _, word := range []string{"never", "more", "than", "two", "wait"} {
			q.Send(context.Background(), word)
		}
	}()

	for word := range queue.All(context.Background(), q) {
		fmt.Println(word)
	}
	// Output:
	// never
	// more
	// than
	// two
	// wait
}

// A server that shuts down sees to the requests it has accepted.
func ExampleDrain() {
	q := ring.New[string](8)
	q.TrySend("first request")
	q.TrySend("second request")

	q.Close()
	fmt.Println(q.TrySend("third request"))
	for request := range queue.Drain(q) {
		fmt.Println(request)
	}
	// Output:
	// queue: closed
	// first request
	// second request
}

func ExampleSendTimeout() {
	q := ring.New[int](1)
	ctx := context.Background() // may end the wait before the time is up
	for v := range 2 {
		err := queue.SendTimeout(ctx, q, v, 10*time.Millisecond)
		if errors.Is(err, context.DeadlineExceeded) {
			fmt.Println(v, "found no room in time")
		}
	}
	// Output: 1 found no room in time
}

func ExampleRecvTimeout() {
	q := ring.New[int](1)
	q.TrySend(7)
	ctx := context.Background() // may end the wait before the time is up
	fmt.Println(queue.RecvTimeout(ctx, q, 10*time.Millisecond))
	fmt.Println(queue.RecvTimeout(ctx, q, 10*time.Millisecond))
	// Output:
	// 7 <nil>
	// 0 context deadline exceeded
}

// The last three readings of a gauge: whoever looks wants the newest, and the gauge does not
// wait.
func ExampleSendEvict() {
	q := ring.New[int](3)
	missed := 0
	for reading := range 10 {
		queue.SendEvict(q, reading, func(int) { missed++ })
	}
	q.Close()

	for reading := range queue.Drain(q) {
		fmt.Println(reading)
	}
	fmt.Println(missed, "missed")
	// Output:
	// 7
	// 8
	// 9
	// 7 missed
}

// The queue is closed while the fourth value waits for room. The sender learns
// which values are its own again.
func ExampleSendMany() {
	q := ring.New[int](3)
	time.AfterFunc(10*time.Millisecond, q.Close)

	values := []int{10, 20, 30, 40, 50}
	n, err := queue.SendMany(context.Background(), q, values)
	fmt.Println(n, err, values[n:])
	// Output: 3 queue: closed [40 50]
}

// A batch is what is there, and not more than fits: one wait for many values.
func ExampleRecvMany() {
	q := ring.New[int](8)
	for v := range 5 {
		q.TrySend(v)
	}
	q.Close()

	buf := make([]int, 3)
	for {
		n, err := queue.RecvMany(context.Background(), q, buf)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(buf[:n])
	}
	// Output:
	// [0 1 2]
	// [3 4]
	// queue: closed
}

func ExampleCount() {
	q := queue.Count(ring.New[int](3))
	for v := range 5 {
		q.TrySend(v)
	}
	q.TryRecv()
	q.Close()
	q.TrySend(5)

	stats := q.Stats()
	fmt.Println("accepted:", stats.Accepted)
	fmt.Println("refused:", stats.RefusedFull, "full,", stats.RefusedClosed, "closed")
	fmt.Println("received:", stats.Received)
	fmt.Println("most at once:", stats.HighWater)
	// Output:
	// accepted: 3
	// refused: 2 full, 1 closed
	// received: 1
	// most at once: 3
}

// A stage of two workers between two queues. It ends when its input is closed
// and drained, and then closes its output, which ends the loop.
func ExamplePipe() {
	ctx := context.Background()
	words, lengths := ring.New[string](2), ring.New[int](2)

	go func() {
		defer words.Close()
		for _, word := range []string{"a", "queue", "between", "two", "stages"} {
			words.Send(ctx, word)
		}
	}()
	go queue.Pipe(ctx, words, lengths, 2, func(_ context.Context, word string) (int, error) {
		return len(word), nil
	})

	sum := 0
	for n := range queue.All(ctx, lengths) {
		sum += n
	}
	fmt.Println(sum)
	// Output: 22
}

// A panic of f reaches whoever called Pipe, after the stage has stopped.
func ExamplePipePanic() {
	in, out := ring.New[int](1), ring.New[int](1)
	in.TrySend(0)
	defer func() {
		p := recover().(*queue.PipePanic)
		fmt.Println(p.Value)
		fmt.Println(in.TrySend(1))
	}()
	queue.Pipe(context.Background(), in, out, 1, func(_ context.Context, v int) (int, error) {
		return 100 / v, nil
	})
	// Output:
	// runtime error: integer divide by zero
	// queue: closed
}
