package queue

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// Pipe runs one stage of a pipeline: workers goroutines receive from in, apply f,
// and send the result to out. It returns when the stage is over and none of its
// goroutines is left. Slowness travels upstream by itself: while out is full the
// workers wait, so in fills, and whoever feeds it waits too.
//
// The stage ends in one of two ways.
//
// When in is closed and drained, Pipe closes out and returns nil, so that closing
// the first queue of a pipeline ends all of it in order, with every value through.
//
// When f returns an error, or ctx is done, or out was closed by whoever reads it,
// Pipe at once closes both in and out, so that the stop travels upstream as well
// as down, and returns the first error: that of f, [context.Cause] of ctx (which
// is ctx.Err() unless a cause was given), or [ErrClosed]. ErrClosed thus means
// that a later stage stopped first, and its error says why. The context that f is
// given ends as soon as the stage stops; Pipe waits for every f that is running.
//
// That out was closed is noticed at once if out has a method Closed that returns a
// channel which its Close closes, as the queues of this module have. Elsewhere it is
// noticed when the next result is sent.
//
// A panic of f stops the stage in the same way. When no f is running any more, Pipe
// panics with a [*PipePanic] that has the value and the stack, whatever else went
// wrong. An f that ends its goroutine with [runtime.Goexit] stops the stage with an
// error that says so.
//
// Once the stage has stopped, values still in in stay there, and results that out has
// accepted can be received. In between each worker has at most one value, and that is
// in no queue any more. Every value received from in is given to f, even after the
// stop, when its context has ended. If f returns an error, panics or exits, the value
// is its own: what is to become of it is for f to say, in its error for one. If f
// returns a result and the stage stops before out has accepted it, be it because out
// was closed or because ctx or another f has ended the stage, the result is dropped
// and nobody hears of it. So a result that must not get lost, say an open file, is no
// value for Pipe.
//
// With one worker the order of values is kept; with more, results are sent as
// they become ready. Pipe panics if workers is less than 1, or if ctx is nil.
func Pipe[A, B any](ctx context.Context, in BoundedQueue[A], out BoundedQueue[B], workers int, f func(context.Context, A) (B, error)) error {
	if workers < 1 {
		panic(fmt.Sprintf("queue.Pipe: workers is %d, want 1 or more", workers))
	}

	// The first reason to stop becomes the cause of ctx, and ctx tells the workers.
	ctx, stop := context.WithCancelCause(soundly("queue.Pipe", ctx))

	// Both neighbours are told at once, whatever the workers are at: all of them may
	// be in f, or wait for a value when out is closed. So this has a goroutine of its
	// own. The cause is there before in is closed, which work relies on.
	closed := closedOf(out)
	told := make(chan struct{})
	go func() {
		defer close(told)
		select {
		case <-ctx.Done():
		case <-closed: // never, if nil
			stop(ErrClosed)
		}
		in.Close()
		out.Close()
	}()

	var (
		wg       sync.WaitGroup
		failed   atomic.Bool // some worker did not end in order
		panicked atomic.Pointer[PipePanic]
	)
	for range workers {
		wg.Go(func() {
			err := errExited
			defer func() {
				if v := recover(); v != nil {
					p := &PipePanic{Value: v, Stack: debug.Stack()}
					panicked.CompareAndSwap(nil, p)
					err = p
				}
				if err != nil {
					failed.Store(true)
					stop(err)
				}
			}()
			err = work(ctx, in, out, f)
		})
	}
	wg.Wait()
	stop(nil) // which is no news if the stage was stopped
	<-told

	if p := panicked.Load(); p != nil {
		panic(p)
	}
	if failed.Load() {
		return context.Cause(ctx)
	}
	return nil
}

// errExited is why a stage stops when f ends its worker from inside, as t.FailNow
// does in a test. Without it the values still in in would have nobody to take them.
var errExited = errors.New("queue.Pipe: f ended its goroutine with runtime.Goexit")

// work is one worker of a stage. It returns nil when in is closed and drained, and
// nothing had stopped the stage before.
func work[A, B any](ctx context.Context, in Receiver[A], out Sender[B], f func(context.Context, A) (B, error)) error {
	// A stage that stops must not go through what is left in in. Recv would,
	// since it looks at ctx only when it has to wait (clause 9).
	for ctx.Err() == nil {
		a, err := in.Recv(ctx)
		if err == ErrClosed && ctx.Err() == nil { // so it was not the stop that closed in
			return nil
		}
		if err != nil {
			return err
		}
		b, err := f(ctx, a)
		if err != nil {
			return err
		}
		if err := out.Send(ctx, b); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// A PipePanic is what [Pipe] panics with after one of its goroutines did, most likely
// in f: the first panic, if there were several. It is an error, so that [errors.As]
// finds an error that f panicked with, a [runtime.Error] for one.
//
// That the stack travels with the value is learned from sourcegraph/conc
// (panics.Recovered). errgroup once did this, too, and gave it up because a panic
// comes late, or never, if the others do not end (golang/go#53757, #74275). Here f
// can hear of it: its context has ended.
type PipePanic struct {
	Value any    // what the panic was about
	Stack []byte // of the goroutine that panicked, as [debug.Stack] has it
}

// Error returns the value and the stack.
func (p *PipePanic) Error() string {
	return fmt.Sprintf("a worker of queue.Pipe panicked: %v\n\n%s", p.Value, p.Stack)
}

// Unwrap returns Value if that is an error, and nil otherwise.
func (p *PipePanic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}
