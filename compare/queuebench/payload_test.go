package queuebench

import (
	"context"
	"slices"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

func boxed[T any](capacity int) queue.BoundedQueue[T] { return ring.New[T](capacity) }

var soundPayloads = Payloads{
	Empty: boxed[struct{}], Words8: boxed[[8]uint64], Words32: boxed[[32]uint64], Pointer: boxed[*uint64],
}

// spoiling drops every tenth value, or alters it.
type spoiling[T any] struct {
	queue.BoundedQueue[T]
	n     *int
	alter func(*T) // nil drops it
}

func (s spoiling[T]) Send(ctx context.Context, x T) error {
	if *s.n++; *s.n%10 == 0 {
		if s.alter == nil {
			return nil
		}
		s.alter(&x)
	}
	return s.BoundedQueue.Send(ctx, x)
}

// spoiled makes queues that are sound until they have been filled and drained.
func spoiled[T any](alter func(*T)) func(int) queue.BoundedQueue[T] {
	return func(capacity int) queue.BoundedQueue[T] {
		return spoiling[T]{boxed[T](capacity), new(int), alter}
	}
}

func TestPayloads(t *testing.T) {
	tear8 := func(x *[8]uint64) { x[7]-- }
	tear32 := func(x *[32]uint64) { x[31]-- }
	stray := func(x **uint64) { *x = &pointed[0] }
	for _, test := range []struct {
		scenario string
		payloads Payloads
		sound    bool
	}{
		{"payload0", soundPayloads, true},
		{"payload8", Payloads{}, true},
		{"payload64", soundPayloads, true},
		{"payload256", soundPayloads, true},
		{"payloadptr", soundPayloads, true},
		{"payload0", Payloads{Empty: spoiled[struct{}](nil)}, false},
		{"payload64", Payloads{Words8: spoiled[[8]uint64](nil)}, false},
		{"payload64", Payloads{Words8: spoiled(tear8)}, false},
		{"payload256", Payloads{Words32: spoiled[[32]uint64](nil)}, false},
		{"payload256", Payloads{Words32: spoiled(tear32)}, false},
		{"payloadptr", Payloads{Pointer: spoiled[*uint64](nil)}, false},
		{"payloadptr", Payloads{Pointer: spoiled(stray)}, false},
	} {
		for _, n := range []int{1, 3} {
			impl := Impl{Name: "ring", New: sound, Payloads: test.payloads}
			c := Cell{Scenario: test.scenario, Impl: impl, Capacity: 5, Producers: n, Consumers: n, Batch: 1}
			if !test.sound && n > 1 {
				continue // spoiling is for one sender
			}
			// More than there are pointers.
			if r := measureN(t, c, 10000); (r.N == 10000) != test.sound {
				t.Errorf("%s: %v", c.Name(), r)
			}
		}
	}
}

func TestPayloadsOnlyWhereOffered(t *testing.T) {
	impls := named("ring", "mine")
	impls[0].Payloads = Payloads{Words8: boxed[[8]uint64]}
	impls[1].Payloads = Payloads{}
	got := cellNames(t, impls, Scenarios("payload0", "payload64"), Capacities(7), Goroutines([2]int{1, 1}))
	want := []string{
		"scenario=payload64/impl=chan/cap=7/p=1/c=1/batch=1",
		"scenario=payload64/impl=ring/cap=7/p=1/c=1/batch=1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
