package queue

import (
	"context"
	"errors"
	"fmt"
	"sync"
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
// that a later stage stopped first, and its error says why. Values still in in
// stay there. The context that f is given ends as soon as the stage stops; Pipe
// waits for every f that is running.
//
// With one worker the order of values is kept; with more, results are sent as
// they become ready. Pipe panics if workers is less than 1.
func Pipe[A, B any](ctx context.Context, in BoundedQueue[A], out BoundedQueue[B], workers int, f func(context.Context, A) (B, error)) error {
	if workers < 1 {
		panic(fmt.Sprintf("queue.Pipe: workers is %d, want 1 or more", workers))
	}

	// The first reason to stop, from a worker or from the caller's ctx, becomes
	// the cause of ctx; ctx tells the workers, and the hook tells both neighbours
	// without waiting for an f that is still running.
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	stopped := make(chan struct{})
	unhook := context.AfterFunc(ctx, func() {
		in.Close()
		out.Close()
		close(stopped)
	})

	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			err := errExited
			defer func() {
				if err != nil {
					stop(err)
				}
			}()
			err = work(ctx, in, out, f)
		})
	}
	wg.Wait()

	if unhook() { // nothing stopped the stage: in is closed and drained
		out.Close()
		return nil
	}
	<-stopped
	return context.Cause(ctx)
}

// errExited is why a stage stops when f ends its worker from inside, as t.FailNow
// does in a test. Without it the values still in in would have nobody to take them.
var errExited = errors.New("queue.Pipe: f ended its goroutine with runtime.Goexit")

// work is one worker of a stage. It returns nil when in is closed and drained.
func work[A, B any](ctx context.Context, in Receiver[A], out Sender[B], f func(context.Context, A) (B, error)) error {
	// A stage that stops must not go through what is left in in. Recv would,
	// since it looks at ctx only when it has to wait (clause 9).
	for ctx.Err() == nil {
		a, err := in.Recv(ctx)
		if err == ErrClosed {
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
