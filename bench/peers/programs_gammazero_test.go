package peers_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/gammazero/deque"

	"github.com/boundedq/queue/bench/peers"
)

// The deque grows and shrinks by itself, and allocates each time, unless its base
// capacity is what it will hold.
func Example_gammazeroAllocates() {
	for _, base := range []int{0, 64} {
		var d deque.Deque[int]
		if base > 0 {
			d.SetBaseCap(base)
		}
		fmt.Println(testing.AllocsPerRun(1000, func() {
			for v := range 64 {
				d.PushBack(v)
			}
			for d.Len() > 0 {
				d.PopFront()
			}
		}))
	}
	// Output:
	// 4
	// 0
}

// A receiver that waits is told of a value, and another goroutine takes it, a thousand
// times in a row: Signal hands over nothing. Each time the receiver is the last in line
// again.
func TestGammazeroWaiterIsOvertaken(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const often = 1000
	q := peers.NewDeque[int](1)
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		served := make(chan struct{})
		go func() {
			q.Recv(context.Background())
			close(served)
		}()
		time.Sleep(time.Millisecond) // lets it wait, most likely
		overtaken := 0
		for q.TrySend(1) == nil {
			if _, err := q.TryRecv(); err != nil {
				break // the receiver was faster
			}
			overtaken++
		}
		<-served
		if overtaken >= often {
			t.Logf("overtaken %d times", overtaken)
			return
		}
	}
	t.Fatalf("never overtaken %d times", often)
}
