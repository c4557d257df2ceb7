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

	// The same for the numbers of empty places.
	r = &q.places.empty
	start = r.lap.start(start)
	for i := range r.word {
		r.word[i].Add(start)
	}
	r.tail.Store(start + r.lap.unit)
	r.head.Store(start)
	return q
}

// There are more places each time that all are in somebody's hands, up to a limit; then who wants
// one waits.
func TestPlacesGrow(t *testing.T) {
	const most = 3 + fewSpare + 2*fewSpare + 5
	var q places[int]
	q.init(0, 3, most)
	have := make(map[int]*places[int])
	for range most {
		s, x := q.get()
		if have[x] != nil || x >= most || q.of(x) != s {
			t.Fatalf("got number %d", x)
		}
		*s.at(x) = x
		have[x] = s
	}
	chunks := 0
	for s := &q; s != nil; s = s.next.Load() {
		chunks++
	}
	if chunks != 4 {
		t.Errorf("%d chunks, want 4", chunks)
	}
	got := make(chan int)
	go func() {
		_, x := q.get()
		got <- x
	}()
	select {
	case x := <-got:
		t.Fatalf("got %d, which is in other hands", x)
	default:
		have[7].put(7)
	}
	if x := <-got; x != 7 {
		t.Errorf("got %d, and 7 was given back", x)
	}
	for x, s := range have {
		if *s.at(x) != x {
			t.Errorf("place %d holds %d", x, *s.at(x))
		}
	}
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

// A queue that New has not made panics, and does not look for a cell for ever.
func TestZeroLockFree(t *testing.T) {
	for what, op := range map[string]func(q *LockFree[int]){
		"TrySend": func(q *LockFree[int]) { q.TrySend(1) },
		"TryRecv": func(q *LockFree[int]) { q.TryRecv() },
		"Len":     func(q *LockFree[int]) { q.Len() },
		"Close":   (*LockFree[int]).Close,
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s does not panic", what)
				}
			}()
			op(new(LockFree[int]))
		}()
	}
}
