package ring

import (
	"runtime"
	"slices"
	"testing"

	"github.com/boundedq/queue"
)

// An attempt on a side that somebody owns waits for the owner instead of refusing.
func TestAttemptsWaitForTheOwner(t *testing.T) {
	q := newRing[int](2)
	for _, side := range []struct {
		name    string
		side    *side
		attempt func() error
	}{
		{"TrySend", &q.tail, func() error { return q.TrySend(7) }},
		{"TryRecv", &q.head, func() error { _, err := q.TryRecv(); return err }},
		{"SendMany", &q.tail, func() error { _, err := q.SendMany(background, []int{8}); return err }},
		{"RecvMany", &q.head, func() error { _, err := q.RecvMany(background, make([]int, 1)); return err }},
	} {
		side.side.lock()
		got := make(chan error, 1)
		go func() { got <- side.attempt() }()
		for range 1000 {
			runtime.Gosched()
		}
		if len(got) != 0 {
			t.Errorf("%s did not wait for the owner of its side", side.name)
		}
		side.side.unlock()
		if err := <-got; err != nil {
			t.Errorf("%s: %v", side.name, err)
		}
	}
}

// With one processor nobody looks twice at what only the owner can change.
func TestOneProcessorDoesNotSpin(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if q := newRing[int](1); q.tail.looks != 0 || q.head.looks != 0 {
		t.Errorf("it looks %d and %d times before it yields", q.tail.looks, q.head.looks)
	}
	runtime.GOMAXPROCS(2)
	if runtime.GOMAXPROCS(0) == 1 {
		t.Skip("this platform has no threads")
	}
	if q := newRing[int](1); q.tail.looks == 0 || q.head.looks == 0 {
		t.Error("with two processors it never looks before it yields")
	}
}

// Close comes between the writing of a value and its publication: the value has
// not been sent, and its slot is cleared.
func TestCloseBeforePublication(t *testing.T) {
	for n := 1; n <= 3; n++ {
		for start := range 3 { // so that the values lie across the end, too
			q := newRing[int](3)
			for range start {
				q.sendAlone(tryOnly, 1)
				q.recvAlone(tryOnly)
			}
			p := q.tail.lock()
			for v := range n {
				q.put(v + 1)
			}
			q.Close()
			if q.tail.word.CompareAndSwap(p|locked, p+uint64(n)*one) {
				t.Fatal("values were published on a closed queue")
			}
			q.withdraw(n)
			q.tail.unlock()
			if err := q.TrySend(9); err != queue.ErrClosed {
				t.Errorf("TrySend: %v, want ErrClosed", err)
			}
			if v, err := q.TryRecv(); err != queue.ErrClosed {
				t.Errorf("TryRecv: %d, %v, want ErrClosed", v, err)
			}
			if q.Len() != 0 || q.slots[0] != 0 || q.slots[1] != 0 || q.slots[2] != 0 {
				t.Errorf("%d values are held, and the slots are %v", q.Len(), q.slots)
			}
			if want := start % 3; q.tail.index != want {
				t.Errorf("the next value would go into slot %d, want %d", q.tail.index, want)
			}
		}
	}
}

// An owner that has to refuse gives the side up.
func TestRefusalUnlocks(t *testing.T) {
	q := newRing[int](1)
	buf := make([]int, 1)
	if v, err := q.TryRecv(); err != queue.ErrEmpty {
		t.Errorf("empty: TryRecv = %d, %v", v, err)
	}
	if n, err := q.recvRun(buf); n != 0 || err != queue.ErrEmpty {
		t.Errorf("empty: recvRun = %d, %v", n, err)
	}
	mustSend(t, q, 1)
	if err := q.TrySend(2); err != queue.ErrFull {
		t.Errorf("full: TrySend: %v", err)
	}
	if n, err := q.sendRun([]int{2, 3}); n != 0 || err != queue.ErrFull {
		t.Errorf("full: sendRun = %d, %v", n, err)
	}
	if q.tail.word.Load()&flags != 0 || q.head.word.Load()&flags != 0 {
		t.Error("a side is still owned")
	}
}

// Runs lie across the end of the slots, and leave none of their values there.
func TestRunsAcrossTheEnd(t *testing.T) {
	for start := range 3 {
		for n := 1; n <= 3; n++ {
			q := newRing[int](3)
			for range start {
				mustSend(t, q, 9)
				mustRecv(t, q, 9)
			}
			vs, buf := []int{1, 2, 3}[:n], make([]int, 4)
			if sent, err := q.SendMany(background, vs); sent != n || err != nil {
				t.Fatalf("SendMany from slot %d: %d, %v", start, sent, err)
			}
			if got, err := q.RecvMany(background, buf); err != nil || !slices.Equal(buf[:got], vs) {
				t.Errorf("%d values from slot %d: RecvMany gave %v, %v", n, start, buf[:got], err)
			}
			if q.slots[0] != 0 || q.slots[1] != 0 || q.slots[2] != 0 {
				t.Errorf("%d values from slot %d: the slots keep %v", n, start, q.slots)
			}
		}
	}
}

// What is faster at a small capacity depends on whether two goroutines can run at once.
func TestLeastCapacityOfARing(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, test := range []struct{ procs, least int }{{1, smallestOnOne}, {2, smallestRing}, {8, smallestRing}} {
		runtime.GOMAXPROCS(test.procs)
		if runtime.GOMAXPROCS(0) != test.procs {
			continue // WebAssembly has one, whatever it is asked
		}
		below, at := New[int](test.least-1), New[int](test.least)
		if below.small == nil || at.small != nil {
			t.Errorf("GOMAXPROCS %d: a ring below %d: %t, at it: %t", test.procs, test.least, below.small == nil, at.small == nil)
		}
		if below.Cap() != test.least-1 || at.Cap() != test.least {
			t.Errorf("GOMAXPROCS %d: capacities %d and %d", test.procs, below.Cap(), at.Cap())
		}
	}
}
