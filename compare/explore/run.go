//go:build sched

package explore

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
)

// Test explores each program as a subtest, and fails it with the first schedule that is
// wrong.
func Test(t *testing.T, newQueue func(capacity int) queue.BoundedQueue[int], programs ...Program) {
	for _, p := range programs {
		t.Run(p.String(), func(t *testing.T) {
			r, err := Run(p, newQueue)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%+v", r)
		})
	}
}

// Run explores one program, and returns how far it came. The error, if any, shows what is wrong
// with the program, or a schedule in which the queue is.
func Run(p Program, newQueue func(capacity int) queue.BoundedQueue[int]) (Result, error) {
	parts, err := p.calls()
	if err != nil {
		return Result{}, err
	}
	start := time.Now()
	r := &runner{Program: p, parts: parts, newQueue: newQueue, verdicts: make(map[uint64]error)}
	if p.Schedule != "" {
		trace, err := sched.Replay(p.Schedule, r.program)
		if err != nil {
			err = fmt.Errorf("%v: %w\n%v%v", p, err, trace, list(r.calls))
		}
		return Result{Schedules: 1, Steps: len(trace), Histories: 1, Took: time.Since(start)}, err
	}
	x, err := sched.Explore(p.Preemptions, r.program)
	if f := (*sched.Failure)(nil); errors.As(err, &f) {
		err = fmt.Errorf("%v: %w\n%vto replay it, give the program the Schedule %q", p, err, list(r.calls), f.Schedule)
	}
	return Result{p.Preemptions, x.Schedules, x.Cut, x.States, x.Steps, len(r.verdicts), time.Since(start)}, err
}

// A runner makes the runs of a program.
type runner struct {
	Program
	parts    [][]string
	newQueue func(capacity int) queue.BoundedQueue[int]
	verdicts map[uint64]error // by history

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
	r.q = r.newQueue(r.Capacity)
	r.held, r.calls, r.ended, r.closed, r.shared = r.held[:0], r.calls[:0], 0, false, sched.Var{}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	r.ctx = seen{r.ctx, &r.shared}
	v := 0
	for range r.Fill {
		v++
		r.held = append(r.held, v)
		if err := r.q.TrySend(v); err != nil {
			return func(*sched.Stuck) error { return fmt.Errorf("TrySend on a queue with room: %w", err) }
		}
	}
	for client, part := range r.parts {
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
		s.Go(fmt.Sprint(client), func() {
			for i, c := range calls {
				r.do(c, first+i)
			}
		})
	}
	return func(stuck *sched.Stuck) error { return r.judge(s) }
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
	sched.End()
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
			c := &call{what: what, client: len(r.parts)}
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

// wronglyWaits says who waits and need not.
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
	s.Go("len", func() { n = r.q.Len() }) // who waits may have a mutex
	if err := s.Run(); n < 0 {
		return fmt.Errorf("Len, while somebody waits: %w", err)
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
