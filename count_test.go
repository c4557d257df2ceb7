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
// are exact, and leaves exactly these figures. They are those of all who count.
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
				c.TrySend(2)                                                         // full
				c.TrySend(3)                                                         // full
				c.TrySend(4)                                                         // full
				queue.SendTimeout(t.Context(), queue.Sender[int](c), 5, time.Second) // out of time, once
				time.AfterFunc(time.Second, c.Close)                                 //
				c.Send(t.Context(), 6)                                               // closed, after waiting
				c.Send(t.Context(), 7)                                               // closed
				c.TrySend(8)                                                         // closed
				c.Recv(t.Context())                                                  // 1
				c.Recv(t.Context())                                                  // ErrClosed is not a value
				queue.RecvTimeout(t.Context(), queue.Receiver[int](c), time.Second)  // nor is this
				queue.SendMany(t.Context(), queue.Sender[int](c), []int{9, 10})      // closed, once
			},
			queue.Stats{
				Accepted: 1, Received: 1, HighWater: 1,
				RefusedFull: 3, RefusedContext: 1, RefusedClosed: 4,
				SendWait: 2 * time.Second,
			},
		},
		{
			"time limits", 1,
			func(t *testing.T, c counted) {
				send := queue.Sender[int](c)
				queue.SendTimeout(t.Context(), send, 1, -1)                        // accepted
				queue.SendTimeout(t.Context(), send, 2, 0)                         // out of time at once
				queue.SendTimeout(t.Context(), send, 2, -1)                        //
				queue.SendTimeout(done, send, 2, time.Hour)                        // context
				time.AfterFunc(time.Second, func() { c.TryRecv() })                // 1
				queue.SendTimeout(t.Context(), send, 3, time.Hour)                 // accepted after a second
				queue.RecvTimeout(t.Context(), queue.Receiver[int](c), 0)          // 3
				queue.RecvTimeout(t.Context(), queue.Receiver[int](c), 0)          // nothing
				queue.RecvTimeout(t.Context(), queue.Receiver[int](c), 1)          // nothing, after a nanosecond
				c.Close()                                                          //
				queue.SendTimeout(t.Context(), queue.Sender[int](c), 4, 0)         // closed
				queue.RecvTimeout(t.Context(), queue.Receiver[int](c), 1)          // nothing
				queue.SendTimeout(noContext, queue.Sender[int](c), 4, time.Second) // closed
			},
			queue.Stats{
				Accepted: 2, Received: 2, HighWater: 1, RefusedContext: 3, RefusedClosed: 2,
				SendWait: time.Second, RecvWait: 1,
			},
		},
		{
			"evictions", 2,
			func(t *testing.T, c counted) {
				for v := range 5 {
					queue.SendEvict(queue.BoundedQueue[int](c), v, nil)
				}
				c.TryRecv()
				c.Close()
				queue.SendEvict(queue.BoundedQueue[int](c), 6, nil)
			},
			queue.Stats{Accepted: 5, Evicted: 3, Received: 1, HighWater: 2, RefusedClosed: 1},
		},
		{
			"nothing to evict", 0,
			func(t *testing.T, c counted) { queue.SendEvict(queue.BoundedQueue[int](c), 1, nil) },
			queue.Stats{RefusedFull: 1},
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
			overAllWays(t, func(t *testing.T, newQueue newQueue) {
				c := queue.Count(newQueue(tt.capacity))
				levels := []counted{c, queue.Count[int](c), nil}
				levels[2] = queue.Count[int](levels[1])
				tt.script(t, levels[2])
				synctest.Wait() // until the other side has counted, too
				for i, c := range levels {
					if got := c.Stats(); got != tt.want {
						t.Errorf("the one on level %d counted\n%+v, want\n%+v", i, got, tt.want)
					}
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
			"SendMany": func(c queue.Sender[int]) error {
				_, err := queue.SendMany(done, c, []int{4})
				return err
			},
			"SendTimeout": func(c queue.Sender[int]) error { return queue.SendTimeout(done, c, 4, 1) },
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

// hasty looks at its context first, as queues of others do, and not only before it waits.
type hasty struct{ queue.BoundedQueue[int] }

func (q hasty) Send(ctx context.Context, v int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	default:
		return q.BoundedQueue.Send(ctx, v)
	}
}

func (q hasty) Recv(ctx context.Context) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return q.BoundedQueue.Recv(ctx)
}

// hastyBatches has batches, too.
type hastyBatches struct{ hasty }

func (q hastyBatches) SendMany(ctx context.Context, vs []int) (int, error) {
	for i, v := range vs {
		if err := q.Send(ctx, v); err != nil {
			return i, err
		}
	}
	return len(vs), nil
}

func (q hastyBatches) RecvMany(ctx context.Context, buf []int) (int, error) {
	v, err := q.Recv(ctx)
	if err != nil {
		return 0, err
	}
	buf[0] = v
	return 1, nil
}

// That a queue looks at its context does not mean that it is full.
func TestCountOfHastyQueue(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for _, q := range []queue.BoundedQueue[int]{hasty{newQueue(5)}, hastyBatches{hasty{newQueue(5)}}} {
			c := queue.Count(q)
			expectErr(t, "Send", c.Send(t.Context(), 1), nil)
			_, err := queue.SendMany(t.Context(), c, []int{2, 3})
			expectErr(t, "SendMany", err, nil)
			queue.SendMany(done, c, []int{4})
			buf := make([]int, 4)
			queue.RecvMany(t.Context(), c, buf)
			queue.RecvMany(done, c, buf)
			got := c.Stats()
			if held := int(got.Accepted - got.Received); got.HighWater >= 5 || held != c.Len() || got.SendWait != 0 {
				t.Errorf("%T: counted %+v of a queue that holds %d and was never full", q, got, c.Len())
			}
			c.Close()
		}
	})
}

// hoarder keeps the contexts that it was given.
type hoarder struct {
	batching
	kept []context.Context
	look func(context.Context)
}

func (q *hoarder) SendMany(ctx context.Context, vs []int) (int, error) {
	q.look(ctx)
	q.kept = append(q.kept, ctx)
	return q.batching.SendMany(ctx, vs)
}

// batch is the key of its number in its context.
type batch struct{}

// A context that a batch has looked at goes on to say the same.
func TestCountReusesNoContextInUse(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for name, look := range map[string]func(context.Context){
			"Done":     func(ctx context.Context) { ctx.Done() },
			"Err":      func(ctx context.Context) { ctx.Err() },
			"Deadline": func(ctx context.Context) { ctx.Deadline() },
			"Value":    func(ctx context.Context) { ctx.Value(t) },
			"a child":  func(ctx context.Context) { _, cancel := context.WithCancel(ctx); defer cancel() },
		} {
			const n = 9
			q := &hoarder{batching: batching{BoundedQueue: newQueue(n)}, look: look}
			c := queue.Count[int](q)
			for i := range n {
				ctx := context.WithValue(t.Context(), batch{}, i)
				if i%2 == 1 {
					ctx = context.WithValue(done, batch{}, i)
				}
				queue.SendMany(ctx, c, []int{1})
			}
			for i, ctx := range q.kept {
				if got := ctx.Value(batch{}); got != i || (ctx.Err() == nil) != (i%2 == 0) {
					t.Errorf("after a look at %s, the context of batch %d is now that of %v, with error %v", name, i, got, ctx.Err())
				}
			}
		}
	})
}

func TestCountAllocatesNothing(t *testing.T) {
	for _, impl := range compare.Implementations[int]() {
		c := queue.Count(queue.BoundedQueue[int](queue.Count(impl.New(4))))
		vs, buf := []int{1, 2, 3}, make([]int, 4)
		evicted := func(int) {}
		for name, f := range map[string]func(){
			"Send": func() { c.Send(context.Background(), 1); c.Recv(context.Background()) },
			"Send, refused": func() {
				for range 4 {
					c.TrySend(2)
				}
				c.Send(done, 1)
				for range 4 {
					c.TryRecv()
				}
				c.Recv(done)
			},
			"SendMany": func() { c.SendMany(done, vs); c.RecvMany(done, buf) },
			"SendEvict": func() {
				for range 5 {
					queue.SendEvict[int](c, 1, evicted)
				}
				c.RecvMany(done, buf)
			},
			"Stats": func() { c.Stats() },
		} {
			if allocs := testing.AllocsPerRun(1000, f); allocs != 0 {
				t.Errorf("%s: %s, counted, allocates %v times", impl.Name, name, allocs)
			}
		}
	}
}

// A Counted that Count has not made says so, whatever is asked of it.
func TestCountZeroValue(t *testing.T) {
	ctx := context.Background()
	var zero queue.Counted[int]
	for name, f := range map[string]func(){
		"Send":        func() { zero.Send(ctx, 1) },
		"TrySend":     func() { zero.TrySend(1) },
		"SendMany":    func() { zero.SendMany(ctx, []int{1}) },
		"Recv":        func() { zero.Recv(ctx) },
		"TryRecv":     func() { zero.TryRecv() },
		"RecvMany":    func() { zero.RecvMany(ctx, make([]int, 1)) },
		"Len":         func() { zero.Len() },
		"Cap":         func() { zero.Cap() },
		"Close":       zero.Close,
		"Closed":      func() { zero.Closed() },
		"Stats":       func() { zero.Stats() },
		"Count":       func() { queue.Count[int](&zero) },
		"SendTimeout": func() { queue.SendTimeout[int](ctx, &zero, 1, time.Second) },
		"RecvTimeout": func() { queue.RecvTimeout[int](ctx, &zero, time.Second) },
		"SendEvict":   func() { queue.SendEvict[int](&zero, 1, nil) },
	} {
		t.Run(name, func(t *testing.T) { expectPanic(t, "queue.Count makes", f) })
	}
}

func TestCountClosed(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		c := queue.Count[int](queue.Count(newQueue(1)))
		closed := c.Closed()
		select {
		case <-closed:
			t.Error("Closed is closed before the queue is")
		default:
		}
		c.Close()
		<-closed
		if silent := queue.Count[int](single{newQueue(1)}); silent.Closed() != nil {
			t.Error("Closed is not nil, of a queue that has no such method")
		}
	})
}

// The figures agree with what the callers saw, under all ways to send and
// receive at once.
func TestCountConcurrent(t *testing.T) {
	const senders, receivers, each = 4, 4, 2000
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for _, capacity := range []int{0, 1, 7, senders * each} { // the last never makes a sender wait
			inner := queue.Count(newQueue(capacity))
			c := queue.Count[int](inner)
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
			if inside := inner.Stats(); inside != got {
				t.Errorf("capacity %d: counted\n%+v inside and\n%+v outside", capacity, inside, got)
			}
			if got.HighWater > capacity {
				t.Errorf("HighWater is %d at capacity %d", got.HighWater, capacity)
			}
			got.HighWater, got.SendWait, got.RecvWait = 0, 0, 0
			if got != want || want.Received+want.Evicted != want.Accepted {
				t.Errorf("capacity %d: counted\n%+v, the callers saw\n%+v", capacity, got, want)
			}
		}
	})
}

// sendSomehow sends in one of the ways there are, by turns, and adds to saw what
// came of it.
func sendSomehow(t *testing.T, c *queue.Counted[int], i int, saw *queue.Stats) {
	var err error
	switch i % 6 {
	case 0:
		err = c.TrySend(i)
	case 1:
		err = c.Send(t.Context(), i)
	case 2:
		err = c.Send(done, i)
	case 3:
		_, err = c.SendMany(t.Context(), []int{i})
	case 4:
		err = queue.SendTimeout[int](t.Context(), c, i, 0)
	case 5:
		err = queue.SendEvict[int](c, i, func(int) { saw.Evicted++ })
	}
	switch err {
	case nil:
		saw.Accepted++
	case queue.ErrFull:
		saw.RefusedFull++
	case context.Canceled, context.DeadlineExceeded:
		saw.RefusedContext++
	default:
		t.Errorf("sending = %v", err)
	}
}

// add adds the counters of b to a.
func add(a *queue.Stats, b queue.Stats) {
	a.Accepted += b.Accepted
	a.Received += b.Received
	a.Evicted += b.Evicted
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
