package queue_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/chanq"
)

func TestAllEndsWhenClosedAndDrained(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(4)
		fill(t, q, 1, 2, 3)
		q.Close()
		if got := slices.Collect(queue.All(t.Context(), q)); !slices.Equal(got, upTo(3)) {
			t.Errorf("All yielded %v, want %v", got, upTo(3))
		}
		expectErr(t, "ctx.Err()", t.Context().Err(), nil)
	})
}

func TestAllWaitsForValuesAndForClose(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for _, capacity := range []int{0, 1, 3} {
			q := newQueue(capacity)
			start := time.Now()
			go func() {
				defer q.Close()
				for _, v := range upTo(5) {
					time.Sleep(time.Second)
					q.Send(t.Context(), v)
				}
				time.Sleep(time.Second)
			}()
			if got := slices.Collect(queue.All(t.Context(), q)); !slices.Equal(got, upTo(5)) {
				t.Errorf("capacity %d: All yielded %v, want %v", capacity, got, upTo(5))
			}
			expectElapsed(t, start, 6*time.Second)
		}
	})
}

func TestAllEndsWithContextWhileWaiting(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(2)
		fill(t, q, 1)
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		start := time.Now()
		if got := slices.Collect(queue.All(ctx, q)); !slices.Equal(got, upTo(1)) {
			t.Errorf("All yielded %v, want [1]", got)
		}
		expectElapsed(t, start, 3*time.Second)
		expectErr(t, "ctx.Err()", ctx.Err(), context.DeadlineExceeded)
		expectOpen(t, "the queue", q)
	})
}

func TestAllEndsWithContextOnQueueThatNeverRunsEmpty(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(2)
		fill(t, q, 1, 2)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		yielded := 0
		for v := range queue.All(ctx, q) {
			yielded++
			fill(t, q, v+2)
			if yielded == 5 {
				cancel()
			}
			if yielded > 5 {
				break
			}
		}
		if yielded != 5 {
			t.Errorf("All went on after ctx was cancelled in the fifth round")
		}
		expectHeld(t, q, 6, 7)
	})
}

func TestAllYieldsNothingWhenContextIsDone(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(2)
		fill(t, q, 1, 2)
		for v := range queue.All(done, q) {
			t.Errorf("All yielded %d", v)
		}
		expectHeld(t, q, 1, 2)
	})
}

func TestAllSharedByReceivers(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(3)
		want := upTo(100)
		go sendAll(t, q, want...)

		var (
			wg  sync.WaitGroup
			mu  sync.Mutex
			got []int
		)
		for range 4 {
			wg.Go(func() {
				for v := range queue.All(t.Context(), q) {
					mu.Lock()
					got = append(got, v)
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("the receivers together got %v, want 1 to 100 once each", got)
		}
	})
}

func TestDrainEndsAtEmpty(t *testing.T) {
	for name, prepare := range map[string]func(q queue.BoundedQueue[int]){
		"open":   func(queue.BoundedQueue[int]) {},
		"closed": queue.BoundedQueue[int].Close,
	} {
		t.Run(name, func(t *testing.T) {
			overAll(t, func(t *testing.T, newQueue newQueue) {
				for n := range 4 {
					q := newQueue(3)
					fill(t, q, upTo(n)...)
					prepare(q)
					if got := slices.Collect(queue.Drain(q)); !slices.Equal(got, upTo(n)) {
						t.Errorf("Drain yielded %v, want %v", got, upTo(n))
					}
				}
			})
		})
	}
}

func TestDrainTakesFromSenderAtRendezvous(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(0)
		go sendAll(t, q, 42)
		synctest.Wait() // until the sender waits
		if got := slices.Collect(queue.Drain(q)); !slices.Equal(got, []int{42}) {
			t.Errorf("Drain yielded %v, want [42]", got)
		}
	})
}

// A loop that breaks has consumed what was yielded to it and not one value more.
func TestBreakConsumesExactlyWhatWasYielded(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(5)
		for name, values := range map[string]func(func(int) bool){
			"All":   queue.All(t.Context(), q),
			"Drain": queue.Drain(q),
		} {
			fill(t, q, upTo(5)...)
			for v := range values {
				if v == 2 {
					break
				}
			}
			if q.Len() != 3 {
				t.Errorf("after two rounds of %s Len is %d, want 3", name, q.Len())
			}
			expectHeld(t, q, 3, 4, 5)
		}
	})
}

// A loop over values that are there allocates for itself, and not for each of them.
func TestAllAllocatesOnce(t *testing.T) {
	const values = 100
	q := chanq.New[int](values)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	allocs := testing.AllocsPerRun(100, func() {
		for range values {
			q.TrySend(1)
		}
		n := 0
		for range queue.All(ctx, q) {
			if n++; n == values {
				break
			}
		}
	})
	if allocs >= values {
		t.Errorf("%v allocations for %d values", allocs, values)
	}
}
