//go:build sched

package explore

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
)

// run is [Run].
func run(p Program, newQueue func(capacity int) queue.BoundedQueue[int]) (Result, error) {
	var result Result
	parts, err := p.calls()
	if err != nil {
		return result, err
	}
	r := &runner{Program: p, parts: parts, newQueue: newQueue, verdicts: make(map[uint64]error)}
	var explored Result
	var wrong error
	if err := sched.Watch(func() { explored, wrong = r.explore() }); err != nil {
		return result, fmt.Errorf("%v: %w", p, err)
	}
	return explored, wrong
}

func (r *runner) explore() (Result, error) {
	start := time.Now()
	if r.Schedule != "" {
		trace, err := sched.Replay(r.Schedule, r.program)
		if err != nil {
			err = fmt.Errorf("%v: %w\n%v", r, err, r.story(trace))
		}
		return Result{Schedules: 1, Steps: len(trace), Histories: 1, Took: time.Since(start)}, err
	}
	x, err := sched.Explore(r.Preemptions, r.program)
	var f *sched.Failure
	switch {
	case errors.As(err, &f) && len(f.Trace) > 0:
		err = fmt.Errorf("%v: %w\n%vto replay it, give the program the Schedule %q", r, f.Err, r.story(f.Trace), f.Schedule)
	case errors.As(err, &f):
		err = fmt.Errorf("%v: %w", r, f.Err)
	case err != nil:
		err = fmt.Errorf("%v: %w", r, err)
	case !r.stepped:
		err = fmt.Errorf("%v: no call has come to an access that the search sees: does the queue use the types of this package?", r)
	}
	return Result{r.Preemptions, x.Schedules, x.Cut, x.States, x.Steps, len(r.verdicts), time.Since(start)}, err
}

// story says what happened in a run.
func (r *runner) story(trace sched.Trace) string {
	return fmt.Sprintf("steps, each with its goroutine and the place at which that stopped then:\n%vcalls:\n%v", trace, list(r.calls))
}

// A runner makes the runs of a program.
type runner struct {
	Program
	parts    [][]string
	newQueue func(capacity int) queue.BoundedQueue[int]
	verdicts map[uint64]error // by history
	stepped  bool             // a call has come to an access

	// Of this run.
	q      queue.BoundedQueue[int]
	held   []int // in the beginning
	calls  []*call
	ended  uint32
	closed bool
	ctx    context.Context
	cancel context.CancelFunc
	shared sched.Var // the context
}

// program makes the goroutines of one run.
func (r *runner) program(s *sched.Schedule) func(*sched.Stuck) error {
	r.held, r.calls, r.ended, r.closed, r.shared = r.held[:0], r.calls[:0], 0, false, sched.Var{}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	r.ctx = seen{r.ctx, &r.shared}
	if err := r.fill(); err != nil {
		return func(*sched.Stuck) error { return err }
	}
	v := r.Fill
	for i, part := range r.parts {
		client := fmt.Sprint("goroutine ", i)
		var calls []*call
		for _, what := range part {
			c := &call{what: what, client: client}
			if c.sends() {
				v++
				c.v = v
			}
			calls = append(calls, c)
		}
		first := len(r.calls)
		r.calls = append(r.calls, calls...)
		s.Go(fmt.Sprint(i), func() {
			for i, c := range calls {
				r.do(c, first+i)
			}
		})
	}
	return func(stuck *sched.Stuck) error { return r.judge(s) }
}

// fill makes the queue.
func (r *runner) fill() (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("before the program begins the queue panics: %v\n\n%s", v, debug.Stack())
		}
	}()
	r.q = r.newQueue(r.Capacity)
	if r.q == nil {
		return errors.New("the constructor returns no queue")
	}
	if n := r.q.Cap(); n != r.Capacity {
		return fmt.Errorf("the queue has Cap() = %d: the program must have a capacity that the constructor keeps", n)
	}
	for v := range r.Fill {
		r.held = append(r.held, v+1)
		if err := r.q.TrySend(v + 1); err != nil {
			return fmt.Errorf("before the program begins TrySend(%d) on a queue with room fails: %w", v+1, err)
		}
	}
	return nil
}

// seen is the context, to look at which is an access to what is shared.
type seen struct {
	context.Context
	shared *sched.Var
}

func (c seen) Err() error {
	c.shared.Reads()
	return c.Context.Err()
}

// do does the nth call.
func (r *runner) do(c *call, n int) {
	sched.Begin(func() {
		c.began, c.before = true, r.ended
		sched.Sees(uint64(r.ended))
	})
	ctx := context.Background()
	if len(c.what) == 2 {
		ctx = r.ctx
	}
	switch c.what[0] {
	case 'S':
		c.err = r.q.Send(ctx, c.v)
	case 's':
		c.err = r.q.TrySend(c.v)
	case 'R':
		c.v, c.err = r.q.Recv(ctx)
	case 'r':
		c.v, c.err = r.q.TryRecv()
	case 'C':
		r.q.Close()
		r.closed = true
	case 'L':
		c.v = r.q.Len()
	case 'X':
		r.shared.Writes()
		r.cancel()
	}
	if sched.End() && c.what != "X" {
		r.stepped = true
	}
	c.ended = true
	r.ended |= 1 << n
}

// judge says what is wrong with a run in which nobody goes on any more. It closes the queue and
// drains it: then everybody must come to an end, and every accepted value must have been received.
func (r *runner) judge(s *sched.Schedule) error {
	defer r.cancel()
	if err := r.wronglyWaits(s); err != nil {
		return err
	}
	s.Go("drain", func() {
		for what := "C"; ; what = "r" {
			c := &call{what: what, client: "drain"}
			r.calls = append(r.calls, c)
			if r.do(c, len(r.calls)-1); c.err != nil || len(r.calls) == maxCalls {
				return
			}
		}
	})
	if err := s.Run(); err != nil {
		return fmt.Errorf("after Close: %w", err)
	}
	h := hash(r.calls)
	err, known := r.verdicts[h]
	if !known {
		if !linearizable(r.calls, r.Capacity, r.held) {
			err = errors.New("no order of these calls is that of a queue")
		}
		r.verdicts[h] = err
	}
	return err
}

// wronglyWaits says who waits and need not. It calls Len in a goroutine of the schedule: one that
// waits may hold a mutex.
func (r *runner) wronglyWaits(s *sched.Schedule) error {
	if r.ended == 1<<len(r.calls)-1 {
		return nil
	}
	for _, c := range r.calls {
		if c.began && !c.ended && c.what[0] != 'S' && c.what[0] != 'R' {
			return fmt.Errorf("%v, and never may", c)
		}
	}
	n := -1
	s.Go("len", func() { n = r.q.Len() })
	if err := s.Run(); n < 0 {
		return fmt.Errorf("somebody waits, and Len does not return: %w", err)
	}
	var sender, receiver *call
	for _, c := range r.calls {
		switch {
		case !c.began || c.ended:
		case r.closed:
			return fmt.Errorf("%v, and the queue is closed", c)
		case len(c.what) == 2 && r.ctx.Err() != nil:
			return fmt.Errorf("%v, and its context is done", c)
		case c.sends() && n < r.Capacity, c.receives() && n > 0:
			return fmt.Errorf("%v, and the queue holds %d", c, n)
		case c.sends():
			sender = c
		default:
			receiver = c
		}
	}
	if sender != nil && receiver != nil {
		return fmt.Errorf("%v, and %v", sender, receiver)
	}
	return nil
}

// hash returns a number that differs if anything that linearizable looks at does.
func hash(calls []*call) uint64 {
	h := uint64(14695981039346656037)
	add := func(x uint64) {
		for range 8 {
			h = (h ^ x&0xff) * 1099511628211
			x >>= 8
		}
	}
	for _, c := range calls {
		add(uint64(c.before))
		x := uint64(uint32(c.v)) << 8
		if c.began {
			x |= 1
		}
		if c.ended {
			x |= 2
		}
		known := []error{nil, queue.ErrFull, queue.ErrEmpty, queue.ErrClosed, context.Canceled, c.err}
		add(x | uint64(slices.Index(known, c.err))<<2)
	}
	return h
}

// list writes calls one a line.
func list(calls []*call) string {
	var b strings.Builder
	for _, c := range calls {
		fmt.Fprintf(&b, "  %v\n", c)
	}
	return b.String()
}
