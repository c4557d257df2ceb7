package peers_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/Workiva/go-datastructures/queue"
)

// A ring of one slot accepts for ever, and what it accepted does not come out.
func Example_workivaCapacityOne() {
	r := queue.NewRingBuffer(1)
	for v := range 3 {
		fmt.Println(r.Offer(v))
	}
	fmt.Println(r.Len(), "of", r.Cap())
	fmt.Println(r.Poll(10 * time.Millisecond))
	// Output:
	// true <nil>
	// true <nil>
	// true <nil>
	// 3 of 1
	// <nil> queue: poll timed out
}

// What was accepted before Dispose is gone after it.
func Example_workivaDisposeDrops() {
	r := queue.NewRingBuffer(2)
	fmt.Println(r.Put("a value"))
	r.Dispose()
	fmt.Println(r.Get())
	fmt.Println(r.Len())
	// Output:
	// <nil>
	// <nil> queue: disposed
	// 1
}

// Size 0 is not refused until somebody uses the ring.
func Example_workivaCapacityZero() {
	r := queue.NewRingBuffer(0)
	fmt.Println(r.Cap())
	defer func() { fmt.Println(recover()) }()
	r.Offer(1)
	// Output:
	// 0
	// runtime error: index out of range [0] with length 0
}

// The message does not name a size that no memory holds.
func Example_workivaTooLarge() {
	defer func() { fmt.Println(recover()) }()
	queue.NewRingBuffer(1 << 62)
	// Output: runtime error: makeslice: len out of range
}

// An int is boxed on its way in.
func Example_workivaAllocates() {
	r := queue.NewRingBuffer(2)
	v := 1000 // smaller ones are boxed once and for all
	fmt.Println(testing.AllocsPerRun(1000, func() {
		r.Put(v)
		r.Get()
		v++
	}))
	// Output: 1
}

// Each of two goroutines puts one value in and takes one out: in two slots there
// is always room.
func TestWorkivaRefusesWithRoom(t *testing.T) {
	r := queue.NewRingBuffer(2)
	eventually(t, 2, func() (refused bool) {
		ok, _ := r.Offer(1)
		if ok {
			r.Get()
		}
		return !ok
	})
}

// Len reads one index after the other. What is sent and received in between
// makes it negative, and its type unsigned.
func TestWorkivaLenAboveCap(t *testing.T) {
	r := queue.NewRingBuffer(2)
	eventually(t, 2, func() bool {
		r.Put(1)
		r.Get()
		return r.Len() > r.Cap()
	})
}
