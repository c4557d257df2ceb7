// Package park lets goroutines wait without using a processor, and be chosen one
// at a time to go on. It is what the monitor of condq, the waiting rooms of ring
// and the rendezvous have in common.
//
// A [List] belongs to one queue and keeps the waiters that it has made, so that
// waiting allocates only until the queue has seen its largest crowd, and no
// channel travels from one testing/synctest bubble into another, as it would
// through a pool of the whole process.
package park

import "github.com/boundedq/queue/internal/sched"

// A Waiter stands for one waiting goroutine. It is in one of three states:
//
//   - queued: in its list. Only a holder of the list's mutex changes that.
//   - chosen: taken from the list by somebody who will call Wake exactly once.
//   - free: known to no one but its list.
type Waiter[V any] struct {
	// Value is for the list's owner. Whoever chooses a waiter may write it before
	// Wake, and the waiter reads it after Wait.
	Value V

	token      chan struct{} // capacity 1: Wake never blocks
	queued     bool
	prev, next *Waiter[V]
}

// Wake lets a chosen waiter go on. It never blocks.
func (w *Waiter[V]) Wake() { w.token <- struct{}{} }

// Wait parks until Wake, and then returns true, or until done, and then returns
// false. A nil done never ends the wait.
func (w *Waiter[V]) Wait(done <-chan struct{}) bool {
	if sched.Enabled {
		switch sched.Wait("parked", received(w.token), received(done)) {
		case 0:
			return true
		case 1:
			return false
		}
	}
	if done == nil {
		<-w.token // cheaper than a select
		return true
	}
	select {
	case <-w.token:
		return true
	case <-done:
		return false
	}
}

// received returns a try at receiving from c.
func received(c <-chan struct{}) func() bool {
	return func() bool {
		select {
		case <-c:
			return true
		default:
			return false
		}
	}
}

// A List is a queue of waiters. Its zero value is empty and ready. The owner's
// mutex guards every method.
type List[V any] struct {
	first, last *Waiter[V]
	free        *Waiter[V] // linked by next
	len         int
}

// Len returns how many waiters are queued.
func (l *List[V]) Len() int { return l.len }

// Add queues a waiter: behind all others, or ahead of them if it has been chosen
// before and found that somebody faster had been there. Going back to the front
// keeps it from losing its turn time and again.
func (l *List[V]) Add(again bool) *Waiter[V] {
	w := l.free
	if w != nil {
		l.free, w.next = w.next, nil
	} else {
		w = &Waiter[V]{token: make(chan struct{}, 1)}
	}
	w.queued = true
	l.len++
	switch {
	case l.first == nil:
		l.first, l.last = w, w
	case again:
		w.next, l.first.prev = l.first, w
		l.first = w
	default:
		w.prev, l.last.next = l.last, w
		l.last = w
	}
	return w
}

// Choose takes the first waiter from the list, or returns nil. The caller must
// call its Wake, once.
func (l *List[V]) Choose() *Waiter[V] {
	w := l.first
	if w != nil {
		l.Remove(w)
	}
	return w
}

// Remove takes w from the list and reports whether it was in it. If not, w has
// been chosen, and its Wake has come or will.
func (l *List[V]) Remove(w *Waiter[V]) bool {
	if !w.queued {
		return false
	}
	w.queued = false
	l.len--
	if w.prev == nil {
		l.first = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		l.last = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.prev, w.next = nil, nil
	return true
}

// Free takes back a waiter that is not queued and whose Wake, if it was chosen,
// has been received.
func (l *List[V]) Free(w *Waiter[V]) {
	var zero V
	w.Value = zero
	w.next, l.free = l.free, w
}
