package queue_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare"
)

// What the tests of all helpers share.

// errBoom is an error that no queue makes.
var errBoom = errors.New("boom")

// done is a context that ended before anybody asked.
var done = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// noContext is nil in a way that linters let pass.
var noContext context.Context

type newQueue = func(capacity int) queue.BoundedQueue[int]

// overAll runs f over each implementation, in a bubble of its own: time is
// fake, and a goroutine that f leaves behind fails the test.
func overAll(t *testing.T, f func(t *testing.T, newQueue newQueue)) {
	t.Helper()
	for _, impl := range compare.Implementations[int]() {
		t.Run(impl.Name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { f(t, impl.New) })
		})
	}
}

// fill puts vs into q, which must have room for them.
func fill(t *testing.T, q queue.Sender[int], vs ...int) {
	t.Helper()
	for _, v := range vs {
		if err := q.TrySend(v); err != nil {
			t.Fatalf("TrySend(%d) while filling = %v", v, err)
		}
	}
}

// expectHeld takes everything out of q and expects it to be want.
func expectHeld(t *testing.T, q queue.Receiver[int], want ...int) {
	t.Helper()
	var held []int
	for v, err := q.TryRecv(); err == nil; v, err = q.TryRecv() {
		held = append(held, v)
	}
	if !slices.Equal(held, want) {
		t.Errorf("the queue held %v, want %v", held, want)
	}
}

// expectClosed expects q to refuse values, as a closed queue does.
func expectClosed(t *testing.T, name string, q queue.Sender[int]) {
	t.Helper()
	if err := q.TrySend(-1); err != queue.ErrClosed {
		t.Errorf("TrySend on %s = %v, want ErrClosed", name, err)
	}
}

// expectOpen expects q not to be closed. It must hold nothing, and is closed
// afterwards.
func expectOpen(t *testing.T, name string, q queue.BoundedQueue[int]) {
	t.Helper()
	if _, err := q.TryRecv(); err != queue.ErrEmpty {
		t.Errorf("TryRecv on %s = %v, want ErrEmpty", name, err)
	}
	q.Close()
}

// expectErr expects err to be want itself, as the contract has errors bare.
func expectErr(t *testing.T, what string, err, want error) {
	t.Helper()
	if err != want {
		t.Errorf("%s = %v, want %v", what, err, want)
	}
}

// expectElapsed expects that exactly want has passed since start; only fake
// time is that exact.
func expectElapsed(t *testing.T, start time.Time, want time.Duration) {
	t.Helper()
	if got := time.Since(start); got != want {
		t.Errorf("it took %v, want %v", got, want)
	}
}

// expectPanic expects f to panic with a text that has want in it.
func expectPanic(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
			t.Errorf("it panicked with %q, want %q", got, want)
		}
	}()
	f()
}

// sendAll sends vs, waiting where it must, and then closes q.
func sendAll(t *testing.T, q queue.BoundedQueue[int], vs ...int) {
	for _, v := range vs {
		if err := q.Send(context.Background(), v); err != nil {
			t.Errorf("Send(%d) = %v", v, err)
		}
	}
	q.Close()
}

// upTo returns 1 to n.
func upTo(n int) []int {
	vs := make([]int, n)
	for i := range vs {
		vs[i] = i + 1
	}
	return vs
}
