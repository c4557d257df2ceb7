//go:build sched

package explore

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
)

// A faulty queue has one method that is wrong.
type faulty struct {
	queue.BoundedQueue[int]
	send    func(ctx context.Context, v int) error
	trySend func(v int) error
	recv    func(ctx context.Context) (int, error)
	tryRecv func() (int, error)
}

func (q *faulty) Send(ctx context.Context, v int) error {
	if q.send != nil {
		return q.send(ctx, v)
	}
	return q.BoundedQueue.Send(ctx, v)
}

func (q *faulty) TrySend(v int) error {
	if q.trySend != nil {
		return q.trySend(v)
	}
	return q.BoundedQueue.TrySend(v)
}

func (q *faulty) Recv(ctx context.Context) (int, error) {
	if q.recv != nil {
		return q.recv(ctx)
	}
	return q.BoundedQueue.Recv(ctx)
}

func (q *faulty) TryRecv() (int, error) {
	if q.tryRecv != nil {
		return q.tryRecv()
	}
	return q.BoundedQueue.TryRecv()
}

// What an operation returns beside the results of the contract is wrong, whatever it is.
func TestStrangeResults(t *testing.T) {
	for _, c := range []struct {
		what string
		p    Program
		make func(q *faulty)
	}{
		{"an error of the queue's own", Program{Text: "s|r", Capacity: 1}, func(q *faulty) {
			q.trySend = func(v int) error {
				q.Len()
				return errors.New("busy")
			}
		}},
		{"ErrEmpty of a send", Program{Text: "s|r", Capacity: 1, Fill: 1}, func(q *faulty) {
			q.trySend = func(v int) error {
				if q.BoundedQueue.TrySend(v) != nil {
					return queue.ErrEmpty
				}
				return nil
			}
		}},
		{"cancelled before anybody has cancelled", Program{Text: "R'|X", Capacity: 1}, func(q *faulty) {
			q.recv = func(context.Context) (int, error) {
				q.Len()
				return 0, context.Canceled
			}
		}},
		{"cancelled without a context", Program{Text: "R|X", Capacity: 1}, func(q *faulty) {
			q.recv = func(context.Context) (int, error) {
				q.Len()
				return 0, context.Canceled
			}
		}},
		{"a value and an error", Program{Text: "r", Capacity: 1}, func(q *faulty) {
			q.tryRecv = func() (int, error) {
				v, err := q.BoundedQueue.TryRecv()
				if err == queue.ErrEmpty {
					v = 7
				}
				return v, err
			}
		}},
	} {
		t.Run(c.what, func(t *testing.T) {
			_, err := Run(c.p, func(n int) queue.BoundedQueue[int] {
				q := &faulty{BoundedQueue: newCondq(n)}
				if c.p.Fill == 0 {
					c.make(q)
				}
				return &filled{q, c.p.Fill, c.make}
			})
			if err == nil {
				t.Error("not found")
			}
		})
	}
}

// filled becomes faulty when it is filled.
type filled struct {
	*faulty
	left int
	make func(q *faulty)
}

func (q *filled) TrySend(v int) error {
	if q.left > 0 {
		if q.left--; q.left == 0 {
			defer q.make(q.faulty)
		}
	}
	return q.faulty.TrySend(v)
}

// locked is a queue that forgets to give its mutex up.
type locked struct {
	queue.BoundedQueue[int]
	mu Mutex
}

func (q *locked) TrySend(v int) error {
	q.mu.Lock()
	if err := q.BoundedQueue.TrySend(v); err != nil {
		return err
	}
	q.mu.Unlock()
	return nil
}

func (q *locked) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.BoundedQueue.Len()
}

// A mutex that nobody gives up is told, and does not stop the test as well.
func TestForgottenMutex(t *testing.T) {
	_, err := Run(Program{Text: "s|s", Capacity: 1, Fill: 1}, func(n int) queue.BoundedQueue[int] {
		return &locked{BoundedQueue: newCondq(n)}
	})
	if err == nil || !strings.Contains(err.Error(), "waits, and never may") {
		t.Errorf("error %v", err)
	}
}

// hasty is a queue that looks at the context early, and not again.
type hasty struct{ queue.BoundedQueue[int] }

func (q hasty) Recv(ctx context.Context) (int, error) {
	q.Len()
	err := ctx.Err()
	v, empty := q.TryRecv()
	switch {
	case empty == nil:
		return v, nil
	case err != nil:
		return 0, err
	}
	return q.BoundedQueue.Recv(context.Background())
}

// A look at the context is a look at something shared.
func TestLooksAtContext(t *testing.T) {
	p := Program{Text: "R'L|X|s", Capacity: 2, Preemptions: 2}
	histories := func(explore func(int, func(*sched.Schedule) func(*sched.Stuck) error) (sched.Exploration, error)) []uint64 {
		parts, err := p.calls()
		if err != nil {
			t.Fatal(err)
		}
		r := &runner{Program: p, parts: parts, newQueue: func(n int) queue.BoundedQueue[int] { return hasty{newCondq(n)} }, verdicts: make(map[uint64]error)}
		if _, err := explore(p.Preemptions, r.program); err != nil {
			t.Fatal(err)
		}
		return slices.Sorted(maps.Keys(r.verdicts))
	}
	if some, all := histories(sched.Explore), histories(sched.ExploreAll); !slices.Equal(some, all) {
		t.Errorf("%d histories, and %d if nothing is cut", len(some), len(all))
	}
}
