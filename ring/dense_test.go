package ring

import (
	"runtime"
	"testing"
	"unsafe"

	"github.com/boundedq/queue/internal/pad"
)

// An attempt on a side that somebody owns waits for the owner instead of refusing.
func TestAttemptsWaitForTheOwner(t *testing.T) {
	r := newDenseRing[int](2)
	for _, side := range []struct {
		name    string
		side    *side
		attempt func() outcome
	}{
		{"sendShared", &r.tail, func() outcome { return r.sendShared(7) }},
		{"recvShared", &r.head, func() outcome { _, out := r.recvShared(); return out }},
	} {
		side.side.lock()
		got := make(chan outcome, 1)
		go func() { got <- side.attempt() }()
		for range 1000 {
			runtime.Gosched()
		}
		if len(got) != 0 {
			t.Errorf("%s did not wait for the owner of its side", side.name)
		}
		side.side.unlock()
		if out := <-got; out != done {
			t.Errorf("%s: outcome %d, want done", side.name, out)
		}
	}
}

// Close comes between the writing of a value and its publication: the value has
// not been sent, and its slot is cleared.
func TestCloseBeforePublication(t *testing.T) {
	for n := 1; n <= 3; n++ {
		for start := range 3 { // so that the values lie across the end, too
			r := newDenseRing[int](3)
			for range start {
				r.sendAlone(1)
				r.recvAlone()
			}
			p := r.tail.lock()
			for v := range n {
				r.put(v + 1)
			}
			r.close()
			if r.tail.word.CompareAndSwap(p|locked, p+uint64(n)*one) {
				t.Fatal("values were published on a closed queue")
			}
			r.withdraw(n)
			r.tail.unlock()
			if out := r.sendShared(9); out != closed {
				t.Errorf("sendShared: outcome %d, want closed", out)
			}
			if v, out := r.recvAlone(); out != closed {
				t.Errorf("recvAlone = %d, outcome %d, want closed", v, out)
			}
			if r.len() != 0 || r.slots[0] != 0 || r.slots[1] != 0 || r.slots[2] != 0 {
				t.Errorf("%d values are held, and the slots are %v", r.len(), r.slots)
			}
			if want := start % 3; r.tail.index != want {
				t.Errorf("the next value would go into slot %d, want %d", r.tail.index, want)
			}
		}
	}
}

// An owner that has to refuse gives the side up.
func TestRefusalUnlocks(t *testing.T) {
	r := newDenseRing[int](1)
	for range 2 {
		if v, out := r.recvShared(); out != refuse {
			t.Errorf("empty: recvShared = %d, outcome %d", v, out)
		}
	}
	r.sendShared(1)
	for range 2 {
		if out := r.sendShared(2); out != refuse {
			t.Errorf("full: sendShared: outcome %d", out)
		}
		if n, out := r.sendManyShared([]int{2, 3}); n != 0 || out != refuse {
			t.Errorf("full: sendManyShared = %d, outcome %d", n, out)
		}
	}
	if r.tail.word.Load()&flags != 0 || r.head.word.Load()&flags != 0 {
		t.Error("a side is still owned")
	}
}

// What one side writes lies cache lines apart from what the other does.
func TestDenseLayout(t *testing.T) {
	var r dense[int]
	apart(t, []place{
		{"start", 0},
		{"tail", unsafe.Offsetof(r.tail)},
		{"head", unsafe.Offsetof(r.head)},
		{"slots", unsafe.Offsetof(r.slots)},
		{"senders", unsafe.Offsetof(r.senders)},
		{"receivers", unsafe.Offsetof(r.receivers)},
		{"end", unsafe.Sizeof(r)},
	})
}

// A place is a field that processors must not share a cache line of.
type place struct {
	name   string
	offset uintptr
}

func apart(t *testing.T, hot []place) {
	t.Helper()
	for i := 1; i < len(hot); i++ {
		if d := hot[i].offset - hot[i-1].offset; d < pad.Size {
			t.Errorf("%s is %d bytes behind %s, want at least %d", hot[i].name, d, hot[i-1].name, pad.Size)
		}
	}
}
