package queue_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/boundedq/queue"
)

// single hides all that a queue offers beyond the interface, so that the helpers
// must fall back to single steps.
type single struct{ queue.BoundedQueue[int] }

// batching has batches of its own, and counts how often they are asked for.
type batching struct {
	queue.BoundedQueue[int]
	sends, recvs int
}

func (b *batching) SendMany(ctx context.Context, vs []int) (n int, err error) {
	b.sends++
	for n < len(vs) && err == nil {
		if err = b.Send(ctx, vs[n]); err == nil {
			n++
		}
	}
	return n, err
}

func (b *batching) RecvMany(ctx context.Context, buf []int) (n int, err error) {
	b.recvs++
	for n < len(buf) {
		v, err := b.TryRecv()
		if err == queue.ErrEmpty && n == 0 {
			v, err = b.Recv(ctx)
		}
		if err != nil && n == 0 {
			return 0, err
		}
		if err != nil {
			break
		}
		buf[n] = v
		n++
	}
	return n, nil
}

// overAllWays runs f over each implementation in three ways: as it is, with
// single steps alone, and with batches found through the optional interfaces.
func overAllWays(t *testing.T, f func(t *testing.T, newQueue newQueue)) {
	t.Helper()
	for name, wrap := range map[string]func(q queue.BoundedQueue[int]) queue.BoundedQueue[int]{
		"own":      func(q queue.BoundedQueue[int]) queue.BoundedQueue[int] { return q },
		"single":   func(q queue.BoundedQueue[int]) queue.BoundedQueue[int] { return single{q} },
		"batching": func(q queue.BoundedQueue[int]) queue.BoundedQueue[int] { return &batching{BoundedQueue: q} },
	} {
		t.Run(name, func(t *testing.T) {
			overAll(t, func(t *testing.T, newQueue newQueue) {
				f(t, func(capacity int) queue.BoundedQueue[int] { return wrap(newQueue(capacity)) })
			})
		})
	}
}

func TestSendMany(t *testing.T) {
	type q = queue.BoundedQueue[int]
	for _, tt := range []struct {
		name     string
		capacity int
		before   func(q q, cancel func())
		send     []int
		later    func(q q, cancel func()) // after one second
		n        int
		err      error
		held     []int
	}{
		{name: "fits", capacity: 4, send: upTo(3), n: 3, held: upTo(3)},
		{name: "fits exactly", capacity: 3, send: upTo(3), n: 3, held: upTo(3)},
		{name: "nothing to send", capacity: 1, send: nil, n: 0, held: nil},
		{
			name: "nothing to send to a full queue", capacity: 1,
			before: func(q q, _ func()) { q.TrySend(9) },
			send:   []int{}, n: 0, held: []int{9},
		},
		{
			name: "closed before", capacity: 4,
			before: func(q q, _ func()) { q.TrySend(9); q.Close() },
			send:   upTo(3), n: 0, err: queue.ErrClosed, held: []int{9},
		},
		{
			name: "closed while it waits", capacity: 3, send: upTo(5),
			later: func(q q, _ func()) { q.Close() },
			n:     3, err: queue.ErrClosed, held: upTo(3),
		},
		{
			name: "cancelled while it waits", capacity: 3, send: upTo(5),
			later: func(_ q, cancel func()) { cancel() },
			n:     3, err: context.Canceled, held: upTo(3),
		},
		{
			name: "cancelled before, with room", capacity: 3,
			before: func(_ q, cancel func()) { cancel() },
			send:   upTo(3), n: 3, held: upTo(3),
		},
		{
			name: "cancelled before, with room for a part", capacity: 2,
			before: func(_ q, cancel func()) { cancel() },
			send:   upTo(3), n: 2, err: context.Canceled, held: upTo(2),
		},
		{
			name: "a little room comes, then close", capacity: 2, send: upTo(5),
			later: func(q q, _ func()) { q.TryRecv(); synctest.Wait(); q.Close() },
			n:     3, err: queue.ErrClosed, held: []int{2, 3},
		},
		{
			name: "closed at a rendezvous", capacity: 0, send: upTo(5),
			later: func(q q, _ func()) { q.TryRecv(); synctest.Wait(); q.Close() },
			n:     1, err: queue.ErrClosed, held: nil,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			overAllWays(t, func(t *testing.T, newQueue newQueue) {
				q := newQueue(tt.capacity)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if tt.before != nil {
					tt.before(q, cancel)
				}
				if tt.later != nil {
					time.AfterFunc(time.Second, func() { tt.later(q, cancel) })
				}
				n, err := queue.SendMany(ctx, q, tt.send)
				if n != tt.n || err != tt.err {
					t.Errorf("SendMany = %d, %v, want %d, %v", n, err, tt.n, tt.err)
				}
				expectHeld(t, q, tt.held...)
			})
		})
	}
}

// What a batch has accepted can be received while it waits for more room, and
// what does not fit follows in order.
func TestSendManyLongerThanTheQueue(t *testing.T) {
	overAllWays(t, func(t *testing.T, newQueue newQueue) {
		for _, capacity := range []int{0, 1, 3} {
			q := newQueue(capacity)
			returned := false
			go func() {
				n, err := queue.SendMany(t.Context(), q, upTo(10))
				if n != 10 || err != nil {
					t.Errorf("SendMany = %d, %v, want 10, nil", n, err)
				}
				returned = true
				q.Close()
			}()
			synctest.Wait()
			if q.Len() != capacity || returned {
				t.Errorf("SendMany over capacity %d waits with Len %d, returned %v", capacity, q.Len(), returned)
			}
			if got := slices.Collect(queue.All(t.Context(), q)); !slices.Equal(got, upTo(10)) {
				t.Errorf("received %v, want 1 to 10 in order", got)
			}
		}
	})
}

func TestRecvMany(t *testing.T) {
	type q = queue.BoundedQueue[int]
	for _, tt := range []struct {
		name     string
		capacity int
		held     []int
		before   func(q q, cancel func())
		size     int                      // of buf
		later    func(q q, cancel func()) // after one second
		elapsed  time.Duration
		got      []int
		err      error
		left     []int
	}{
		{name: "less than buf", capacity: 5, held: upTo(3), size: 5, got: upTo(3)},
		{name: "as much as buf", capacity: 5, held: upTo(5), size: 5, got: upTo(5)},
		{name: "more than buf", capacity: 5, held: upTo(5), size: 2, got: upTo(2), left: []int{3, 4, 5}},
		{name: "empty buf", capacity: 5, held: upTo(2), size: 0, left: upTo(2)},
		{name: "empty buf, empty queue", capacity: 5, size: 0},
		{
			name: "empty buf, closed queue", capacity: 5, size: 0,
			before: func(q q, _ func()) { q.Close() },
		},
		{
			name: "waits for the first and no longer", capacity: 5, size: 5,
			later:   func(q q, _ func()) { q.TrySend(1) },
			elapsed: time.Second, got: upTo(1),
		},
		{
			name: "closed with values left", capacity: 5, held: upTo(3), size: 5,
			before: func(q q, _ func()) { q.Close() },
			got:    upTo(3),
		},
		{
			name: "closed and drained", capacity: 5, size: 5,
			before: func(q q, _ func()) { q.Close() },
			err:    queue.ErrClosed,
		},
		{
			name: "closed while it waits", capacity: 5, size: 5,
			later:   func(q q, _ func()) { q.Close() },
			elapsed: time.Second, err: queue.ErrClosed,
		},
		{
			name: "cancelled while it waits", capacity: 5, size: 5,
			later:   func(_ q, cancel func()) { cancel() },
			elapsed: time.Second, err: context.Canceled,
		},
		{
			name: "cancelled before, with values", capacity: 5, held: upTo(3), size: 5,
			before: func(_ q, cancel func()) { cancel() },
			got:    upTo(3),
		},
		{
			name: "rendezvous with the senders that wait", capacity: 0, size: 5,
			before: func(q q, _ func()) { go sendAll(t, q, 1); synctest.Wait() },
			got:    upTo(1),
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			overAllWays(t, func(t *testing.T, newQueue newQueue) {
				q := newQueue(tt.capacity)
				fill(t, q, tt.held...)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if tt.before != nil {
					tt.before(q, cancel)
				}
				if tt.later != nil {
					time.AfterFunc(time.Second, func() { tt.later(q, cancel) })
				}
				start := time.Now()
				buf := slices.Repeat([]int{-7}, tt.size)
				n, err := queue.RecvMany(ctx, q, buf)
				expectErr(t, "RecvMany", err, tt.err)
				expectElapsed(t, start, tt.elapsed)
				want := slices.Concat(tt.got, slices.Repeat([]int{-7}, tt.size-len(tt.got)))
				if n != len(tt.got) || !slices.Equal(buf, want) {
					t.Errorf("RecvMany took %d values and made buf %v, want %d values and %v", n, buf, len(tt.got), want)
				}
				expectHeld(t, q, tt.left...)
			})
		})
	}
}

func TestBatchesGoThroughOptionalInterfaces(t *testing.T) {
	overAll(t, func(t *testing.T, newQueue newQueue) {
		q := &batching{BoundedQueue: newQueue(3)}
		queue.SendMany(t.Context(), q, upTo(3))
		queue.RecvMany(t.Context(), q, make([]int, 3))
		if q.sends != 1 || q.recvs != 1 {
			t.Errorf("the queue's own SendMany ran %d times and its RecvMany %d times, want once each", q.sends, q.recvs)
		}
	})
}
