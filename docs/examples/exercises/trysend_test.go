package exercises_test

import (
	"fmt"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

// trySend answers as the try_send of an OCaml queue does: true if v was sent.
func trySend[T any](s queue.Sender[T], v T) bool {
	return s.TrySend(v) == nil
}

// False says that the value was not sent. It does not say whether a later try may
// succeed: a full queue has room after the next receive, a closed one never again.
// A loop that tries until it hears true would not end on a closed queue; the error
// of TrySend tells the two apart.
func Example_trySend() {
	q := ring.New[int](1)
	fmt.Println(trySend(q, 1))
	fmt.Println(trySend(q, 2), "because:", q.TrySend(2))

	q.TryRecv()
	fmt.Println(trySend(q, 3))

	q.TryRecv()
	q.Close()
	fmt.Println(trySend(q, 4), "because:", q.TrySend(4))
	// Output:
	// true
	// false because: queue: full
	// true
	// false because: queue: closed
}
