package queue_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare"
	"github.com/boundedq/queue/compare/queuetest"
)

// Each script runs against a counted queue in fake time, where waiting times
// are exact, and leaves exactly these figures.
func TestCount(t *testing.T) {
	type counted = *queue.Counted[int]
	for _, tt := range []struct {
		name     string
		capacity int
		script   func(t *testing.T, c counted)
		want     queue.Stats
	}{
		{
			"untouched", 2,
			func(*testing.T, counted) {},
			queue.Stats{},
		},
		{
			"sends and receives that need not wait", 4,
			func(t *testing.T, c counted) {
				c.Send(t.Context(), 1)
				c.TrySend(2)
				c.Recv(t.Context())
				c.TryRecv()
				c.TrySend(3)
			},
			queue.Stats{Accepted: 3, Received: 2, HighWater: 2},
		},
		{
			"found empty", 4,
			func(t *testing.T, c counted) {
				c.TryRecv()
				c.TrySend(1)
				c.TryRecv()
				c.TryRecv()
			},
			queue.Stats{Accepted: 1, Received: 1, HighWater: 1},
		},
		{
			"each refusal under its own name", 1,
			func(t *testing.T, c counted) {
				c.TrySend(1)
				c.TrySend(2)                                                    // full
				c.TrySend(3)                                                    // full
				c.TrySend(4)                                                    // full
				queue.SendTimeout(t.Context(), queue.Sender[int](c), 5, time.Second)                       // full, then the context
				time.AfterFunc(time.Second, c.Close)                            //
				c.Send(t.Context(), 6)                                          // closed, after waiting
				c.Send(t.Context(), 7)                                          // closed
				c.TrySend(8)                                                    // closed
				c.Recv(t.Context())                                             // 1
				c.Recv(t.Context())                                             // ErrClosed is not a value
				queue.RecvTimeout(t.Context(), queue.Receiver[int](c), time.Second)                          // nor is this
				queue.SendMany(t.Context(), queue.Sender[int](c), []int{9, 10}) // closed, once
			},
			queue.Stats{
				Accepted: 1, Received: 1, HighWater: 1,
				RefusedFull: 4, RefusedContext: 1, RefusedClosed: 4,
				SendWait: 2 * time.Second,
			},
		},
		{
			"batches", 4,
			func(t *testing.T, c counted) {
				buf := make([]int, 3)
				send := queue.Sender[int](c)
				queue.SendMany(t.Context(), send, []int{1, 2, 3})                           // at once
				time.AfterFunc(time.Second, func() { queue.RecvMany(t.Context(), c, buf) }) // 1, 2, 3
				queue.SendMany(t.Context(), send, []int{4, 5, 6, 7})                        // waits
				queue.SendMany(done, send, []int{8, 9})                                     // context, once
				queue.RecvMany(t.Context(), c, make([]int, 9))                              // 4, 5, 6, 7
				time.AfterFunc(2*time.Second, func() { c.TrySend(10) })                     //
				queue.RecvMany(t.Context(), c, buf)                                         // waits
				queue.RecvMany(done, c, buf)                                                // nothing
				queue.RecvMany(t.Context(), c, nil)                                         //
				queue.SendMany(t.Context(), send, nil)                                      //
			},
			queue.Stats{
				Accepted: 8, Received: 8, HighWater: 4, RefusedContext: 1,
				SendWait: time.Second, RecvWait: 2 * time.Second,
			},
		},
		{
			"a context that is done already", 1,
			func(t *testing.T, c counted) {
				c.Send(done, 1) // accepted: there is room
				c.Send(done, 2)
				c.Recv(done)
				c.Recv(done)
			},
			queue.Stats{Accepted: 1, Received: 1, RefusedContext: 1, HighWater: 1},
		},
		{
			"a sender waits", 1,
			func(t *testing.T, c counted) {
				c.TrySend(1)
				time.AfterFunc(3*time.Second, func() { c.TryRecv() })
				c.Send(t.Context(), 2)
			},
			queue.Stats{Accepted: 2, Received: 1, HighWater: 1, SendWait: 3 * time.Second},
		},
		{
			"receivers wait, some in vain", 0,
			func(t *testing.T, c counted) {
				var wg sync.WaitGroup
				for range 3 {
					wg.Go(func() { c.Recv(t.Context()) })
				}
				time.AfterFunc(2*time.Second, func() { c.Send(t.Context(), 1) })
				time.AfterFunc(5*time.Second, c.Close)
				wg.Wait()
			},
			queue.Stats{Accepted: 1, Received: 1, RecvWait: (2 + 5 + 5) * time.Second},
		},
		{
			"a rendezvous refused", 0,
			func(t *testing.T, c counted) {
				c.TrySend(1)
				c.TryRecv()
			},
			queue.Stats{RefusedFull: 1},
		},
		{
			"a rendezvous where the sender waits", 0,
			func(t *testing.T, c counted) {
				time.AfterFunc(time.Second, func() { c.TryRecv() })
				c.Send(t.Context(), 1)
			},
			queue.Stats{Accepted: 1, Received: 1, SendWait: time.Second},
		},
		{
			"a rendezvous where the receiver waits", 0,
			func(t *testing.T, c counted) {
				time.AfterFunc(time.Second, func() { c.TrySend(1) })
				c.Recv(t.Context())
			},
			queue.Stats{Accepted: 1, Received: 1, RecvWait: time.Second},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			overAll(t, func(t *testing.T, newQueue newQueue) {
				c := queue.Count(newQueue(tt.capacity))
				tt.script(t, c)
				synctest.Wait() // until the other side has counted, too
				if got := c.Stats(); got != tt.want {
					t.Errorf("counted\n%+v, want\n%+v", got, tt.want)
				}
			})
		})
	}
}

// A wait that is not over is in no figure yet.
func TestCountLeavesOutUnfinishedWaits(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		c := queue.Count(newQueue(1))
		go c.Recv(t.Context())
		time.Sleep(time.Second)
		if got := c.Stats(); got != (queue.Stats{}) {
			t.Errorf("counted %+v while the only call waits, want nothing", got)
		}
		c.Close()
	})
}

// HighWater remembers; Len and Cap are those of the queue inside.
func TestCountHighWater(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		c := queue.Count(newQueue(5))
		if c.Cap() != 5 {
			t.Errorf("Cap is %d, want 5", c.Cap())
		}
		for _, level := range []struct{ fill, high int }{{2, 2}, {1, 2}, {4, 4}, {3, 4}, {5, 5}, {0, 5}} {
			fill(t, c, upTo(level.fill)...)
			if c.Len() != level.fill {
				t.Errorf("Len is %d, want %d", c.Len(), level.fill)
			}
			if high := c.Stats().HighWater; high != level.high {
				t.Errorf("HighWater is %d after holding %d, want %d", high, level.fill, level.high)
			}
			expectHeld(t, c, upTo(level.fill)...)
		}
	})
}

// A sender that finds the queue full has seen it at Cap, whoever filled it.
func TestCountHighWaterWhenRefused(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for name, send := range map[string]func(c queue.Sender[int]) error{
			"TrySend": func(c queue.Sender[int]) error { return c.TrySend(4) },
			"Send":    func(c queue.Sender[int]) error { return c.Send(done, 4) },
		} {
			inside := newQueue(3)
			c := queue.Count(inside)
			fill(t, inside, upTo(3)...)
			if err := send(c); err == nil || c.Stats().HighWater != 3 {
				t.Errorf("HighWater is %d after %s was refused (%v) at capacity 3", c.Stats().HighWater, name, err)
			}
		}
	})
}

func TestCountAllocatesNothing(t *testing.T) {
	for _, impl := range compare.Implementations[int]() {
		c := queue.Count(impl.New(1))
		allocs := testing.AllocsPerRun(1000, func() {
			c.Send(context.Background(), 1)
			c.TrySend(2)
			c.Recv(context.Background())
			c.TryRecv()
			c.Stats()
		})
		if allocs != 0 {
			t.Errorf("%s: counting allocates %v times in a round", impl.Name, allocs)
		}
	}
}

// The figures agree with what the callers saw, under all ways to send and
// receive at once.
func TestCountConcurrent(t *testing.T) {
	const senders, receivers, each = 4, 4, 2000
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for _, capacity := range []int{0, 1, 7, senders * each} { // the last never makes a sender wait
			c := queue.Count(newQueue(capacity))
			seen := make(chan queue.Stats)

			for s := range senders {
				go func() {
					var saw queue.Stats
					for i := range each {
						sendSomehow(t, c, s+i, &saw)
					}
					seen <- saw
				}()
			}
			var wg sync.WaitGroup
			for range receivers {
				wg.Go(func() {
					var saw queue.Stats
					for range queue.All(t.Context(), c) {
						saw.Received++
					}
					seen <- saw
				})
			}

			var want queue.Stats
			for range senders {
				add(&want, <-seen)
			}
			c.Close()
			for range receivers {
				add(&want, <-seen)
			}
			got := c.Stats()
			if got.HighWater > capacity {
				t.Errorf("HighWater is %d at capacity %d", got.HighWater, capacity)
			}
			got.HighWater, got.SendWait, got.RecvWait = 0, 0, 0
			if got != want || want.Received != want.Accepted {
				t.Errorf("capacity %d: counted\n%+v, the callers saw\n%+v", capacity, got, want)
			}
		}
	})
}

// sendSomehow sends in one of the ways there are, by turns, and adds to saw what
// came of it.
func sendSomehow(t *testing.T, c *queue.Counted[int], i int, saw *queue.Stats) {
	var err error
	switch i % 3 {
	case 0:
		err = c.TrySend(i)
	case 1:
		err = c.Send(t.Context(), i)
	case 2:
		err = c.Send(done, i)
	}
	switch err {
	case nil:
		saw.Accepted++
	case queue.ErrFull:
		saw.RefusedFull++
	case context.Canceled:
		saw.RefusedContext++
	default:
		t.Errorf("sending = %v", err)
	}
}

// add adds the counters of b to a.
func add(a *queue.Stats, b queue.Stats) {
	a.Accepted += b.Accepted
	a.Received += b.Received
	a.RefusedFull += b.RefusedFull
	a.RefusedClosed += b.RefusedClosed
	a.RefusedContext += b.RefusedContext
}

func TestCountKeepsTheContract(t *testing.T) {
	for _, impl := range compare.Implementations[int]() {
		t.Run(impl.Name, func(t *testing.T) {
			queuetest.Run(t, func(capacity int) queue.BoundedQueue[int] {
				return queue.Count(impl.New(capacity))
			}, queuetest.Short())
		})
	}
}
