package queuetest_test

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

// Queues that are alive by themselves: who waits in them is woken by a timer of
// its own, or served by a goroutine of the queue.

// A patient queue tries again and again, and pauses in between.
type patient struct {
	queue.BoundedQueue[int]
	pause func(ctx context.Context, looks int)
}

func patientBy(pause func(context.Context, int), fault mutants.Fault) func(int) queue.BoundedQueue[int] {
	return atLeast(1, func(capacity int) queue.BoundedQueue[int] {
		return &patient{mutants.New[int](fault)(capacity), pause}
	})
}

func (q *patient) Send(ctx context.Context, v int) error {
	for looks := 1; ; looks++ {
		if err := q.TrySend(v); err != queue.ErrFull {
			return err
		}
		if err := errOf(ctx); err != nil {
			return err
		}
		q.pause(ctx, looks)
	}
}

func (q *patient) Recv(ctx context.Context) (int, error) {
	for looks := 1; ; looks++ {
		if v, err := q.TryRecv(); err != queue.ErrEmpty {
			return v, err
		}
		if err := errOf(ctx); err != nil {
			return 0, err
		}
		q.pause(ctx, looks)
	}
}

// errOf returns the error of a context that is done, whether it has one or not.
func errOf(ctx context.Context) error {
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

// byTimer pauses in a select that a timer ends: to a snapshot it looks like one
// that nothing ends.
func byTimer(ctx context.Context, _ int) {
	select {
	case <-time.After(200 * time.Microsecond):
	case <-ctx.Done():
	}
}

func bySleep(context.Context, int) { time.Sleep(time.Millisecond) }

// byTimerAtFirst loses a wake-up that does not come soon.
func byTimerAtFirst(ctx context.Context, looks int) {
	if looks < 3 {
		byTimer(ctx, looks)
	} else {
		<-ctx.Done()
	}
}

// A deaf queue does not hear that the context of a receiver has ended.
type deaf struct{ queue.BoundedQueue[int] }

func (q deaf) Recv(context.Context) (int, error) { return q.BoundedQueue.Recv(background) }

func newDeaf(capacity int) queue.BoundedQueue[int] {
	return deaf{patientBy(byTimer, mutants.None)(capacity)}
}

// leaving leaves a goroutine behind each wait, until the end.
func leaving(end <-chan struct{}) func(context.Context, int) {
	return func(ctx context.Context, looks int) {
		if looks == 1 {
			go func() { <-end }()
		}
		byTimer(ctx, looks)
	}
}

var background = context.Background()

// polls is what patient queues declare.
var polls = []queuetest.Option{queuetest.Polling(), queuetest.NoRendezvous()}

var (
	relays  = []queuetest.Option{queuetest.NotDurable(), queuetest.Weak(), queuetest.NoRendezvous()}
	offices = []queuetest.Option{queuetest.NotDurable(), queuetest.Weak(), queuetest.Allocates()}
)

// Nothing is found in them, and all of it comes to an end. The timers and the sleeps
// take a millisecond each on a machine that has nothing else to do.
func TestAliveByThemselves(t *testing.T) {
	office := new(office).opened()
	t.Cleanup(func() { close(office.shut) })
	for _, alive := range []struct {
		name     string
		newQueue func(int) queue.BoundedQueue[int]
		declares []queuetest.Option
		stay     int // goroutines
	}{
		{"a select with a timer", patientBy(byTimer, mutants.None), polls, 0},
		{"sleep", patientBy(bySleep, mutants.None), polls, 0},
		{"a helper for each queue", newRelay[int](relayFaults{}), relays, 0},
		{"a helper for the process", office.newQueue, offices, 1},
	} {
		t.Run(alive.name, func(t *testing.T) {
			defer noneLeft(t, runtime.NumGoroutine()+alive.stay)
			queuetest.Run(t, alive.newQueue, append(slices.Clip(alive.declares), queuetest.Short(), queuetest.Budget(50*time.Millisecond))...)
		})
	}
	t.Run("a helper for each queue, in a bubble", func(t *testing.T) {
		queuetest.Run(t, newRelay[int](relayFaults{}), append(slices.Clip(relays[1:]), queuetest.Short(), queuetest.Only("^(Block|Close|Ctx|Concurrent)/"))...)
	})
	t.Run("a helper for each queue, of pointers", func(t *testing.T) {
		queuetest.RunOf(t, newRelay[*queuetest.Box](relayFaults{}), queuetest.Pointers(), append(slices.Clip(relays), queuetest.Only("^GC/"))...)
	})
}

// They are no excuse for a fault.
func TestFaultsOfTheLiving(t *testing.T) {
	soon := queuetest.Watchdog(time.Second)         // where only the watchdog can tell
	unhurried := queuetest.Budget(10 * time.Second) // where a hundred values must have gone by
	end := make(chan struct{})
	defer noneLeft(t, runtime.NumGoroutine())
	defer close(end)
	opened := func(o *office) func(int) queue.BoundedQueue[int] {
		o.opened().shut = end
		o.opens.Do(func() { go o.work() }) // before there is a case that it could belong to
		return o.newQueue
	}
	for _, faulty := range []struct {
		name     string
		newQueue func(int) queue.BoundedQueue[int]
		declares []queuetest.Option
		by, says string
	}{
		{"a timer, and loses a value", patientBy(byTimer, mutants.LosesOneInN), append(slices.Clip(polls), unhurried), "Concurrent/NoLossNoDup", "was accepted and never received"},
		{"sleeps, and loses a value", patientBy(bySleep, mutants.LosesOneInN), append(slices.Clip(polls), unhurried), "Concurrent/NoLossNoDup", "was accepted and never received"},
		{"a timer, and loses a wake-up", patientBy(byTimerAtFirst, mutants.None), append(slices.Clip(polls), soon), "Block/NoLostWakeup", "still not done"},
		{"a timer, and goes on under a context that is done", newDeaf, append(slices.Clip(polls), soon), "Ctx/CancelParkedRecv", "0 of 8 waiters returned"},
		{"a timer, and leaves a goroutine behind", patientBy(leaving(end), mutants.None), append(slices.Clip(polls), soon), "Ctx/NoLeakedWaiters", "goroutines were left behind"},
		{"a timer, not declared", patientBy(byTimer, mutants.None), polls[1:], "Block/NoLostWakeupRealTime", "declares Polling"},
		{"sleeps, not declared", patientBy(bySleep, mutants.None), append(slices.Clip(polls[1:]), soon), "Idle/ParkedUseNoProcessor", "declares Polling"},
		{"refuses for ever", mutants.New[int](mutants.HidesOdd), []queuetest.Option{queuetest.Weak(), soon}, "Block/NoHiddenBatching", "was refused for 500ms"},
		{"a helper that dies", newRelay[int](relayFaults{diesAfter: 20, end: end}), relays, "Concurrent/PingPong", "everybody waits"},
		{"a helper that loses a value", newRelay[int](relayFaults{losesAfter: 100, end: end}), relays, "Concurrent/NoLossNoDup", "was accepted and never received"},
		{"a helper, and leaves a goroutine behind", newRelay[int](relayFaults{leaves: true, end: end}), relays, "Ctx/NoLeakedWaiters", "goroutines were left behind"},
		{"a helper for all that dies", opened(&office{diesAfter: 1000}), offices, "Concurrent/PingPong", "everybody waits"},
		{"a helper for all that forgets who waits", opened(&office{forgets: true}), offices, "Block/NoLostWakeupRealTime", "everybody waits"},
		{"a helper for all that leaves a goroutine behind", opened(&office{leaves: true}), offices, "Ctx/NoLeakedWaiters", "goroutines were left behind"},
	} {
		t.Run(faulty.name, func(t *testing.T) {
			err := queuetest.Check(faulty.newQueue, append(slices.Clip(faulty.declares), queuetest.Short(), queuetest.AsIs(), queuetest.Only("^"+faulty.by+"$"))...)
			if err == nil || !strings.Contains(err.Error(), faulty.says) {
				t.Errorf("%s does not say %q, but %v", faulty.by, faulty.says, err)
			}
		})
	}
}
