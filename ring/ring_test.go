package ring

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"testing"
	"testing/synctest"
	"unsafe"

	"github.com/boundedq/queue"
)

// These tests stop a goroutine at the dangerous moments by playing its part: they
// do by hand the first half of an operation, watch what the others do meanwhile,
// and then do the second half.

var background = context.Background()

// claimSend does a send up to its linearization point.
func (q *Queue[T]) claimSend(t *testing.T) (tail uint64) {
	t.Helper()
	tail = q.tail.Load()
	if q.slot(tail).stamp.Load() != tail || !q.tail.CompareAndSwap(tail, q.next(tail)) {
		t.Fatal("no free slot to claim")
	}
	return tail
}

// publish does the rest.
func (q *Queue[T]) publish(tail uint64, v T) {
	s := q.slot(tail)
	s.value = v
	s.stamp.Store(tail + 1)
	q.receivers.Notify()
}

// claimRecv does a receive up to its linearization point.
func (q *Queue[T]) claimRecv(t *testing.T) (head uint64) {
	t.Helper()
	head = q.head.Load()
	if q.slot(head).stamp.Load() != head+1 || !q.head.CompareAndSwap(head, q.next(head)) {
		t.Fatal("no value to claim")
	}
	return head
}

// release does the rest.
func (q *Queue[T]) release(head uint64) (v T) {
	s := q.slot(head)
	v, s.value = s.value, v
	s.stamp.Store(head + q.lap)
	q.senders.Notify()
	return v
}

// result is what an operation in a goroutine of its own came to; nil until then.
type result struct {
	v   int
	err error
}

func goRecv(ctx context.Context, q *Queue[int]) **result {
	r := new(*result)
	go func() {
		v, err := q.Recv(ctx)
		*r = &result{v, err}
	}()
	return r
}

func goSend(ctx context.Context, q *Queue[int], v int) **result {
	r := new(*result)
	go func() { *r = &result{v, q.Send(ctx, v)} }()
	return r
}

// expect settles the bubble and compares what the operations have come to; nil
// stands for one that waits.
func expect(t *testing.T, when string, ops []**result, want ...*result) {
	t.Helper()
	synctest.Wait()
	show := func(r *result) string {
		if r == nil {
			return "waits"
		}
		return fmt.Sprintf("%d, %v", r.v, r.err)
	}
	for i, op := range ops {
		if got, want := show(*op), show(want[i]); got != want {
			t.Errorf("%s: operation %d: %s, want %s", when, i, got, want)
		}
	}
}

func mustSend(t *testing.T, q *Queue[int], vs ...int) {
	t.Helper()
	for _, v := range vs {
		if err := q.TrySend(v); err != nil {
			t.Fatalf("TrySend(%d): %v", v, err)
		}
	}
}

func mustRecv(t *testing.T, q *Queue[int], vs ...int) {
	t.Helper()
	for _, want := range vs {
		if v, err := q.TryRecv(); v != want || err != nil {
			t.Fatalf("TryRecv: %d, %v, want %d", v, err, want)
		}
	}
}

// A value behind one that is claimed but not published cannot be had, yet the
// queue is not empty: a receiver waits for the publication, parked, and a try must
// not say ErrEmpty.
func TestRecvBehindStalledSender(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newRing[int](4)
		stalled := q.claimSend(t)
		mustSend(t, q, 2)
		if n := q.Len(); n != 2 {
			t.Errorf("Len: %d, want 2", n)
		}
		if _, out := q.tryRecv(); out != busy {
			t.Errorf("an attempt to receive behind a claim: outcome %d, want busy", out)
		}
		recv := []**result{goRecv(background, q)}
		expect(t, "claimed", recv, nil)
		q.publish(stalled, 1)
		expect(t, "published", recv, &result{v: 1})
		mustRecv(t, q, 2)
	})
}

// The mirror: the slot that the next send needs is being emptied. There is room,
// yet nowhere to put a value.
func TestSendBehindStalledReceiver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newRing[int](2)
		mustSend(t, q, 1, 2)
		stalled := q.claimRecv(t)
		mustRecv(t, q, 2)
		if out := q.trySend(3); out != busy {
			t.Errorf("an attempt to send behind a claim: outcome %d, want busy", out)
		}
		send := []**result{goSend(background, q, 3)}
		expect(t, "claimed", send, nil)
		if v := q.release(stalled); v != 1 {
			t.Errorf("the stalled receiver got %d, want 1", v)
		}
		expect(t, "released", send, &result{v: 3})
		mustRecv(t, q, 3)
	})
}

// A try waits for a stalled peer instead of refusing. It yields, which no bubble
// can call settled, so this one runs outside.
func TestTryWaitsForStalledPeer(t *testing.T) {
	q := newRing[int](1)
	got := make(chan result, 1)
	stillWaits := func(what string) {
		t.Helper()
		for range 1000 {
			runtime.Gosched()
		}
		if len(got) != 0 {
			t.Errorf("%s did not wait for its peer", what)
		}
	}

	stalled := q.claimSend(t)
	go func() {
		v, err := q.TryRecv()
		got <- result{v, err}
	}()
	stillWaits("TryRecv")
	q.publish(stalled, 7)
	if r := <-got; r != (result{v: 7}) {
		t.Errorf("TryRecv: %v, want 7, nil", r)
	}

	mustSend(t, q, 8)
	stalled = q.claimRecv(t)
	go func() { got <- result{9, q.TrySend(9)} }()
	stillWaits("TrySend")
	q.release(stalled)
	if r := <-got; r != (result{v: 9}) {
		t.Errorf("TrySend: %v, want 9, nil", r)
	}
}

// Two receivers wait; the younger of two values is published first and wakes one
// of them for nothing; the older one's sender wakes one only. Step W3 must wake
// the other.
func TestOutOfOrderPublicationWakesAllReceivers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newRing[int](4)
		recv := []**result{goRecv(background, q), goRecv(background, q)}
		expect(t, "empty", recv, nil, nil)
		stalled := q.claimSend(t)
		mustSend(t, q, 2)
		expect(t, "younger value published", recv, nil, nil)
		q.publish(stalled, 1)
		synctest.Wait()
		for i, r := range recv {
			if *r == nil {
				t.Fatalf("receiver %d still waits, and the queue holds %d", i, q.Len())
			}
		}
		if sum := (*recv[0]).v + (*recv[1]).v; sum != 3 {
			t.Errorf("received %v and %v, want 1 and 2", *recv[0], *recv[1])
		}
	})
}

func TestOutOfOrderReleaseWakesAllSenders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newRing[int](2)
		mustSend(t, q, 1, 2)
		send := []**result{goSend(background, q, 3), goSend(background, q, 4)}
		expect(t, "full", send, nil, nil)
		stalled := q.claimRecv(t)
		mustRecv(t, q, 2)
		expect(t, "younger slot free", send, nil, nil)
		q.release(stalled)
		expect(t, "older slot free", send, &result{v: 3}, &result{v: 4})
	})
}

// A value that was claimed before Close is accepted, so no receiver may say
// ErrClosed before it has been received; and those who parked for it after Close
// had woken everybody must still hear that the queue is drained.
func TestCloseBetweenClaimAndPublication(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newRing[int](2)
		stalled := q.claimSend(t)
		early := goRecv(background, q)
		synctest.Wait()
		q.Close()
		recv := []**result{early, goRecv(background, q), goRecv(background, q)}
		expect(t, "closed", recv, nil, nil, nil)
		if err := q.TrySend(2); err != queue.ErrClosed {
			t.Errorf("TrySend after Close: %v", err)
		}
		q.publish(stalled, 1)
		synctest.Wait()
		values := 0
		for i, r := range recv {
			switch {
			case *r == nil:
				t.Errorf("receiver %d still waits", i)
			case **r == result{v: 1}:
				values++
			case **r != result{err: queue.ErrClosed}:
				t.Errorf("receiver %d: %v", i, **r)
			}
		}
		if values != 1 {
			t.Errorf("the value was received %d times", values)
		}
	})
}

// newAt returns an empty queue whose positions have come to the start of the given
// lap.
func newAt(n int, laps uint64) *Queue[int] {
	q := newRing[int](n)
	start := laps * q.lap
	q.tail.Store(start)
	q.head.Store(start)
	for i := range q.slots {
		q.slots[i].stamp.Store(start + uint64(i))
	}
	return q
}

// Positions that overflow go on as if nothing had happened, since all arithmetic
// on them is modulo 2^64 and the lap is a power of two.
func TestPositionsOverflow(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 7, 8, 100} {
		laps := math.MaxUint64 / newRing[int](n).lap
		q := newAt(n, laps-2)
		sent, received := 0, 0
		for lap := range 6 {
			for fill := 1; fill <= n; fill++ {
				for range fill {
					mustSend(t, q, sent)
					sent++
				}
				if q.Len() != fill {
					t.Fatalf("capacity %d, lap %d: Len %d, want %d", n, lap, q.Len(), fill)
				}
				if fill == n {
					if err := q.TrySend(-1); err != queue.ErrFull {
						t.Fatalf("capacity %d, lap %d: TrySend on a full queue: %v", n, lap, err)
					}
				}
				for range fill {
					mustRecv(t, q, received)
					received++
				}
				if _, err := q.TryRecv(); err != queue.ErrEmpty {
					t.Fatalf("capacity %d, lap %d: TryRecv on an empty queue: %v", n, lap, err)
				}
			}
		}
	}
}

// The words that different processors write lie a cache line apart, wherever the
// allocator puts the queue.
func TestLayout(t *testing.T) {
	var q Queue[int]
	apart(t, []place{
		{"start", 0},
		{"tail", unsafe.Offsetof(q.tail)},
		{"head", unsafe.Offsetof(q.head)},
		{"slots", unsafe.Offsetof(q.slots)},
		{"senders", unsafe.Offsetof(q.senders)},
		{"receivers", unsafe.Offsetof(q.receivers)},
		{"end", unsafe.Sizeof(q)},
	})
	if unsafe.Sizeof(uintptr(0)) == 8 {
		if got := unsafe.Sizeof(slot[int]{}); got != 16 {
			t.Errorf("a slot of an int takes %d bytes, and the documentation says 16", got)
		}
		if got := unsafe.Sizeof(q); got > 1536 {
			t.Errorf("the queue itself takes %d bytes, and the documentation says about a kilobyte", got)
		}
	}
}
