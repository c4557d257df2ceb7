// Package park lets goroutines wait without using a processor, and be chosen one
// at a time to go on. It is how everybody waits: in condq, and on the rings.
//
// A [List] belongs to one queue and keeps the waiters that it has made, so that
// waiting allocates only until the queue has seen its largest crowd, and no
// channel travels from one testing/synctest bubble into another, as it would
// through a pool of the whole process.
package park

import (
	"context"
	"sync"
	"unsafe"

	"github.com/boundedq/queue/internal/sched"
)

// A Waiter stands for one waiting goroutine, and the value that it brings or gets.
// It is in one of three states:
//
//   - waiting: it may be chosen. Only one goroutine can choose it, and its own can
//     withdraw it; which of the two came first is decided once.
//   - chosen: somebody will call Wake exactly once. Until then the waiter belongs to
//     whoever has chosen it, and after that to its own goroutine.
//   - free: known to no one but its list.
type Waiter[T any] struct {
	Served bool // its operation is over: Value and Err are the outcome
	Value  *T   // what it brings, or gets if Served
	Err    error
	Losses int // how often it was woken, and others had been faster

	token      sched.Token
	listed     bool
	prev, next *Waiter[T]
}

// Init makes a waiter that is in no list. Its value is where v is.
func (w *Waiter[T]) Init(v *T) {
	w.Value = v
	w.token.Init()
}

// Serve says that the operation of a chosen waiter is over, and lets it go on.
func (w *Waiter[T]) Serve(v T, err error) {
	*w.Value, w.Err, w.Served = v, err, true
	w.Wake()
}

// Wake lets a chosen waiter go on. It never blocks.
func (w *Waiter[T]) Wake() { w.token.Give() }

// Outcome returns what a served waiter was served, and forgets it.
func (w *Waiter[T]) Outcome() (v T, err error) {
	var zero T
	v, err = *w.Value, w.Err
	*w.Value, w.Err, w.Served = zero, nil, false
	return v, err
}

// Wait parks until Wake, and then returns true, or until done, and then returns
// false. A nil done never ends the wait.
func (w *Waiter[T]) Wait(done <-chan struct{}) bool {
	return w.token.Await(done)
}

// Ended returns the channel that is closed when ctx ends a wait. It calls a method that
// anybody may have written, and that may use the queue: so the caller holds no lock, and
// looks at the queue again afterwards.
func Ended(ctx context.Context) <-chan struct{} {
	if ctx == nil {
		panic("queue: an operation that must wait was given a nil context")
	}
	return ctx.Done()
}

// Cause returns the error of a wait that ctx has ended. A context that is done and has no
// error yet, as one that is written by hand may be, counts as cancelled: the caller is told
// something, and loses nothing. The caller of Cause holds no lock, as that of [Ended].
func Cause(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return context.Canceled
}

// A List is a queue of waiters. Its zero value is empty and ready. The owner's
// mutex guards every method.
type List[T any] struct {
	first, last *Waiter[T]
	free        *Waiter[T] // linked by next
	len         int
	places      sync.Pool // of *T, for the values of waiters, if these are large
}

// kept is up to which size the place of a value stays with its waiter. A thousand
// waiters that nobody needs any more may keep 128 kB. Larger places go to a pool, from
// which the garbage collector takes what is not used.
const kept = 128

// Len returns how many waiters are in the list.
func (l *List[T]) Len() int { return l.len }

// First returns the waiter that is to be chosen next, or nil.
func (l *List[T]) First() *Waiter[T] { return l.first }

// Add makes a waiter that brings v, behind all others.
func (l *List[T]) Add(v T) *Waiter[T] {
	w := l.New(v)
	w.listed = true
	l.len++
	if w.prev = l.last; w.prev == nil {
		l.first = w
	} else {
		w.prev.next = w
	}
	l.last = w
	return w
}

// AddAgain adds a waiter that was chosen, and waits again, ahead of all others: so
// it does not lose its turn time and again.
func (l *List[T]) AddAgain(w *Waiter[T]) {
	w.listed = true
	l.len++
	if w.next = l.first; w.next == nil {
		l.last = w
	} else {
		w.next.prev = w
	}
	l.first = w
}

// New returns a waiter that brings v and is not in the list.
func (l *List[T]) New(v T) *Waiter[T] {
	w := l.free
	if w != nil {
		l.free, w.next = w.next, nil
	} else {
		w = new(Waiter[T])
		w.Init(nil)
	}
	if w.Value == nil {
		if w.Value, _ = l.places.Get().(*T); w.Value == nil {
			w.Value = new(T)
		}
	}
	*w.Value = v
	return w
}

// Choose takes the first waiter from the list, or returns nil. The caller must
// call its Wake or Serve, once.
func (l *List[T]) Choose() *Waiter[T] {
	w := l.first
	if w != nil {
		l.Remove(w)
	}
	return w
}

// ChooseAll takes all waiters from the list and returns the first. Next leads from each
// to the one behind it, until that one is woken. It calls taken for each.
func (l *List[T]) ChooseAll(taken func(*Waiter[T])) *Waiter[T] {
	var first, last *Waiter[T]
	for w := l.Choose(); w != nil; w = l.Choose() {
		taken(w)
		if last == nil {
			first = w
		} else {
			last.next = w
		}
		last = w
	}
	return first
}

// Next returns the waiter behind one of ChooseAll, and forgets it.
func (w *Waiter[T]) Next() (next *Waiter[T]) {
	next, w.next = w.next, nil
	return next
}

// Remove takes w from the list and reports whether it was in it. If not, w has
// been chosen, and its Wake has come or will.
func (l *List[T]) Remove(w *Waiter[T]) bool {
	if !w.listed {
		return false
	}
	w.listed = false
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

// Free takes back a waiter that is not in the list and whose Wake, if it was chosen,
// has been received.
func (l *List[T]) Free(w *Waiter[T]) {
	var zero T
	*w.Value, w.Losses = zero, 0
	if unsafe.Sizeof(zero) > kept {
		l.places.Put(w.Value)
		w.Value = nil
	}
	w.next, l.free = l.free, w
}
