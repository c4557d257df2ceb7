package queuetest_test

import (
	"context"
	"fmt"
	"math/bits"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

// A lesser queue is one that gives something up, and panics when that is asked
// of it all the same.
type lesser struct {
	queue.BoundedQueue[int]
	oneSender, oneReceiver bool
	noClose, noLen         bool
	polling                bool
	weak                   bool

	sending, receiving atomic.Bool
	tries              atomic.Uint64
}

// alone panics if another goroutine is in the same role.
func alone(only bool, role *atomic.Bool) (leave func()) {
	if !only {
		return func() {}
	}
	if role.Swap(true) {
		panic("two goroutines in a role for one")
	}
	return func() { role.Store(false) }
}

func (q *lesser) unlucky() bool { return q.weak && q.tries.Add(1)%3 == 0 }

func (q *lesser) TrySend(v int) error {
	defer alone(q.oneSender, &q.sending)()
	if q.unlucky() {
		return queue.ErrFull
	}
	return q.BoundedQueue.TrySend(v)
}

func (q *lesser) TryRecv() (int, error) {
	defer alone(q.oneReceiver, &q.receiving)()
	if q.unlucky() {
		return 0, queue.ErrEmpty
	}
	return q.BoundedQueue.TryRecv()
}

func (q *lesser) Send(ctx context.Context, v int) error {
	defer alone(q.oneSender, &q.sending)()
	if q.unlucky() && ctx.Err() != nil {
		return ctx.Err()
	}
	for q.polling {
		if err := q.BoundedQueue.TrySend(v); err != queue.ErrFull {
			return err
		}
		if err := endOf(ctx); err != nil {
			return err
		}
		runtime.Gosched()
	}
	return q.BoundedQueue.Send(ctx, v)
}

// endOf returns the error of a context if it is done.
func endOf(ctx context.Context) error {
	select {
	case <-ctx.Done():
	default:
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return context.Canceled
}

func (q *lesser) Recv(ctx context.Context) (int, error) {
	defer alone(q.oneReceiver, &q.receiving)()
	if q.unlucky() && ctx.Err() != nil {
		return 0, ctx.Err()
	}
	for q.polling {
		if v, err := q.BoundedQueue.TryRecv(); err != queue.ErrEmpty {
			return v, err
		}
		if err := endOf(ctx); err != nil {
			return 0, err
		}
		runtime.Gosched()
	}
	return q.BoundedQueue.Recv(ctx)
}

func (q *lesser) Len() int {
	if q.noLen {
		panic("Len was called")
	}
	return q.BoundedQueue.Len()
}

func (q *lesser) Close() {
	if q.noClose {
		panic("Close was called")
	}
	q.BoundedQueue.Close()
}

// lessers has the queues, each with what it must declare.
var lessers = []struct {
	name     string
	newQueue func(capacity int) queue.BoundedQueue[int]
	declares []queuetest.Option
	found    string // by these cases if it is not declared
}{
	{
		"one sender", lesserBy(func(q *lesser) { q.oneSender = true }),
		[]queuetest.Option{queuetest.SingleProducer()},
		"Concurrent/NoLossNoDup",
	}, {
		"one receiver", lesserBy(func(q *lesser) { q.oneReceiver = true }),
		[]queuetest.Option{queuetest.SingleConsumer()},
		"Concurrent/NoLossNoDup",
	}, {
		"weak", lesserBy(func(q *lesser) { q.weak = true }),
		[]queuetest.Option{queuetest.Weak()},
		"Basic/FIFOSingle",
	}, {
		"no close", lesserBy(func(q *lesser) { q.noClose = true }),
		[]queuetest.Option{queuetest.NoClose()},
		"Close/Idempotent",
	}, {
		"no len", lesserBy(func(q *lesser) { q.noLen = true }),
		[]queuetest.Option{queuetest.NoLen()},
		"Len/SequentialExact",
	}, {
		"no rendezvous", atLeast(1, mutants.New[int](mutants.None)),
		[]queuetest.Option{queuetest.NoRendezvous()},
		"Basic/NewIsEmpty",
	}, {
		"two or more", atLeast(2, mutants.New[int](mutants.None)),
		[]queuetest.Option{queuetest.MinCapacity(2)},
		"Basic/NewIsEmpty",
	}, {
		"rounds up", roundingUp(mutants.New[int](mutants.None)),
		[]queuetest.Option{queuetest.RoundsUp()},
		"Capacity/ExactEvery",
	}, {
		"polling", atLeast(1, lesserBy(func(q *lesser) { q.polling = true })),
		[]queuetest.Option{queuetest.Polling(), queuetest.NoRendezvous()},
		"Idle/ParkedUseNoProcessor|Rendezvous/Overlap",
	}, {
		"allocates", mutants.New[int](mutants.Allocates),
		[]queuetest.Option{queuetest.Allocates()},
		"Alloc/SteadyStateZero",
	}, {
		"a ring as it is often found",
		atLeast(2, roundingUp(lesserBy(func(q *lesser) { q.weak, q.polling, q.noClose, q.noLen = true, true, true, true }))),
		[]queuetest.Option{
			queuetest.Weak(), queuetest.Polling(), queuetest.NoClose(), queuetest.NoLen(),
			queuetest.MinCapacity(2), queuetest.RoundsUp(),
		},
		"Basic/|Len/SequentialExact|Close/Idempotent|Capacity/ExactEvery|Idle/ParkedUseNoProcessor",
	}, {
		"a ring for one and one",
		atLeast(2, lesserBy(func(q *lesser) { q.oneSender, q.oneReceiver, q.polling, q.noClose = true, true, true, true })),
		[]queuetest.Option{
			queuetest.SingleProducer(), queuetest.SingleConsumer(), queuetest.Polling(),
			queuetest.NoClose(), queuetest.MinCapacity(2),
		},
		"Basic/NewIsEmpty|Concurrent/NoLossNoDup|Close/Idempotent|Idle/ParkedUseNoProcessor",
	},
}

func lesserBy(lessen func(*lesser)) func(int) queue.BoundedQueue[int] {
	return func(capacity int) queue.BoundedQueue[int] {
		q := &lesser{BoundedQueue: mutants.New[int](mutants.None)(capacity)}
		lessen(q)
		return q
	}
}

func atLeast(n int, newQueue func(int) queue.BoundedQueue[int]) func(int) queue.BoundedQueue[int] {
	return func(capacity int) queue.BoundedQueue[int] {
		if capacity < n {
			panic(fmt.Sprintf("capacity %d is less than %d", capacity, n))
		}
		return newQueue(capacity)
	}
}

func roundingUp(newQueue func(int) queue.BoundedQueue[int]) func(int) queue.BoundedQueue[int] {
	return func(capacity int) queue.BoundedQueue[int] {
		if capacity > 1 && capacity < 1<<24 {
			capacity = 1 << bits.Len(uint(capacity-1))
		}
		return newQueue(capacity)
	}
}

// What a queue has declared not to have is not asked of it.
func TestDeclared(t *testing.T) {
	for _, lesser := range lessers {
		t.Run(lesser.name, func(t *testing.T) {
			defer noneLeft(t, runtime.NumGoroutine())
			queuetest.Run(t, lesser.newQueue, append(lesser.declares, queuetest.Short())...)
		})
	}
}

// The same outside tests, where no case runs in a bubble.
func TestDeclaredInRealTime(t *testing.T) {
	last := lessers[len(lessers)-1]
	for _, lesser := range lessers {
		if testing.Short() && lesser.name != last.name {
			continue
		}
		if err := queuetest.Check(lesser.newQueue, append(lesser.declares, queuetest.Short())...); err != nil {
			t.Errorf("%s: %v", lesser.name, err)
		}
	}
}

// noneLeft expects the cases to have ended all of their goroutines, those that
// failed and those whose failure was excused too.
func noneLeft(t *testing.T, before int) {
	deadline := time.Now().Add(10 * time.Second) // they are on their way
	for runtime.NumGoroutine() > before {
		if time.Now().After(deadline) {
			t.Errorf("%d goroutines were left behind", runtime.NumGoroutine()-before)
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// What it has not declared is found missing.
func TestUndeclared(t *testing.T) {
	for _, lesser := range lessers {
		t.Run(lesser.name, func(t *testing.T) {
			if lesser.name == "allocates" && queuetest.RaceEnabled {
				t.Skip("the race detector allocates")
			}
			defer noneLeft(t, runtime.NumGoroutine())
			for i := range lesser.declares {
				others := append(lesser.declares[:i:i], lesser.declares[i+1:]...)
				others = append(others, queuetest.Short(), queuetest.Watchdog(2*time.Second), queuetest.Only(lesser.found))
				if err := queuetest.Check(lesser.newQueue, others...); err == nil {
					t.Errorf("declaration %d was left out, and nothing failed", i)
				}
			}
		})
	}
}

// Who declares a minimum may have smaller queues, but no broken ones.
func TestBelowMinimum(t *testing.T) {
	check := func(fault mutants.Fault) error {
		return queuetest.Check(mutants.New[int](fault), queuetest.MinCapacity(2), queuetest.Only("^Capacity/BelowMinimumPanics$"))
	}
	if err := check(mutants.NoneRing); err != nil {
		t.Error(err)
	}
	if err := check(mutants.OneStampTooFew); err == nil {
		t.Error("New(1) returns a queue that is never full, and nothing failed")
	}
}

// Values without a pointer do not show what is kept of them.
func TestKeepsValues(t *testing.T) {
	for _, fault := range []mutants.Fault{mutants.KeepsPointers, mutants.RefusedIsKept, mutants.KeepsGoneValue, mutants.BatchKept} {
		check := func(opts ...queuetest.Option) error {
			return queuetest.CheckOf(mutants.New[*queuetest.Box](fault), queuetest.Pointers(), append(opts, queuetest.Only("^GC/"))...)
		}
		if err := check(); err == nil {
			t.Errorf("a queue that %s passed", fault)
		}
		if err := check(queuetest.KeepsValues()); err != nil {
			t.Errorf("a queue that %s, and says so: %v", fault, err)
		}
	}
}

// Declarations that are not needed fail nothing.
func TestNeedlessDeclarations(t *testing.T) {
	queuetest.Run(t, mutants.New[int](mutants.None),
		queuetest.Weak(), queuetest.RoundsUp(), queuetest.NoRendezvous(), queuetest.Allocates(), queuetest.KeepsValues(), queuetest.Short())
}
