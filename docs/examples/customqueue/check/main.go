// Command check holds the queue of this module to the contract outside a test.
package main

import (
	"fmt"
	"os"

	"example.com/customqueue"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
)

func main() {
	err := queuetest.Check(func(n int) queue.BoundedQueue[int] { return customqueue.New[int](n) })
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("ok")
}
