package queue_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare"
)

func TestSendEvict(t *testing.T) {
	for _, tt := range []struct {
		name     string
		capacity int
		held     []int
		close    bool
		err      error
		evicted  []int
		left     []int
	}{
		{"with room", 3, []int{1, 2}, false, nil, nil, []int{1, 2, 9}},
		{"full", 3, []int{1, 2, 3}, false, nil, []int{1}, []int{2, 3, 9}},
		{"full at capacity 1", 1, []int{1}, false, nil, []int{1}, []int{9}},
		{"closed", 3, []int{1, 2}, true, queue.ErrClosed, nil, []int{1, 2}},
		{"closed and full", 2, []int{1, 2}, true, queue.ErrClosed, nil, []int{1, 2}},
		{"nobody receives", 0, nil, false, queue.ErrFull, nil, nil},
		{"closed at capacity 0", 0, nil, true, queue.ErrClosed, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			overAll(t, func(t *testing.T, newQueue newQueue) {
				for _, silent := range []bool{false, true} {
					q := newQueue(tt.capacity)
					fill(t, q, tt.held...)
					if tt.close {
						q.Close()
					}
					evicted := newQueue(10)
					hand := func(v int) { fill(t, evicted, v) }
					want := tt.evicted
					if silent {
						hand, want = nil, nil
					}
					expectErr(t, "SendEvict", queue.SendEvict(q, 9, hand), tt.err)
					expectHeld(t, evicted, want...)
					expectHeld(t, q, tt.left...)
				}
			})
		})
	}
}

// At capacity 0 a receiver that waits is served, and a sender that waits keeps its value.
func TestSendEvictAtRendezvous(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(0)
		go q.Send(t.Context(), 1)
		synctest.Wait()
		expectErr(t, "SendEvict beside a sender", queue.SendEvict(q, 2, func(v int) { t.Errorf("evicted %d", v) }), queue.ErrFull)
		expectHeld(t, q, 1)

		got := make(chan int, 1)
		go func() {
			v, _ := q.Recv(t.Context())
			got <- v
		}()
		synctest.Wait()
		expectErr(t, "SendEvict to a receiver", queue.SendEvict(q, 3, nil), nil)
		if v := <-got; v != 3 {
			t.Errorf("received %d, want 3", v)
		}
	})
}

// evicted may use the queue, and may close it. What was evicted before stays so.
func TestSendEvictCallsWithoutLock(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(2)
		fill(t, q, 1, 2)
		var evicted []int
		err := queue.SendEvict(q, 3, func(v int) {
			evicted = append(evicted, v)
			fill(t, q, 10+v) // so that one more must go
			if v == 2 {
				q.Close()
			}
		})
		expectErr(t, "SendEvict", err, queue.ErrClosed)
		if len(evicted) != 2 || evicted[0] != 1 || evicted[1] != 2 {
			t.Errorf("evicted %v, want 1 and 2", evicted)
		}
		expectHeld(t, q, 11, 12)
	})
}

// Senders that wait in Send are served first on some queues, and end.
func TestSendEvictBesideWaitingSenders(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := newQueue(2)
		fill(t, q, 1, 2)
		var sent sync.WaitGroup
		for v := 3; v <= 6; v++ {
			sent.Go(func() { expectErr(t, "Send", q.Send(t.Context(), v), nil) })
		}
		synctest.Wait()
		n := 0
		expectErr(t, "SendEvict", queue.SendEvict(q, 9, func(int) { n++ }), nil)
		for range queue.Drain(q) {
			n++
			synctest.Wait()
		}
		sent.Wait()
		if n != 7 {
			t.Errorf("%d values came out, want all 7", n)
		}
	})
}

// refuser refuses some tries for no reason.
type refuser struct {
	queue.BoundedQueue[int]
	sends, recvs atomic.Int64
}

func (q *refuser) TrySend(v int) error {
	if q.sends.Add(1)%2 == 0 {
		return queue.ErrFull
	}
	return q.BoundedQueue.TrySend(v)
}

func (q *refuser) TryRecv() (int, error) {
	if q.recvs.Add(1)%3 == 0 {
		return 0, queue.ErrEmpty
	}
	return q.BoundedQueue.TryRecv()
}

// Whatever the race: each accepted value is received or evicted, once, and each SendEvict
// ends with nil.
func TestSendEvictConcurrent(t *testing.T) {
	const senders, receivers, each = 4, 2, 3000
	for _, impl := range compare.Implementations[int]() {
		for _, capacity := range []int{1, 3, 64} {
			for name, q := range map[string]queue.BoundedQueue[int]{
				"":        impl.New(capacity),
				"counted": queue.Count(impl.New(capacity)),
				"weak":    &refuser{BoundedQueue: impl.New(capacity)},
			} {
				var seen [senders * each]atomic.Int32
				var sending, receiving sync.WaitGroup
				for s := range senders {
					sending.Go(func() {
						for i := range each {
							err := queue.SendEvict(q, s*each+i, func(v int) { seen[v].Add(1) })
							expectErr(t, "SendEvict", err, nil)
						}
					})
				}
				for range receivers {
					receiving.Go(func() {
						for v := range queue.All(t.Context(), q) {
							seen[v].Add(1)
						}
					})
				}
				sending.Wait()
				q.Close()
				receiving.Wait()
				for v := range seen {
					if n := seen[v].Load(); n != 1 {
						t.Errorf("%s %s, capacity %d: value %d was received or evicted %d times, want once", impl.Name, name, capacity, v, n)
						break
					}
				}
				if c, ok := q.(*queue.Counted[int]); ok {
					if s := c.Stats(); s.Accepted != senders*each || s.Accepted != s.Received+s.Evicted || s.RefusedFull != 0 {
						t.Errorf("%s: counted %+v", impl.Name, s)
					}
				}
			}
		}
	}
}
