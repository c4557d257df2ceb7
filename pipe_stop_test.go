package queue_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/boundedq/queue"
)

// signalling has the signal that it is closed, and only that one.
type signalling struct {
	single
	once   *sync.Once
	closed chan struct{}
}

func newSignalling(q queue.BoundedQueue[int]) signalling {
	return signalling{single{q}, new(sync.Once), make(chan struct{})}
}

func (q signalling) Close() {
	q.BoundedQueue.Close()
	q.once.Do(func() { close(q.closed) })
}

func (q signalling) Closed() <-chan struct{} { return q.closed }

// mum has the method, and no signal.
type mum struct{ single }

func (mum) Closed() <-chan struct{} { return nil }

// A reader that hangs up while nobody sends stops the stage at once, and the f that runs.
func TestPipeHearsThatOutIsClosed(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for name, out := range map[string]queue.BoundedQueue[int]{
			"its own": newQueue(2),
			"wrapped": newSignalling(newQueue(2)),
			"counted": queue.Count[int](newSignalling(newQueue(2))),
		} {
			for _, held := range [][]int{nil, {1}} {
				in := newQueue(2)
				fill(t, in, held...)
				start := time.Now()
				time.AfterFunc(time.Second, out.Close)
				err := queue.Pipe(t.Context(), in, out, 2, func(ctx context.Context, v int) (int, error) {
					<-ctx.Done()
					if context.Cause(ctx) != queue.ErrClosed {
						t.Errorf("%s: the cause is %v, want ErrClosed", name, context.Cause(ctx))
					}
					return 0, nil
				})
				expectErr(t, name, err, queue.ErrClosed)
				if held == nil { // out is closed from then on
					expectElapsed(t, start, time.Second)
				}
				expectClosed(t, "in", in)
			}
		}
	})
}

// Without a signal the next result finds out.
func TestPipeWithoutSignal(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for _, out := range []queue.BoundedQueue[int]{single{newQueue(2)}, mum{single{newQueue(2)}}} {
			in := newQueue(2)
			time.AfterFunc(time.Second, out.Close)
			time.AfterFunc(5*time.Second, func() { in.TrySend(1) })
			start := time.Now()
			expectErr(t, "Pipe", queue.Pipe(t.Context(), in, out, 2, double), queue.ErrClosed)
			expectElapsed(t, start, 5*time.Second)
			expectClosed(t, "in", in)
		}
	})
}

// Pipe's own Close of out, at a normal end, is no reason to stop.
func TestPipeEndsNormallyDespiteSignal(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for range 100 {
			in, out := newQueue(2), newSignalling(newQueue(2))
			go sendAll(t, in, 1, 2)
			expectErr(t, "Pipe", queue.Pipe(t.Context(), in, out, 2, double), nil)
			expectClosed(t, "out", out)
		}
	})
}

// Values in hand when a stage stops: each that was received was given to f, and a result that
// out did not accept is in no queue.
func TestPipeValuesInHand(t *testing.T) {
	for _, tt := range []struct {
		name string
		stop func(cancel func(), out queue.BoundedQueue[int])
		err  error
	}{
		{"ctx", func(cancel func(), _ queue.BoundedQueue[int]) { cancel() }, context.Canceled},
		{"out is closed", func(_ func(), out queue.BoundedQueue[int]) { out.Close() }, queue.ErrClosed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			overAll(t, func(t *testing.T, newQueue newQueue) {
				in, out := newQueue(9), newQueue(1)
				fill(t, in, upTo(9)...)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, func() { tt.stop(cancel, out) })
				var given atomic.Int64
				err := queue.Pipe(ctx, in, out, 3, func(_ context.Context, v int) (int, error) {
					given.Add(1)
					return v, nil
				})
				expectErr(t, "Pipe", err, tt.err)
				// One is in out, and each worker has lost one for which there was no room.
				if in.Len() != 5 || out.Len() != 1 || given.Load() != 4 {
					t.Errorf("in holds %d, out %d, f was given %d; want 5, 1 and 4", in.Len(), out.Len(), given.Load())
				}
			})
		})
	}
}

// explode is in the stack of its panic.
//
//go:noinline
func explode(v any) (int, error) { panic(v) }

// pipePanic runs Pipe and returns what it panics with.
func pipePanic(t *testing.T, in, out queue.BoundedQueue[int], workers int, f stage) (p *queue.PipePanic) {
	t.Helper()
	defer func() {
		t.Helper()
		var ok bool
		if p, ok = recover().(*queue.PipePanic); !ok {
			t.Fatal("Pipe did not panic with a *PipePanic")
		}
	}()
	err := queue.Pipe(t.Context(), in, out, workers, f)
	t.Errorf("Pipe = %v, want a panic", err)
	return nil
}

// A panic of f stops the stage both ways at once, waits for the other workers, and goes on in
// Pipe's caller.
func TestPipePanics(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		in, out := newQueue(4), newQueue(4)
		fill(t, in, 1, 2, 3)
		start := time.Now()
		var others atomic.Int64
		p := pipePanic(t, in, out, 2, func(ctx context.Context, v int) (int, error) {
			if v == 1 {
				time.Sleep(time.Second)
				return explode("boom")
			}
			<-ctx.Done() // the other one hears of it
			synctest.Wait()
			expectClosed(t, "in", in)
			expectClosed(t, "out", out)
			time.Sleep(time.Second)
			others.Add(1)
			return 0, errBoom // comes second
		})
		if p.Value != "boom" || p.Unwrap() != nil || !strings.Contains(string(p.Stack), "queue_test.explode") {
			t.Errorf("the panic is of %v, and around %v, with the stack\n%s", p.Value, p.Unwrap(), p.Stack)
		}
		if text := p.Error(); !strings.Contains(text, "boom") || !strings.Contains(text, "queue_test.explode") {
			t.Errorf("it says %q, want the value and the stack", text)
		}
		expectElapsed(t, start, 2*time.Second)
		if others.Load() != 1 {
			t.Errorf("%d others had ended when Pipe panicked, want 1", others.Load())
		}
		expectHeld(t, in, 3)
	})
}

// What f panics with is found by errors.Is and errors.As.
func TestPipePanicUnwraps(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		one := func() queue.BoundedQueue[int] {
			q := newQueue(1)
			fill(t, q, 1)
			return q
		}
		p := pipePanic(t, one(), newQueue(1), 1, func(context.Context, int) (int, error) { return explode(fmt.Errorf("so: %w", errBoom)) })
		if !errors.Is(p, errBoom) {
			t.Errorf("errors.Is(%v) does not find the error", p.Value)
		}
		p = pipePanic(t, one(), newQueue(1), 1, func(_ context.Context, v int) (int, error) { return 1 / (v - 1), nil })
		if re := runtime.Error(nil); !errors.As(p, &re) || !strings.Contains(re.Error(), "divide by zero") {
			t.Errorf("errors.As(%v) finds %v, want a runtime error", p.Value, re)
		}
		p = pipePanic(t, one(), newQueue(1), 1, func(context.Context, int) (int, error) { return explode(nil) })
		if none := (*runtime.PanicNilError)(nil); !errors.As(p, &none) {
			t.Errorf("panic(nil) is %v", p.Value)
		}
	})
}

// The first panic of several goes on, and a panic goes on although an error came first.
func TestPipePanicsWhateverElse(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		for _, first := range []func() (int, error){
			func() (int, error) { return 0, errBoom },
			func() (int, error) { runtime.Goexit(); return 0, nil },
			func() (int, error) { return 0, nil },
		} {
			in := newQueue(3)
			fill(t, in, 1, 2, 3)
			p := pipePanic(t, in, newQueue(3), 3, func(_ context.Context, v int) (int, error) {
				time.Sleep(time.Duration(v) * time.Second)
				if v == 1 {
					return first()
				}
				return explode(v)
			})
			if p.Value != 2 {
				t.Errorf("the panic is that of %v, want 2", p.Value)
			}
		}
	})
}
