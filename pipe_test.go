package queue_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/boundedq/queue"
)

type stage = func(context.Context, int) (int, error)

// double is the f of a stage that takes no time and cannot fail.
func double(_ context.Context, v int) (int, error) { return 2 * v, nil }

// startPipe runs Pipe in a goroutine of its own and hands out what it returns.
func startPipe(ctx context.Context, in, out queue.BoundedQueue[int], workers int, f stage) <-chan error {
	result := make(chan error, 1)
	go func() { result <- queue.Pipe(ctx, in, out, workers, f) }()
	return result
}

func doubled(vs []int) []int {
	vs = slices.Clone(vs)
	for i := range vs {
		vs[i] *= 2
	}
	return vs
}

func TestPipeEndsInOrder(t *testing.T) {
	for _, workers := range []int{1, 4} {
		t.Run(fmt.Sprint("workers=", workers), func(t *testing.T) {
			overAll(t, func(t *testing.T, newQueue newQueue) {
				for _, capacity := range []int{0, 1, 3} {
					in, out := newQueue(capacity), newQueue(capacity)
					go sendAll(t, in, upTo(100)...)
					result := startPipe(t.Context(), in, out, workers, double)
					got := slices.Collect(queue.All(t.Context(), out))
					expectErr(t, "Pipe", <-result, nil)
					expectClosed(t, "out", out)
					if workers > 1 {
						slices.Sort(got) // more than one worker keep no order
					}
					if want := doubled(upTo(100)); !slices.Equal(got, want) {
						t.Errorf("capacity %d: out gave %v, want %v", capacity, got, want)
					}
				}
			})
		})
	}
}

// With one worker the order is kept even if early values take longer.
func TestPipeOneWorkerKeepsOrder(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		in, out := newQueue(5), newQueue(5)
		fill(t, in, upTo(5)...)
		in.Close()
		start := time.Now()
		err := queue.Pipe(t.Context(), in, out, 1, func(_ context.Context, v int) (int, error) {
			time.Sleep(time.Duration(6-v) * time.Second)
			return v, nil
		})
		expectErr(t, "Pipe", err, nil)
		expectElapsed(t, start, (5+4+3+2+1)*time.Second)
		expectHeld(t, out, upTo(5)...)
	})
}

// Twelve seconds of work take four workers three: all work at once, and no more.
func TestPipeWorkersShareTheWork(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		in, out := newQueue(12), newQueue(12)
		fill(t, in, upTo(12)...)
		in.Close()
		start := time.Now()
		err := queue.Pipe(t.Context(), in, out, 4, func(_ context.Context, v int) (int, error) {
			time.Sleep(time.Second)
			return v, nil
		})
		expectErr(t, "Pipe", err, nil)
		expectElapsed(t, start, 3*time.Second)
		if out.Len() != 12 {
			t.Errorf("%d values came out, want 12", out.Len())
		}
	})
}

func TestPipeEndsWhileWorkersWaitForValues(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		in, out := newQueue(2), newQueue(2)
		time.AfterFunc(time.Second, in.Close)
		start := time.Now()
		expectErr(t, "Pipe", queue.Pipe(t.Context(), in, out, 3, double), nil)
		expectElapsed(t, start, time.Second)
		expectClosed(t, "out", out)
	})
}

// out stays open until the last worker has sent its result.
func TestPipeClosesOutAfterTheLastResult(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		in, out := newQueue(2), newQueue(2)
		fill(t, in, 1, 5)
		in.Close()
		result := startPipe(t.Context(), in, out, 2, func(_ context.Context, v int) (int, error) {
			time.Sleep(time.Duration(v) * time.Second)
			return v, nil
		})
		time.Sleep(2 * time.Second)
		expectHeld(t, out, 1)
		if _, err := out.TryRecv(); err != queue.ErrEmpty {
			t.Errorf("TryRecv on out = %v while a worker is busy, want ErrEmpty", err)
		}
		expectErr(t, "Pipe", <-result, nil)
		expectHeld(t, out, 5)
		expectClosed(t, "out", out)
	})
}

// An error of f closes both sides while another f still runs; Pipe returns the
// first error, when the last f has returned.
func TestPipeStopsAtFirstError(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		in, out := newQueue(4), newQueue(4)
		fill(t, in, 1, 5, 7, 8)
		start := time.Now()
		var told atomic.Int64
		result := startPipe(t.Context(), in, out, 2, func(ctx context.Context, v int) (int, error) {
			context.AfterFunc(ctx, func() {
				if context.Cause(ctx) == errBoom {
					told.Add(1)
				}
			})
			time.Sleep(time.Duration(v) * time.Second)
			if v == 1 {
				return 0, errBoom
			}
			return 0, fmt.Errorf("a later error, of %d", v)
		})

		time.Sleep(time.Second)
		synctest.Wait()
		expectClosed(t, "in", in)
		expectClosed(t, "out", out)
		if told.Load() != 2 {
			t.Errorf("the contexts of %d calls of f ended with the error, want 2", told.Load())
		}
		select {
		case err := <-result:
			t.Fatalf("Pipe returned %v while an f is running", err)
		default:
		}

		expectErr(t, "Pipe", <-result, errBoom)
		expectElapsed(t, start, 5*time.Second)
		expectHeld(t, in, 7, 8)
		expectHeld(t, out)
	})
}

// A result that was ready too late is not sent after the stop.
func TestPipeSendsNothingAfterTheStop(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		in, out := newQueue(3), newQueue(3)
		fill(t, in, 1, 2, 3)
		err := queue.Pipe(t.Context(), in, out, 3, func(_ context.Context, v int) (int, error) {
			time.Sleep(time.Duration(v) * time.Second)
			if v == 2 {
				return 0, errBoom
			}
			return v, nil
		})
		expectErr(t, "Pipe", err, errBoom)
		expectHeld(t, out, 1)
	})
}

// Wherever the workers are when ctx ends, the stage stops at that moment.
func TestPipeStopsWithContext(t *testing.T) {
	untilDone := func(ctx context.Context, v int) (int, error) {
		<-ctx.Done()
		return 0, ctx.Err()
	}
	for _, tt := range []struct {
		name     string
		capacity int
		in, out  []int
		f        stage
		left     []int // in in
	}{
		{"in Recv", 2, nil, nil, double, nil},
		{"in Send", 2, []int{1, 2}, []int{8, 9}, double, nil},
		{"in f", 2, []int{1, 2}, nil, untilDone, nil},
		{"one in f, one in Recv", 2, []int{1}, nil, untilDone, nil},
		{"in f, with more to come", 5, upTo(5), nil, untilDone, []int{3, 4, 5}},
		{"in Recv at capacity 0", 0, nil, nil, double, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			overAll(t, func(t *testing.T, newQueue newQueue) {
				for _, ending := range []struct {
					end func() (context.Context, func())
					err error
				}{
					{func() (context.Context, func()) {
						ctx, cancel := context.WithCancel(t.Context())
						time.AfterFunc(time.Second, cancel)
						return ctx, cancel
					}, context.Canceled},
					{func() (context.Context, func()) {
						ctx, cancel := context.WithTimeout(t.Context(), time.Second)
						return ctx, cancel
					}, context.DeadlineExceeded},
					{func() (context.Context, func()) {
						ctx, cancel := context.WithCancelCause(t.Context())
						time.AfterFunc(time.Second, func() { cancel(errBoom) })
						return ctx, func() { cancel(nil) }
					}, errBoom},
				} {
					in, out := newQueue(tt.capacity), newQueue(tt.capacity)
					fill(t, in, tt.in...)
					fill(t, out, tt.out...)
					ctx, cancel := ending.end()
					start := time.Now()
					expectErr(t, "Pipe", queue.Pipe(ctx, in, out, 2, tt.f), ending.err)
					cancel()
					expectElapsed(t, start, time.Second)
					expectClosed(t, "in", in)
					expectClosed(t, "out", out)
					expectHeld(t, in, tt.left...)
					expectHeld(t, out, tt.out...)
				}
			})
		})
	}
}

// A stage that never has to wait hears of its context all the same, at once.
func TestPipeStopsWithContextThoughNeverWaiting(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for _, rounds := range []int{0, 3} {
			in, out := newQueue(5), newQueue(5)
			fill(t, in, upTo(5)...)
			ctx, cancel := context.WithCancel(t.Context())
			if rounds == 0 {
				cancel()
			}
			err := queue.Pipe(ctx, in, out, 1, func(_ context.Context, v int) (int, error) {
				if v == rounds {
					cancel()
				}
				return v, nil
			})
			expectErr(t, "Pipe", err, context.Canceled)
			expectClosed(t, "in", in)
			expectClosed(t, "out", out)
			expectHeld(t, in, upTo(5)[rounds:]...)
		}
	})
}

// A reader that hangs up stops the stage at the next result, and the stop
// travels on upstream.
func TestPipeStopsWhenDownstreamCloses(t *testing.T) {
	for _, tt := range []struct {
		name string
		out  []int // held by out, of capacity 2
		feed func(q queue.BoundedQueue[int])
	}{
		{"while a worker waits in Send", []int{8, 9}, func(in queue.BoundedQueue[int]) { in.TrySend(1) }},
		{"while the workers wait in Recv", nil, func(in queue.BoundedQueue[int]) {
			time.AfterFunc(time.Second, func() { in.TrySend(1) })
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			overAll(t, func(t *testing.T, newQueue newQueue) {
				in, out := newQueue(2), newQueue(2)
				fill(t, out, tt.out...)
				tt.feed(in)
				time.AfterFunc(time.Second/2, out.Close)
				err := queue.Pipe(t.Context(), in, out, 2, double)
				expectErr(t, "Pipe", err, queue.ErrClosed)
				expectClosed(t, "in", in)
				expectHeld(t, out, tt.out...)
			})
		})
	}
}

// An f that ends its goroutine stops the stage: with its only worker gone, nobody
// would take the values that are still in in.
func TestPipeStopsWhenAWorkerExits(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		in, out := newQueue(1), newQueue(1)
		go sendAll(t, in, 1)
		result := startPipe(t.Context(), in, out, 1, func(context.Context, int) (int, error) {
			runtime.Goexit()
			return 0, nil
		})
		if err := <-result; err == nil || !strings.Contains(err.Error(), "Goexit") {
			t.Errorf("Pipe: %v, want an error that says what f did", err)
		}
		expectErr(t, "Send upstream", in.Send(t.Context(), 2), queue.ErrClosed)
		expectClosed(t, "out", out)
	})
}

func TestPipePanicsWithoutWorkers(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for _, workers := range []int{0, -3} {
			func() {
				defer func() {
					if msg := fmt.Sprint(recover()); !strings.Contains(msg, fmt.Sprintf("workers is %d", workers)) {
						t.Errorf("Pipe with %d workers panicked with %q", workers, msg)
					}
				}()
				queue.Pipe(t.Context(), newQueue(1), newQueue(1), workers, double)
			}()
		}
	})
}

// chain is three stages between four queues of capacity 2.
type chain struct {
	queues [4]queue.BoundedQueue[int]
	errs   [3]error
	wg     sync.WaitGroup
}

func startChain(ctx context.Context, newQueue newQueue, fs [3]stage) *chain {
	c := new(chain)
	for i := range c.queues {
		c.queues[i] = newQueue(2)
	}
	for i, f := range fs {
		c.wg.Go(func() { c.errs[i] = queue.Pipe(ctx, c.queues[i], c.queues[i+1], 2, f) })
	}
	return c
}

func (c *chain) expect(t *testing.T, errs [3]error) {
	t.Helper()
	c.wg.Wait()
	if c.errs != errs {
		t.Errorf("the stages returned %v, want %v", c.errs, errs)
	}
}

func TestPipeChainEndsInOrder(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		c := startChain(t.Context(), newQueue, [3]stage{double, double, double})
		go sendAll(t, c.queues[0], upTo(50)...)
		got := slices.Sorted(queue.All(t.Context(), c.queues[3]))
		c.expect(t, [3]error{})
		if want := doubled(doubled(doubled(upTo(50)))); !slices.Equal(got, want) {
			t.Errorf("the chain gave %v, want %v", got, want)
		}
	})
}

// Nobody reads the end of the chain: every queue fills, every worker holds one
// value, and the source waits.
func TestPipeChainPassesSlownessUpstream(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		c := startChain(t.Context(), newQueue, [3]stage{double, double, double})
		source := queue.Count(c.queues[0])
		go sendAll(t, source, upTo(50)...)
		synctest.Wait()
		const room = 4*2 + 3*2 // four queues of two values, three stages of two workers
		if accepted := source.Stats().Accepted; accepted != room {
			t.Errorf("the source got rid of %d values, want %d", accepted, room)
		}
		for range queue.All(t.Context(), c.queues[3]) {
		}
		c.expect(t, [3]error{})
	})
}

// The last stage fails: the source learns it as ErrClosed through all stages,
// and the stages say who failed.
func TestPipeChainStopsUpstream(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		failing := func(_ context.Context, v int) (int, error) {
			if v >= 4*10 {
				return 0, errBoom
			}
			return v, nil
		}
		c := startChain(t.Context(), newQueue, [3]stage{double, double, failing})
		go func() {
			for range queue.All(t.Context(), c.queues[3]) {
			}
		}()
		sent := 0
		var err error
		for ; err == nil; sent++ {
			err = c.queues[0].Send(t.Context(), sent)
		}
		expectErr(t, "Send to the first stage", err, queue.ErrClosed)
		if sent < 10 {
			t.Errorf("the source was stopped after %d values, before the one that fails", sent)
		}
		c.expect(t, [3]error{queue.ErrClosed, queue.ErrClosed, errBoom})
		for _, q := range c.queues {
			expectClosed(t, "a queue of the chain", q)
		}
	})
}

// The first stage fails: those after it see a queue that ends.
func TestPipeChainStopsDownstream(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		failing := func(_ context.Context, v int) (int, error) { return 0, errBoom }
		c := startChain(t.Context(), newQueue, [3]stage{failing, double, double})
		fill(t, c.queues[0], 1)
		for v := range queue.All(t.Context(), c.queues[3]) {
			t.Errorf("the chain gave %d", v)
		}
		c.expect(t, [3]error{errBoom, nil, nil})
	})
}
