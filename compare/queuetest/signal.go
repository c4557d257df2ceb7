package queuetest

import (
	"runtime"

	"github.com/boundedq/queue"
)

// The cases here are for queues with the optional method Closed.
var signalCases = []testCase{
	{
		name: "Signal/ClosedByClose", keeps: closedSignals, run: closedByClose, needs: closing, since: 3,
		about: "The channel of Closed is the same each time, open before Close and closed after it, whenever it was first asked for; what is left in the queue is still received.",
	},
	{
		name: "Signal/CloseRace", keeps: anyoneCloses, run: signalCloseRace, needs: closing, stress: true, since: 3,
		about: "Several goroutines close while others ask for the channel for the first time and wait for it: all are released, and nobody panics.",
	},
}

// A closer is a queue that tells whether it is closed.
type closer interface{ Closed() <-chan struct{} }

// closedOf returns the method Closed of the queue under test. A decorator may have the method
// and nothing to show: it returns nil then, of any queue, so another one is asked first.
func (t *trial) closedOf(q queue.BoundedQueue[int]) func() <-chan struct{} {
	c, ok := inner(q).(closer)
	if !ok {
		t.Skipf("the queue has no method Closed")
	}
	if inner(t.New(t.cap(1))).(closer).Closed() == nil {
		t.Skipf("Closed returns nil: the queue inside has no such method")
	}
	return func() <-chan struct{} {
		ch := c.Closed()
		if ch == nil {
			t.Fatalf("Closed() = nil")
		}
		return ch
	}
}

// hasEnded reports whether a channel of Closed is closed. It never has a value.
func (t *trial) hasEnded(ch <-chan struct{}) bool {
	select {
	case _, ok := <-ch:
		if ok {
			t.Fatalf("the channel of Closed had a value")
		}
		return true
	default:
		return false
	}
}

func closedByClose(t *trial) {
	for _, capacity := range t.caps(foreignCaps...) {
		for _, held := range []int{0, capacity} {
			for _, early := range []bool{true, false} {
				t.set("cap=%d held=%d asked-before=%v", capacity, held, early)
				t.signalled(capacity, held, early)
			}
		}
	}
}

// signalled closes a queue of which the channel was asked for before, or is not
// until then.
func (t *trial) signalled(capacity, held int, early bool) {
	q := t.New(capacity)
	closed := t.closedOf(q)
	var before <-chan struct{}
	ask := func() <-chan struct{} {
		ch := closed()
		if before != nil && ch != before {
			t.Fatalf("Closed() returned another channel than before")
		}
		before = ch
		return ch
	}
	open := func() {
		if early && t.hasEnded(ask()) {
			t.Fatalf("the channel of Closed is closed, and the queue is not")
		}
	}
	open()
	t.fill(q, 0, capacity)
	t.trySend(q, 0, queue.ErrFull)
	open()
	t.drain(q, 0, capacity)
	t.tryRecv(q, 0, queue.ErrEmpty)
	open()
	t.fill(q, 0, held)
	released := &waiter{done: make(chan struct{})}
	if early {
		ch := ask()
		t.Go(func() {
			defer close(released.done)
			<-ch
		})
		t.Settle()
	}
	for range 2 {
		q.Close()
		if early && !t.hasEnded(before) {
			t.Fatalf("the queue is closed, and the channel that Closed returned before is not")
		}
		if !t.hasEnded(ask()) {
			t.Fatalf("the queue is closed, and the channel of Closed, asked for after that, is not")
		}
	}
	t.drain(q, 0, held)
	t.closed(q)
	if !t.hasEnded(ask()) {
		t.Fatalf("the channel of Closed is open again")
	}
	t.Join()
}

func signalCloseRace(t *trial) {
	for round := range t.N(400) {
		capacity := t.cap([]int{0, 1, 3, 64}[round%4])
		t.set("cap=%d round=%d", capacity, round)
		q := t.New(capacity)
		closed := t.closedOf(q)
		chans := make([]<-chan struct{}, 4)
		start := make(chan struct{})
		for i := range chans {
			turns := t.rng.IntN(4)
			t.Go(func() {
				<-start
				for range turns {
					runtime.Gosched()
				}
				chans[i] = closed()
				<-chans[i]
			})
		}
		for range 3 {
			turns := t.rng.IntN(4)
			t.Go(func() {
				<-start
				for range turns {
					runtime.Gosched()
				}
				q.Close()
			})
		}
		close(start)
		t.Join()
		for _, ch := range chans {
			if ch != chans[0] {
				t.Fatalf("Closed() returned different channels to goroutines that asked at once")
			}
		}
		if closed() != chans[0] {
			t.Fatalf("Closed() returned another channel after Close")
		}
		t.closed(q)
	}
}
