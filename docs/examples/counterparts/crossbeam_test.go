package counterparts_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

func Example_crossbeam() {
	q := ring.New[int](16)
	var sum atomic.Int64
	var receivers sync.WaitGroup
	for range 4 { // each a clone of the Receiver
		receivers.Go(func() {
			for v := range queue.All(context.Background(), q) {
				sum.Add(int64(v))
			}
		})
	}
	for v := range 100 {
		if err := queue.SendTimeout(context.Background(), q, v, time.Second); err != nil { // send_timeout
			fmt.Println(v, err) // v is still ours, as in SendTimeoutError
		}
	}
	q.Close() // drop(sender)
	receivers.Wait()
	fmt.Println(sum.Load())
	// Output: 4950
}
