//go:build !sched

package explore

import (
	"errors"

	"github.com/boundedq/queue"
)

// run is [Run].
func run(Program, func(capacity int) queue.BoundedQueue[int]) (Result, error) {
	return Result{}, errors.New("explore: built without the tag sched: go test -tags sched")
}
