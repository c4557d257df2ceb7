//go:build !race

package peers_test

import (
	"fmt"

	"github.com/eapache/channels"
)

// Whoever waits to send when the channel is closed panics, though it was there first. The
// race detector says so, too, and therefore has no part in this.
func Example_eapacheCloseWhileWaiting() {
	c := channels.NewResizableChannel()
	c.In() <- "held"
	waits := make(chan any)
	go func() {
		defer func() { waits <- recover() }()
		c.In() <- "refused"
	}()
	c.Close()
	fmt.Println(<-waits)
	for v := range c.Out() {
		fmt.Println(v)
	}
	// Output:
	// send on closed channel
	// held
}
