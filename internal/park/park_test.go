package park

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestList compares a list with a slice under random operations.
func TestList(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var list List[int]
	var model []*Waiter[int]
	made := 0
	for step := range 10_000 {
		switch rng.IntN(4) {
		case 0, 1:
			if len(model) == 20 {
				continue
			}
			again := rng.IntN(4) == 0
			w := list.Add(again)
			if w.Value == 0 {
				made++
			}
			w.Value = made
			if again {
				model = slices.Insert(model, 0, w)
			} else {
				model = append(model, w)
			}
		case 2:
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
			w.Wake()
			if !w.Wait(nil) {
				t.Fatalf("step %d: a woken waiter's wait ended without its token", step)
			}
			list.Free(w)
		case 3:
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
		if list.Len() != len(model) {
			t.Fatalf("step %d: Len %d, want %d", step, list.Len(), len(model))
		}
	}
	distinct := 0
	for w := list.free; w != nil; w = w.next {
		distinct++
	}
	if distinct+len(model) > 20 {
		t.Errorf("%d waiters were made, and never more than 20 were in use", distinct+len(model))
	}
}

func TestWaitEndsWithDone(t *testing.T) {
	var list List[struct{}]
	done := make(chan struct{})
	close(done)
	w := list.Add(false)
	if w.Wait(done) {
		t.Error("a waiter that nobody woke got a token")
	}
	if !list.Remove(w) {
		t.Error("a waiter that nobody chose had left the list")
	}
}
