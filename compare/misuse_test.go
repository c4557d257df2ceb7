package compare_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/chanq"
	"github.com/boundedq/queue/condq"
	"github.com/boundedq/queue/ring"
)

// made has every queue of the module under its constructor's name: a zero value, and what the
// constructor makes.
var made = map[string]struct {
	zero func() queue.BoundedQueue[int]
	make func(int) queue.BoundedQueue[int]
	none func(int) // of values without size
}{
	"ring.New": {
		func() queue.BoundedQueue[int] { return new(ring.Queue[int]) },
		func(n int) queue.BoundedQueue[int] { return ring.New[int](n) },
		func(n int) { ring.New[struct{}](n) },
	},
	"ring.NewSPSC": {
		func() queue.BoundedQueue[int] { return new(ring.SPSC[int]) },
		func(n int) queue.BoundedQueue[int] { return ring.NewSPSC[int](n) },
		func(n int) { ring.NewSPSC[struct{}](n) },
	},
	"ring.NewMPSC": {
		func() queue.BoundedQueue[int] { return new(ring.MPSC[int]) },
		func(n int) queue.BoundedQueue[int] { return ring.NewMPSC[int](n) },
		func(n int) { ring.NewMPSC[struct{}](n) },
	},
	"ring.NewSPMC": {
		func() queue.BoundedQueue[int] { return new(ring.SPMC[int]) },
		func(n int) queue.BoundedQueue[int] { return ring.NewSPMC[int](n) },
		func(n int) { ring.NewSPMC[struct{}](n) },
	},
	"ring.NewLockFree": {
		func() queue.BoundedQueue[int] { return new(ring.LockFree[int]) },
		func(n int) queue.BoundedQueue[int] { return ring.NewLockFree[int](n) },
		func(n int) { ring.NewLockFree[struct{}](n) },
	},
	"condq.New": {
		func() queue.BoundedQueue[int] { return new(condq.Queue[int]) },
		func(n int) queue.BoundedQueue[int] { return condq.New[int](n) },
		func(n int) { condq.New[struct{}](n) },
	},
	"chanq.New": {
		func() queue.BoundedQueue[int] { return new(chanq.Queue[int]) },
		func(n int) queue.BoundedQueue[int] { return chanq.New[int](n) },
		func(n int) { chanq.New[struct{}](n) },
	},
}

// operations has every method of a queue.
var operations = map[string]func(queue.BoundedQueue[int]){
	"Send":    func(q queue.BoundedQueue[int]) { _ = q.Send(context.Background(), 1) },
	"TrySend": func(q queue.BoundedQueue[int]) { _ = q.TrySend(1) },
	"Recv":    func(q queue.BoundedQueue[int]) { _, _ = q.Recv(context.Background()) },
	"TryRecv": func(q queue.BoundedQueue[int]) { _, _ = q.TryRecv() },
	"SendMany": func(q queue.BoundedQueue[int]) {
		_, _ = queue.SendMany(context.Background(), q, []int{1})
	},
	"RecvMany": func(q queue.BoundedQueue[int]) {
		_, _ = queue.RecvMany(context.Background(), q, make([]int, 1))
	},
	"Len":    func(q queue.BoundedQueue[int]) { q.Len() },
	"Cap":    func(q queue.BoundedQueue[int]) { q.Cap() },
	"Close":  func(q queue.BoundedQueue[int]) { q.Close() },
	"Closed": func(q queue.BoundedQueue[int]) { q.(interface{ Closed() <-chan struct{} }).Closed() },
}

func panicOf(f func()) (text string) {
	defer func() {
		if p := recover(); p != nil {
			text = fmt.Sprint(p)
		}
	}()
	f()
	return "no panic"
}

// Every operation of a zero value panics and names the constructor, time and again: no lock
// is left behind.
func TestZeroValues(t *testing.T) {
	for constructor, m := range made {
		want := constructor + " makes a queue, and this one is a zero value"
		q := m.zero()
		for name, operate := range operations {
			for range 2 {
				if got := panicOf(func() { operate(q) }); got != want {
					t.Errorf("%s of a zero %T panics with %q, want %q", name, q, got, want)
				}
			}
		}
	}
	const want = "chanq.New makes a queue, and this one is a zero value"
	if got := panicOf(func() { new(chanq.Queue[int]).Chan() }); got != want {
		t.Errorf("Chan of a zero chanq.Queue panics with %q, want %q", got, want)
	}
}

// A capacity that cannot be had is refused in the name of the constructor that was called,
// and with the sizes that there are.
func TestRefusedCapacities(t *testing.T) {
	for constructor, m := range made {
		want := constructor + ": capacity is -1, want 0 or more"
		if got := panicOf(func() { m.make(-1) }); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got := panicOf(func() { m.make(math.MaxInt) }); !strings.HasPrefix(got, fmt.Sprintf("%s: capacity is %d, want at most ", constructor, math.MaxInt)) {
			t.Errorf("%s(math.MaxInt): %q", constructor, got)
		}

		// Values without size take nothing in condq and chanq, and their place in a ring.
		got := panicOf(func() { m.none(math.MaxInt) })
		got = got[max(0, strings.Index(got, "where")):]
		want = map[string]string{
			"ring.New":         "where a value takes 0 bytes and its slot 4 more",
			"ring.NewSPSC":     "where a value takes 0 bytes",
			"ring.NewMPSC":     "where a value takes 0 bytes and its slot 2 more",
			"ring.NewSPMC":     "where a value takes 0 bytes and its slot 2 more",
			"ring.NewLockFree": "where a value takes 0 bytes and its slot 16 more",
			"condq.New":        "no panic",
			"chanq.New":        "no panic",
		}[constructor]
		if got != want {
			t.Errorf("%s(math.MaxInt) of values without size: %q, want %q", constructor, got, want)
		}
	}
}
