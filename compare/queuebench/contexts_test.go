package queuebench

import (
	"context"
	"testing"

	"github.com/boundedq/queue"
)

// A hasty queue does not keep to deadlines: what its waits end with is up to when.
type hasty struct {
	queue.BoundedQueue[uint64]
	when func(ctx context.Context) error
}

func (h hasty) Send(ctx context.Context, v uint64) error {
	if err := h.TrySend(v); err != queue.ErrFull {
		return err
	}
	return h.when(ctx)
}

func (h hasty) Recv(ctx context.Context) (uint64, error) {
	if v, err := h.TryRecv(); err != queue.ErrEmpty {
		return v, err
	}
	return 0, h.when(ctx)
}

func TestDeadlinesAreKept(t *testing.T) {
	for name, when := range map[string]func(ctx context.Context) error{
		"too early": func(context.Context) error { return context.DeadlineExceeded },
		"no error": func(ctx context.Context) error {
			<-ctx.Done()
			return nil
		},
		"another error": func(ctx context.Context) error {
			<-ctx.Done()
			return errBroken
		},
	} {
		t.Run(name, func(t *testing.T) {
			impl := Impl{Name: "hasty", New: func(n int) queue.BoundedQueue[uint64] { return hasty{sound(n), when} }}
			c := Cell{Scenario: "ctxdeadline", Impl: impl, Capacity: 15, Producers: 2, Consumers: 2, Batch: 1}
			if r := measure(t, c); r.N != 0 {
				t.Errorf("the benchmark gave numbers: %v", r)
			}
		})
	}
}

// A lane of somebody's own has no contexts: the queue behind the interface is called,
// and where there is none, nothing.
func TestContextsOfOwnLane(t *testing.T) {
	c := Cell{Scenario: "ctxcancel", Impl: Impl{Name: "mine", Lane: Chan().Lane}, Capacity: 15, Producers: 1, Consumers: 1, Batch: 1}
	if err := c.check(); err == nil {
		t.Error("a lane is called with contexts that it has no method for")
	}
	c.Impl.New = sound
	if err := c.check(); err != nil {
		t.Error(err)
	}
	if r := measure(t, c); r.N == 0 {
		t.Error("no numbers")
	}
}
