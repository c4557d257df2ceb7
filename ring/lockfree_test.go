package ring

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
)

func TestConformanceOfLockFree(t *testing.T) {
	noSchedule(t)
	newAt := queuetest.NewAt(func(n int, start uint64) queue.BoundedQueue[int] { return lockFreeAt(n, start) })
	queuetest.Run(t, func(n int) queue.BoundedQueue[int] { return NewLockFree[int](n) }, newAt)
}

// lockFreeAt returns a queue whose positions begin at about start.
func lockFreeAt(n int, start uint64) *LockFree[int] {
	if n == 0 {
		return NewLockFree[int](0)
	}
	q := newLockFree[int](n, fewSpare)
	r := &q.held
	start = r.lap.start(start)
	for i := range r.word {
		r.word[i].Store(start)
	}
	r.tail.Store(start)
	r.head.Store(start)
	return q
}

// The places for whoever is in the middle of an operation count as well.
func TestLockFreeOfLargeValues(t *testing.T) {
	type large = [1 << 24]byte
	n := 64<<(10*(strconv.IntSize/64)) - 8 // of them are a little less than what a buffer may have
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, fmt.Sprint("capacity is ", n, ",")) {
			t.Errorf("panic %q, want one that names %d", got, n)
		}
	}()
	NewLockFree[large](n)
}
