package queuetest

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

var someIDs = []int{0, 1, 2, 3, 4, 5, -1, -2, 1 << 20, 3<<20 | 77, math.MaxInt, math.MinInt}

func TestValues(t *testing.T) {
	t.Run("Pointers", func(t *testing.T) { roundTrip(t, Pointers()) })
	t.Run("Large", func(t *testing.T) { roundTrip(t, Large()) })
	t.Run("Interfaces", func(t *testing.T) { roundTrip(t, Interfaces()) })
	t.Run("Strings", func(t *testing.T) { roundTrip(t, Strings()) })
}

func roundTrip[T any](t *testing.T, values Values[T]) {
	for _, id := range someIDs {
		if got, err := values.ID(values.Make(id)); got != id || err != nil {
			t.Errorf("ID(Make(%d)) = %d, %v", id, got, err)
		}
	}
}

// Any word that comes from another block is noticed, and so is a block of zeros.
func TestTornBlocks(t *testing.T) {
	a, b := makeBlock(id(1, 1)), makeBlock(id(1, 2))
	for i := range a {
		if a[i] == b[i] {
			continue // the halves that the two have in common
		}
		torn := a
		torn[i] = b[i]
		if id, err := blockID(torn); err == nil {
			t.Errorf("with word %d of another block, the id was %#x", i, id)
		}
	}
	if id, err := blockID(Block{}); err == nil {
		t.Errorf("the id of a block of zeros was %#x", id)
	}
}

// plain, and a queue with batches of its own on one side or on both.
type (
	plain[T any]   struct{ queue.BoundedQueue[T] }
	sending[T any] struct {
		queue.BoundedQueue[T]
		queue.BatchSender[T]
	}
	receiving[T any] struct {
		queue.BoundedQueue[T]
		queue.BatchReceiver[T]
	}
	both[T any] struct {
		queue.BoundedQueue[T]
		queue.BatchSender[T]
		queue.BatchReceiver[T]
	}
)

type batches[T any] struct{ q queue.BoundedQueue[T] }

func (b batches[T]) SendMany(ctx context.Context, vs []T) (int, error) {
	return queue.SendMany(ctx, plain[T]{b.q}, vs)
}

func (b batches[T]) RecvMany(ctx context.Context, buf []T) (int, error) {
	return queue.RecvMany(ctx, plain[T]{b.q}, buf)
}

func TestAdaptersKeepBatches(t *testing.T) {
	tr := newTrial(&testCase{run: func(*trial) {}}, newConfig(nil), 1, nil)
	q := mutants.New[string](mutants.None)(4)
	b := batches[string]{q}
	for _, test := range []struct {
		q               queue.BoundedQueue[string]
		sends, receives bool
	}{
		{plain[string]{q}, false, false},
		{sending[string]{q, b}, true, false},
		{receiving[string]{q, b}, false, true},
		{both[string]{q, b, b}, true, true},
	} {
		a := adapt(tr, test.q, Strings())
		_, sends := a.(queue.BatchSender[int])
		_, receives := a.(queue.BatchReceiver[int])
		if sends != test.sends || receives != test.receives {
			t.Errorf("adapted, %T has SendMany: %v, RecvMany: %v", test.q, sends, receives)
		}
		if n, err := queue.SendMany(background, a, []int{5, 0, 7}); n != 3 || err != nil {
			t.Errorf("SendMany = %d, %v", n, err)
		}
		buf := make([]int, 4)
		if n, err := queue.RecvMany(background, a, buf); n != 3 || err != nil || buf[0] != 5 || buf[1] != 0 || buf[2] != 7 {
			t.Errorf("RecvMany = %d, %v, %v", n, err, buf)
		}
	}
}

// A torn value, and one that comes with an error, are failures.
func TestAdaptersLookAtValues(t *testing.T) {
	for _, test := range []struct {
		q    queue.BoundedQueue[Block]
		says string
	}{
		{tearing{mutants.New[Block](mutants.None)(3)}, "the value is torn"},
		{mutants.New[Block](mutants.StaleValue)(3), "TryRecv() = "},
	} {
		newQueue := func(int) queue.BoundedQueue[Block] { return test.q }
		if err := CheckOf(newQueue, Large(), MinCapacity(3), AsIs(), Only("Basic/EmptyLeavesZero")); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%T: no %q in %v", test.q, test.says, err)
		}
	}
}

type tearing struct{ queue.BoundedQueue[Block] }

func (q tearing) TryRecv() (Block, error) {
	b, err := q.BoundedQueue.TryRecv()
	if err == nil {
		b[63]++
	}
	return b, err
}
