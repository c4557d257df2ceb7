package history_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare"
	. "github.com/boundedq/queue/compare/history"
)

// background never ends.
var background = context.Background()

// ended is a context that is done.
func ended() context.Context {
	ctx, cancel := context.WithCancel(background)
	cancel()
	return ctx
}

// record lets some goroutines do random operations on q at once, of which no one
// waits for ever: every wait is under a context that ends when all else is done.
// Every value is its client's number and a count.
func record(q queue.BoundedQueue[int], clients, ops int, seed int, closing bool) History {
	rec := NewRecorder()
	waits, stop := context.WithCancel(background)
	var tries, waiters sync.WaitGroup
	for i := range clients {
		c := rec.Client()
		rng := newRand(seed, i)
		group, ctx := &tries, ended()
		if i%2 == 1 {
			group, ctx = &waiters, waits
		}
		group.Go(func() {
			for n := range ops {
				if ctx == waits && waits.Err() != nil {
					return
				}
				operate(rng, c, q, ctx, i<<20+n+1, closing && n > ops/2)
			}
		})
	}
	tries.Wait()
	stop()
	waiters.Wait()
	return rec.History()
}

// operate does one random operation.
func operate(rng *rand.Rand, c *Client, q queue.BoundedQueue[int], ctx context.Context, v int, closing bool) {
	switch n := rng.IntN(100); {
	case n == 0 && closing:
		c.Close(q)
	case n < 25:
		c.TrySend(q, v)
	case n < 50:
		c.TryRecv(q)
	case n < 75:
		c.Send(ctx, q, v)
	default:
		c.Recv(ctx, q)
	}
}

// TestQueues: what correct queues did is never flagged.
func TestQueues(t *testing.T) {
	rounds := scale(200)
	for _, impl := range compare.Implementations[int]() {
		t.Run(impl.Name, func(t *testing.T) {
			t.Parallel()
			for _, capacity := range []int{0, 1, 2, 3, 4, 64} {
				for i := range rounds {
					h := record(impl.New(capacity), 2+i%5, 60, i, i%3 == 0)
					if err := Check(h, capacity); err != nil {
						t.Fatalf("capacity %d, round %d: %s", capacity, i, describe(err))
					}
				}
			}
		})
	}
}

// A faulty queue passes calls on to a correct one and, at times, something else.
type faulty struct {
	queue.BoundedQueue[int]
	mu sync.Mutex
	n  int
}

// hit reports true at every 20th call.
func (f *faulty) hit() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	return f.n%20 == 0
}

type (
	loses      struct{ *faulty } // an accepted value
	duplicates struct{ *faulty }
	refuses    struct{ *faulty } // a send
	overlooks  struct{ *faulty } // a value
	swaps      struct{ *faulty }
	reopens    struct{ *faulty }
	invents    struct{ *faulty }
	ghosts     struct{ *faulty } // a send that it refused takes effect
)

func (q loses) TrySend(v int) error {
	if q.hit() {
		return nil
	}
	return q.faulty.TrySend(v)
}

func (q duplicates) TrySend(v int) error {
	err := q.faulty.TrySend(v)
	if err == nil && q.hit() {
		q.faulty.TrySend(v)
	}
	return err
}

func (q refuses) TrySend(v int) error {
	if q.hit() {
		return queue.ErrFull
	}
	return q.faulty.TrySend(v)
}

func (q overlooks) TryRecv() (int, error) {
	if q.hit() {
		return 0, queue.ErrEmpty
	}
	return q.faulty.TryRecv()
}

func (q swaps) TryRecv() (int, error) {
	first, err := q.faulty.TryRecv()
	if err != nil || !q.hit() {
		return first, err
	}
	second, err := q.faulty.TryRecv()
	if err != nil {
		return first, nil
	}
	for q.faulty.TrySend(first) == queue.ErrFull {
		q.faulty.TryRecv()
	}
	return second, nil
}

func (q reopens) TrySend(v int) error {
	if err := q.faulty.TrySend(v); err != queue.ErrClosed {
		return err
	}
	return nil
}

func (q invents) TryRecv() (int, error) {
	if q.hit() {
		return -q.n, nil
	}
	return q.faulty.TryRecv()
}

func (q ghosts) TrySend(v int) error {
	err := q.faulty.TrySend(v)
	if err == nil && q.hit() {
		return queue.ErrFull
	}
	return err
}

// TestFaults: what broken queues did is flagged. One client alone has no concurrency
// to hide behind, so every one of these histories is illegal for sure.
func TestFaults(t *testing.T) {
	broken := []struct {
		name  string
		rules []Rule
		make  func(*faulty) queue.BoundedQueue[int]
	}{
		{"loses", []Rule{VOrd, VWit, VOver, VClose}, func(f *faulty) queue.BoundedQueue[int] { return loses{f} }},
		{"duplicates", []Rule{VRepet}, func(f *faulty) queue.BoundedQueue[int] { return duplicates{f} }},
		{"refuses", []Rule{VFull}, func(f *faulty) queue.BoundedQueue[int] { return refuses{f} }},
		{"overlooks", []Rule{VWit}, func(f *faulty) queue.BoundedQueue[int] { return overlooks{f} }},
		{"swaps", []Rule{VOrd}, func(f *faulty) queue.BoundedQueue[int] { return swaps{f} }},
		{"reopens", []Rule{VClose}, func(f *faulty) queue.BoundedQueue[int] { return reopens{f} }},
		{"invents", []Rule{VFresh}, func(f *faulty) queue.BoundedQueue[int] { return invents{f} }},
		{"ghosts", []Rule{VFresh}, func(f *faulty) queue.BoundedQueue[int] { return ghosts{f} }},
		{"claims more room", []Rule{VOver}, func(f *faulty) queue.BoundedQueue[int] { return f }},
		{"claims less room", []Rule{VFull}, func(f *faulty) queue.BoundedQueue[int] { return f }},
	}
	for _, test := range broken {
		t.Run(test.name, func(t *testing.T) {
			size := map[string]int{"claims more room": 4, "claims less room": 2}[test.name]
			if size == 0 {
				size = 3
			}
			f := &faulty{BoundedQueue: compare.Implementations[int]()[0].New(size)}
			err := Check(alone(test.make(f)), 3)
			var v *Violation
			if !errors.As(err, &v) {
				t.Fatalf("found %v", err)
			}
			if !slices.Contains(test.rules, v.Rule) {
				t.Errorf("found %v, want one of %v", v, test.rules)
			}
		})
	}
}

// alone is a history of one client: the queue is filled and emptied, in steps of
// all sizes, and at last closed and drained.
func alone(q queue.BoundedQueue[int]) History {
	rec := NewRecorder()
	c := rec.Client()
	rng := newRand(1, 1)
	for v := range 500 {
		for range rng.IntN(6) {
			c.TryRecv(q)
		}
		c.TrySend(q, 2*v+1)
		if rng.IntN(2) == 0 {
			c.TrySend(q, 2*v+2)
		}
	}
	c.Close(q)
	c.TrySend(q, 5000)
	for range 10 {
		c.TryRecv(q)
	}
	return rec.History()
}

// TestRecorder looks at each kind of operation and each outcome.
func TestRecorder(t *testing.T) {
	q := compare.Implementations[int]()[0].New(1)
	rec := NewRecorder()
	c := rec.Client()
	c.Send(background, q, 1)
	c.TrySend(q, 2)
	c.Send(ended(), q, 3)
	c.Recv(background, q)
	c.TryRecv(q)
	c.Recv(ended(), q)
	c.TrySend(q, 4)
	c.TryRecv(q)
	c.Close(q)
	c.TrySend(q, 5)
	c.Send(background, q, 6)
	c.Recv(background, q)
	want := History{
		sent(1, 0, 0), full(2, 0, 0), op(Send, 3, Cancelled, 0, 0),
		got(1, 0, 0), empty(0, 0), op(Recv, 0, Cancelled, 0, 0),
		op(TrySend, 4, OK, 0, 0), op(TryRecv, 4, OK, 0, 0),
		closes(0, 0), op(TrySend, 5, Closed, 0, 0), op(Send, 6, Closed, 0, 0), op(Recv, 0, Closed, 0, 0),
	}
	h := rec.History()
	for i := range h {
		if i > 0 && h[i].Call < h[i-1].Return || h[i].Return < h[i].Call {
			t.Errorf("the clock ran back: %v", h[i])
		}
		h[i].Call, h[i].Return = 0, 0
	}
	if !slices.Equal(h, want) {
		t.Errorf("recorded\n%swant\n%s", list(h), list(want))
	}
}

// TestManyOperations: the buffer of a client grows.
func TestManyOperations(t *testing.T) {
	q := compare.Implementations[int]()[0].New(1)
	rec := NewRecorder()
	c := rec.Client()
	for n := range 1000 {
		if h := rec.History(); len(h) != 2*n || n > 0 && h[len(h)-1].Value != n-1 {
			t.Fatalf("after %d values %d operations", n, len(h))
		}
		c.TrySend(q, n)
		c.TryRecv(q)
	}
}

// TestPending: operations that hang are read while they do, and again later.
func TestPending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := compare.Implementations[int]()[0].New(1)
		rec := NewRecorder()
		a, b := rec.Client(), rec.Client()
		go func() {
			a.Send(background, q, 1)
			a.Send(background, q, 2)
		}()
		synctest.Wait()
		h := rec.History()
		if len(h) != 2 || h[1].Outcome != Pending || h[1].Return != Never || h[1].Value != 2 {
			t.Errorf("recorded %v", h)
		}
		if err := Check(h, 1); err != nil {
			t.Error(describe(err))
		}
		b.TryRecv(q)
		synctest.Wait()
		if h := rec.History(); len(h) != 3 || h[1].Outcome != OK {
			t.Errorf("recorded %v", h)
		}
	})
}
