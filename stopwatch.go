package queue

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// A stopwatch is a context that also notes when Done is first called. An operation does
// that when it is about to wait, and not if it can complete at once (clause 9): so the time
// from there to its end is the time that it waited.
type stopwatch struct {
	context.Context
	used    atomic.Bool // a method has been called
	started atomic.Pointer[time.Time]
}

func (s *stopwatch) Done() <-chan struct{} {
	s.used.Store(true)
	if s.started.Load() == nil {
		now := time.Now()
		s.started.CompareAndSwap(nil, &now)
	}
	return s.Context.Done()
}

func (s *stopwatch) Err() error {
	s.used.Store(true)
	return s.Context.Err()
}

func (s *stopwatch) Deadline() (time.Time, bool) {
	s.used.Store(true)
	return s.Context.Deadline()
}

func (s *stopwatch) Value(key any) any {
	s.used.Store(true)
	return s.Context.Value(key)
}

// A drawer has the stopwatches of one queue that are free.
type drawer struct{ free sync.Pool }

// time runs operation with a context that does what ctx does, and returns how long
// operation waited.
//
// A stopwatch that was used is left to whoever may still hold it, such as a context that
// was made from it. One that was not is as good as new: an operation that never looked at
// its context has nothing to do with it when it is over. So only waiting allocates.
func (d *drawer) time(ctx context.Context, operation func(context.Context)) (waited time.Duration) {
	if ctx == nil { // the operation panics if it must wait (clause 17)
		operation(ctx)
		return 0
	}
	s, ok := d.free.Get().(*stopwatch)
	if !ok {
		s = new(stopwatch)
	}
	s.Context = ctx
	operation(s)
	if start := s.started.Load(); start != nil {
		return time.Since(*start)
	}
	if !s.used.Load() {
		s.Context = nil // which is not to be kept reachable
		d.free.Put(s)
	}
	return 0
}
