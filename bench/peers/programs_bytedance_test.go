package peers_test

import (
	"fmt"

	"github.com/bytedance/gopkg/lang/channel"
)

// A channel of size 1 accepts two values while nobody receives: its goroutine has
// taken the first out of the list and waits with it.
func Example_bytedanceHoldsOneMore() {
	c := channel.New(channel.WithSize(1))
	c.Input("in the goroutine")
	c.Input("in the list")
	fmt.Println(c.Len())
	fmt.Println(<-c.Output())
	fmt.Println(<-c.Output())
	c.Close()
	// Output:
	// 2
	// in the goroutine
	// in the list
}

// What is sent after Close is gone, and nobody is told.
func Example_bytedanceSendAfterClose() {
	c := channel.New(channel.WithSize(2))
	c.Input("before")
	c.Close()
	c.Input("after")
	for v := range c.Output() {
		fmt.Println(v)
	}
	// Output: before
}

// A capacity that there is not is taken for 1, and nobody is told.
func Example_bytedanceCapacityZero() {
	c := channel.New(channel.WithSize(0))
	c.Input(1)
	c.Input(2)
	fmt.Println(c.Len())
	fmt.Println(<-c.Output(), <-c.Output())
	c.Close()
	// Output:
	// 2
	// 1 2
}
