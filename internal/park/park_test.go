package park

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// TestList compares a list with a slice under random operations.
func TestList(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var list List[int]
	var model []*Waiter[int]
	made := make(map[*Waiter[int]]bool)
	for step := range 10_000 {
		switch rng.IntN(5) {
		case 0, 1:
			if len(model) == 20 {
				continue
			}
			w := list.Add(step)
			model = append(model, w)
			made[w] = true
			if *w.Value != step || w.Served || w.Err != nil || w.Losses != 0 {
				t.Fatalf("step %d: a new waiter is %+v, with value %d", step, w, *w.Value)
			}
		case 2: // one that is chosen waits again
			w := list.Choose()
			if w == nil {
				continue
			}
			w.Losses++
			w.Wake()
			w.Wait(nil)
			list.AddAgain(w)
			if list.First() != model[0] || w != model[0] {
				t.Fatalf("step %d: one that waits again is not ahead of all others", step)
			}
		case 3:
			w := list.Choose()
			if (w == nil) != (len(model) == 0) || w != nil && w != model[0] {
				t.Fatalf("step %d: chose %v, want the first of %d", step, w, len(model))
			}
			if w == nil {
				continue
			}
			model = model[1:]
			if list.Remove(w) {
				t.Fatalf("step %d: a chosen waiter was still in the list", step)
			}
			w.Serve(-step, nil)
			if !w.Wait(nil) || !w.Served {
				t.Fatalf("step %d: a served waiter's wait ended without its token", step)
			}
			if v, err := w.Outcome(); v != -step || err != nil || w.Served || *w.Value != 0 {
				t.Fatalf("step %d: served %d, %v, and keeps %d", step, v, err, *w.Value)
			}
			list.Free(w)
		case 4:
			if len(model) == 0 {
				continue
			}
			i := rng.IntN(len(model))
			if w := model[i]; !list.Remove(w) {
				t.Fatalf("step %d: waiter %d of %d was not in the list", step, i, len(model))
			} else {
				list.Free(w)
			}
			model = slices.Delete(model, i, i+1)
		}
		if list.Len() != len(model) || len(model) == 0 && list.First() != nil || len(model) > 0 && list.First() != model[0] {
			t.Fatalf("step %d: Len %d, want %d; the first is %v", step, list.Len(), len(model), list.First())
		}
	}
	if len(made) > 20 {
		t.Errorf("%d waiters were made, and never more than 20 were in use", len(made))
	}
}

// New makes a waiter that is in no list; AddAgain puts it at the front of one that is
// empty, or not.
func TestNewAndAddAgain(t *testing.T) {
	var list List[int]
	w, other := list.New(1), list.New(2)
	if list.Len() != 0 || list.Remove(w) {
		t.Error("a waiter that was not added is in the list")
	}
	list.AddAgain(w)
	list.AddAgain(other)
	last := list.Add(3)
	for _, want := range []*Waiter[int]{other, w, last, nil} {
		if got := list.Choose(); got != want {
			t.Errorf("chose %v, want %v", got, want)
		}
	}
}

// ChooseAll leads from one to the next, and each may be used anew as soon as it is awake.
func TestChooseAll(t *testing.T) {
	var list List[int]
	var all, seen []*Waiter[int]
	for v := range 3 {
		all = append(all, list.Add(v))
	}
	w := list.ChooseAll(func(w *Waiter[int]) { seen = append(seen, w) })
	if !slices.Equal(seen, all) || list.Len() != 0 || list.First() != nil {
		t.Errorf("took %v of %v, and %d are left", seen, all, list.Len())
	}
	for _, want := range all {
		if w != want {
			t.Fatalf("came to %v, want %v", w, want)
		}
		next := w.Next()
		w.Wake()
		w.Wait(nil)
		list.Free(w)
		w = next
	}
	if w != nil {
		t.Errorf("came to %v behind the last", w)
	}
	if w := list.ChooseAll(func(*Waiter[int]) { t.Error("took from an empty list") }); w != nil {
		t.Errorf("took %v from an empty list", w)
	}
}

func TestWaitEndsWithDone(t *testing.T) {
	var list List[struct{}]
	done := make(chan struct{})
	close(done)
	w := list.Add(struct{}{})
	if w.Wait(done) {
		t.Error("a waiter that nobody woke got a token")
	}
	if !list.Remove(w) {
		t.Error("a waiter that nobody chose had left the list")
	}
}

// A freed waiter keeps nothing of its value alive, whatever its size.
func TestFreeForgets(t *testing.T) {
	gone := make(chan bool, 2)
	free := func() {
		var small List[*[1 << 10]byte]
		v := new([1 << 10]byte)
		runtime.AddCleanup(v, func(int) { gone <- true }, 0)
		w := small.Add(v)
		small.Remove(w)
		small.Free(w)
		runtime.GC()
		<-gone
		runtime.KeepAlive(&small)

		type large struct {
			p *[1 << 10]byte
			_ [2 * kept]byte
		}
		var list List[large]
		v = new([1 << 10]byte)
		runtime.AddCleanup(v, func(int) { gone <- true }, 0)
		l := list.Add(large{p: v})
		list.Remove(l)
		list.Free(l)
		runtime.GC()
		<-gone
		runtime.KeepAlive(&list)
	}
	free()
}

// heap returns how much is reachable: what a second collection leaves, as a pool keeps
// things over the first.
func heap() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// A crowd with large values waited once. Of what they needed only small waiters stay.
func TestLargePlacesAreNotKept(t *testing.T) {
	const crowd = 1000
	var list List[[10 << 10]byte]
	before := heap()
	var waiters []*Waiter[[10 << 10]byte]
	for range crowd {
		waiters = append(waiters, list.Add([10 << 10]byte{1}))
	}
	if held := heap() - before; held < crowd*10<<10 {
		t.Errorf("%d waiters with 10 KB each take %d bytes: this test sees nothing", crowd, held)
	}
	for _, w := range waiters {
		list.Remove(w)
		list.Free(w)
	}
	clear(waiters)
	if stays := heap() - before; stays > 1<<20 {
		t.Errorf("%d bytes stay of a crowd that is gone", stays)
	}
	if w := list.Add([10 << 10]byte{2}); w.Value[0] != 2 {
		t.Error("a waiter that is used again has no place")
	}
	runtime.KeepAlive(&list)
}

// The places of small values stay: to wait again allocates nothing.
func TestSmallPlacesAreKept(t *testing.T) {
	var list List[[kept]byte]
	again := func() {
		w := list.Add([kept]byte{})
		list.Remove(w)
		list.Free(w)
	}
	again()
	if n := testing.AllocsPerRun(100, again); n != 0 {
		t.Errorf("to wait again allocates %v times", n)
	}
}
