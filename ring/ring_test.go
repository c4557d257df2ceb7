package ring

import (
	"context"
	"fmt"
	"math"
	"testing"
	"testing/synctest"
	"unsafe"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/pad"
)

var background = context.Background()

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

// These tests stop a goroutine at the dangerous moments by playing its part: they
// do by hand the first half of an operation, watch what the others do meanwhile,
// and then do the second half.

// A value whose slot is claimed and not passed is held. Receivers park, and its
// publication wakes one.
func TestRecvBeforePublication(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newRing[int](4, role{})
		p := q.tail.word.Load()
		if !q.tail.claim(p, 1) {
			t.Fatal("not claimed")
		}
		if n := q.Len(); n != 1 {
			t.Errorf("Len: %d, want 1", n)
		}
		recv := []**result{goRecv(background, q)}
		expect(t, "claimed", recv, nil)
		q.slots[0] = 1
		q.tail.pass(p)
		q.receivers.Notify(p)
		expect(t, "published", recv, &result{v: 1})
	})
}

// The mirror: a slot that is emptied and not released is no room yet.
func TestSendBeforeRelease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newRing[int](2, role{})
		mustSend(t, q, 1, 2)
		p := q.head.word.Load()
		if !q.head.claim(p, 1) {
			t.Fatal("not claimed")
		}
		send := []**result{goSend(background, q, 3)}
		expect(t, "claimed", send, nil)
		q.slots[0] = 0
		q.head.pass(p)
		q.senders.Notify(p)
		expect(t, "released", send, &result{v: 3})
		mustRecv(t, q, 2, 3)
	})
}

// A run is published at once and notifies once; each receiver that it wakes wakes
// the next.
func TestRunWakesAllReceivers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newRing[int](4, role{})
		recv := []**result{goRecv(background, q), goRecv(background, q), goRecv(background, q)}
		expect(t, "empty", recv, nil, nil, nil)
		if n, err := q.SendMany(background, []int{1, 2, 3}); n != 3 || err != nil {
			t.Fatalf("SendMany: %d, %v", n, err)
		}
		synctest.Wait()
		sum := 0
		for i, r := range recv {
			if *r == nil {
				t.Fatalf("receiver %d still waits, and the queue holds %d", i, q.Len())
			}
			sum += (*r).v
		}
		if sum != 1+2+3 {
			t.Errorf("received %v, %v and %v", **recv[0], **recv[1], **recv[2])
		}
	})
}

func TestRunWakesAllSenders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newRing[int](3, role{})
		mustSend(t, q, 1, 2, 3)
		send := []**result{goSend(background, q, 4), goSend(background, q, 5), goSend(background, q, 6)}
		expect(t, "full", send, nil, nil, nil)
		if n, err := q.RecvMany(background, make([]int, 3)); n != 3 || err != nil {
			t.Fatalf("RecvMany: %d, %v", n, err)
		}
		expect(t, "received", send, &result{v: 4}, &result{v: 5}, &result{v: 6})
		if n := q.Len(); n != 3 {
			t.Errorf("the queue holds %d values, want 3", n)
		}
	})
}

// A batch larger than the room shows what it has sent before it waits.
func TestBatchIsVisibleBeforeItWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newRing[int](3, role{})
		mustSend(t, q, 1)
		send := new(*result)
		go func() {
			n, err := q.SendMany(background, []int{2, 3, 4, 5, 6, 7})
			*send = &result{n, err}
		}()
		expect(t, "full", []**result{send}, nil)
		buf := make([]int, 2)
		if n, err := q.RecvMany(background, buf); n != 2 || err != nil || buf[0] != 1 || buf[1] != 2 {
			t.Errorf("RecvMany: %d, %v, %v", n, err, buf)
		}
		synctest.Wait()
		q.Close()
		expect(t, "closed", []**result{send}, &result{4, queue.ErrClosed})
		mustRecv(t, q, 3, 4, 5)
		if _, err := q.TryRecv(); err != queue.ErrClosed {
			t.Errorf("TryRecv after the last value: %v", err)
		}
	})
}

// newAt returns an empty ring whose positions are those of a lap that begins at start,
// or near it.
func newAt(n int, start uint64, as role) *Queue[int] {
	q := newRing[int](n, as)
	start &^= 2*q.tail.lap.unit - 1 // an even lap, as the first is
	for _, s := range []*side{&q.tail, &q.head} {
		s.word.Store(start)
		s.limit.Store(start)
		s.at = start
	}
	return q
}

// Positions that overflow go on as if nothing had happened, since all arithmetic
// on them is modulo 2^64.
func TestPositionsOverflow(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 100, 128, 200} {
		for _, as := range []role{{}, {true, true}} {
			q := newAt(n, math.MaxUint64, as)
			trySend, tryRecv := q.TrySend, q.TryRecv
			if as.oneSender {
				trySend, tryRecv = spsc(q).TrySend, spsc(q).TryRecv
			}
			sent, received := 0, 0
			for lap := range 6 {
				for fill := 1; fill <= n; fill++ {
					for range fill {
						if err := trySend(sent); err != nil {
							t.Fatalf("capacity %d, lap %d: TrySend: %v", n, lap, err)
						}
						sent++
					}
					if q.Len() != fill {
						t.Fatalf("capacity %d, lap %d: Len %d, want %d", n, lap, q.Len(), fill)
					}
					if fill == n {
						if err := trySend(-1); err != queue.ErrFull {
							t.Fatalf("capacity %d, lap %d: TrySend on a full queue: %v", n, lap, err)
						}
					}
					for range fill {
						if v, err := tryRecv(); err != nil || v != received {
							t.Fatalf("capacity %d, lap %d: TryRecv: %d, %v, want %d", n, lap, v, err, received)
						}
						received++
					}
					if _, err := tryRecv(); err != queue.ErrEmpty {
						t.Fatalf("capacity %d, lap %d: TryRecv on an empty queue: %v", n, lap, err)
					}
				}
			}
		}
	}
}

// What one side writes lies cache lines apart from what the other does, wherever
// the allocator puts the queue.
func TestLayout(t *testing.T) {
	noSchedule(t)
	var q Queue[int]
	hot := []struct {
		name   string
		offset uintptr
	}{
		{"start", 0},
		{"tail", unsafe.Offsetof(q.tail)},
		{"head", unsafe.Offsetof(q.head)},
		{"slots", unsafe.Offsetof(q.slots)},
		{"senders", unsafe.Offsetof(q.senders)},
		{"receivers", unsafe.Offsetof(q.receivers)},
		{"end", unsafe.Sizeof(q)},
	}
	for i := 1; i < len(hot); i++ {
		if d := hot[i].offset - hot[i-1].offset; d < pad.Size {
			t.Errorf("%s is %d bytes behind %s, want at least %d", hot[i].name, d, hot[i-1].name, pad.Size)
		}
	}
	if got := unsafe.Sizeof(q); got > 2048 {
		t.Errorf("the queue itself takes %d bytes, and the documentation says less than two kilobytes", got)
	}
}
