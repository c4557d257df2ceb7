package peers_test

import (
	"fmt"
	"testing"

	"github.com/eapache/channels"
)

// A capacity of -1 is no mistake but no bound: nobody waits any more.
func Example_eapacheNegativeCapacity() {
	c := channels.NewResizableChannel()
	c.Resize(-1)
	for v := range 1000 {
		c.In() <- v
	}
	fmt.Println(c.Len(), "of", c.Cap())
	c.Close()
	for range c.Out() {
	}
	// Output: 1000 of -1
}

// The message does not name the capacity that was refused.
func Example_eapacheCapacityZero() {
	c := channels.NewResizableChannel()
	defer c.Close()
	defer func() { fmt.Println(recover()) }()
	c.Resize(0)
	// Output: channels: ResizableChannel does not support unbuffered behaviour
}

// Whoever sends when the channel is closed, or closes it again, panics: no sender can
// be told by its channel.
func Example_eapacheSendAfterClose() {
	c := channels.NewResizableChannel()
	c.In() <- "before"
	c.Close()
	func() {
		defer func() { fmt.Println(recover()) }()
		c.In() <- "after"
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		c.Close()
	}()
	for v := range c.Out() {
		fmt.Println(v)
	}
	// Output:
	// send on closed channel
	// close of closed channel
	// before
}

// The channel holds nothing or one value, of two, when it refuses another.
func TestEapacheRefusesWithRoom(t *testing.T) {
	c := channels.NewResizableChannel()
	defer c.Close()
	c.Resize(2)
	eventually(t, 1, func() (refused bool) {
		select {
		case c.In() <- 1:
			<-c.Out()
			return false
		default:
			return true
		}
	})
}

// An int is boxed on its way in.
func Example_eapacheAllocates() {
	c := channels.NewResizableChannel()
	defer c.Close()
	v := 1000 // smaller ones are boxed once and for all
	fmt.Println(testing.AllocsPerRun(1000, func() {
		c.In() <- v
		<-c.Out()
		v++
	}))
	// Output: 1
}
