package queuebench

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/ring"
)

// The queues here are broken in ways that make them faster, or that a short test does
// not meet.

// swapping delivers one in every so many values after the one behind it.
type swapping struct {
	queue.BoundedQueue[uint64]
	every uint64
	held  uint64
}

func (s *swapping) Send(ctx context.Context, v uint64) error {
	if v%s.every == s.every-1 {
		s.held = v
		return nil
	}
	if err := s.BoundedQueue.Send(ctx, v); err != nil || s.held == 0 {
		return err
	}
	late := s.held
	s.held = 0
	return s.BoundedQueue.Send(ctx, late)
}

func TestOneFaultInAMillion(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 10_000
	}
	once := func(fault string) func(int) queue.BoundedQueue[uint64] {
		return func(capacity int) queue.BoundedQueue[uint64] {
			return faulty{ring.NewSPSC[uint64](capacity), uint64(n), faults[fault]}
		}
	}
	for name, newQueue := range map[string]func(int) queue.BoundedQueue[uint64]{
		"drop":      once("drop"),
		"duplicate": once("duplicate"),
		"stale":     once("stale"),
		"swap": func(capacity int) queue.BoundedQueue[uint64] {
			return &swapping{BoundedQueue: ring.NewSPSC[uint64](capacity), every: uint64(n)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			impl := Impl{Name: "broken", New: newQueue, Roles: Roles{1, 1}}
			c := Cell{Scenario: "handoff", Impl: impl, Capacity: 1000, Producers: 1, Consumers: 1, Batch: 1}
			if r := measureN(t, c, n); r.N != 0 {
				t.Errorf("the benchmark gave numbers: %v", r)
			}
			if r := measureN(t, c, n-2); r.N != n-2 {
				t.Errorf("no numbers without the fault: %v", r)
			}
		})
	}
}

// batching keeps values back until there are five of them, or, if it lingers, until
// the first has been there for so long. What is left goes when the queue is closed.
// It is for one sender.
type batching struct {
	queue.BoundedQueue[uint64]
	linger time.Duration

	mu    sync.Mutex
	batch []uint64
	begun int // batches so far: a timer that comes late must leave the next one alone
}

func (q *batching) Send(ctx context.Context, v uint64) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.batch = append(q.batch, v)
	switch {
	case len(q.batch) == 5:
		return q.flush(ctx)
	case len(q.batch) == 1 && q.linger > 0:
		q.begun++
		mine := q.begun
		time.AfterFunc(q.linger, func() {
			q.mu.Lock()
			defer q.mu.Unlock()
			if q.begun == mine {
				q.flush(context.Background())
			}
		})
	}
	return nil
}

func (q *batching) TrySend(v uint64) error {
	if q.Len() == q.Cap() {
		return queue.ErrFull
	}
	return q.Send(context.Background(), v)
}

func (q *batching) flush(ctx context.Context) error {
	batch := q.batch
	q.batch = nil
	_, err := queue.SendMany(ctx, q.BoundedQueue, batch)
	return err
}

func (q *batching) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.flush(context.Background())
	q.BoundedQueue.Close()
}

// A queue that keeps values back is refused before it is timed, for in throughput
// nothing is to be seen of it.
func TestHiddenBatching(t *testing.T) {
	for _, linger := range []time.Duration{0, 2 * time.Millisecond} {
		impl := Impl{
			Name: "batching", Roles: Roles{1, 1},
			New: func(n int) queue.BoundedQueue[uint64] { return &batching{BoundedQueue: sound(n), linger: linger} },
		}
		if err := smoke(impl, 1); err == nil {
			t.Errorf("lingering %v: a queue that keeps values back may be timed", linger)
		}
		if r := measure(t, anyCell(*scenarioOf("handoff"), impl, brokenCapacity)); r.N == 0 {
			t.Errorf("lingering %v: nothing is lost, and there are no numbers", linger)
		}
		if linger == 0 {
			continue // a single value never arrives
		}
		p50 := measure(t, anyCell(*scenarioOf("wake"), impl, brokenCapacity)).Extra["p50-ns"]
		if p50 < float64(linger) {
			t.Errorf("p50-ns is %v, and each value was kept back for %v", p50, linger)
		}
	}
}

// A batch is the larger, the larger the queue: the small ones that most cases make have
// none.
func TestHiddenBatchingOfLargeQueues(t *testing.T) {
	err := smoke(Impl{
		Name: "batching", Roles: Roles{1, 1},
		New: func(n int) queue.BoundedQueue[uint64] {
			if n < 1024 {
				return sound(n)
			}
			return &batching{BoundedQueue: sound(n)}
		},
	}, 1)
	if err == nil || !strings.Contains(err.Error(), "NoHiddenBatching") {
		t.Errorf("%v, want what is kept back", err)
	}
}

// A queue that parts sends one value more when it is closed.
type parting struct{ queue.BoundedQueue[uint64] }

func (p parting) Close() {
	p.TrySend(1)
	p.BoundedQueue.Close()
}

func TestValueAfterTheLast(t *testing.T) {
	impl := Impl{Name: "parting", New: func(n int) queue.BoundedQueue[uint64] { return parting{sound(n)} }}
	for _, name := range []string{"floor", "handoff", "busyprocess", "pairs", "pingpong", "wake", "paced10us", "transform", "pipeline", "ctxdeadline", "create"} {
		// Larger than what a run sends, so that there is room for it.
		if r := measure(t, anyCell(*scenarioOf(name), impl, 5000)); r.N != 0 {
			t.Errorf("%s: the benchmark gave numbers: %v", name, r)
		}
	}
}

// spinning waits without end and never sleeps.
type spinning struct{ queue.BoundedQueue[uint64] }

func (q spinning) Send(ctx context.Context, v uint64) error {
	for {
		err := q.TrySend(v)
		if err != queue.ErrFull {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		runtime.Gosched()
	}
}

func (q spinning) Recv(ctx context.Context) (uint64, error) {
	for {
		v, err := q.TryRecv()
		if err != queue.ErrEmpty {
			return v, err
		}
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		runtime.Gosched()
	}
}

// A queue whose waiters spin is refused unless it says that it polls, and then the
// processor time that it takes is to be seen.
func TestSpinning(t *testing.T) {
	impl := Impl{
		Name: "spinning", Declares: []queuetest.Option{queuetest.Watchdog(time.Second / 2)},
		New: func(n int) queue.BoundedQueue[uint64] { return spinning{sound(n)} },
	}
	if err := smoke(impl, 1); err == nil || !strings.Contains(err.Error(), "Block/") {
		t.Errorf("%v, want that it does not wait", err)
	}
	impl.Declares = []queuetest.Option{queuetest.Polling(), queuetest.NoRendezvous()}
	if err := smoke(impl, 1); err != nil {
		t.Error(err)
	}
	// A machine may be so busy that the spinning gets little of it for once.
	const tries = 20
	var cpu float64
	for range tries {
		var ok bool
		if cpu, ok = measure(t, anyCell(*scenarioOf("idle"), impl, brokenCapacity)).Extra["cpu-ns/op"]; !ok {
			t.Skip("this system does not tell how much processor time is used")
		}
		if cpu > float64(asleep)/10 {
			return
		}
	}
	t.Errorf("cpu-ns/op is %v, and 1000 goroutines spun for %v", cpu, asleep)
}
