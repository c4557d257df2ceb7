package ring

import (
	"context"
	"unsafe"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/condq"
	"github.com/boundedq/queue/internal/misuse"
	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/internal/signal"
	"github.com/boundedq/queue/internal/wait"
)

// Invariants. See [cells] for those of one ring of numbers, and [places].
//
//   - Every number of a place is in one of the two rings, held or empty, or in the hands of one
//     goroutine, which is in the middle of an operation. The place belongs to whoever has
//     its number: a ring hands both on.
//   - A place whose number is empty is zero.
//   - held has Cap+1 cells. A position of it is filled only when the one Cap before is taken.
//     So at most Cap are filled and not taken, and the next one is open, or shut.
//
// Linearization. A send takes effect when its number fills a position of held, a receive
// when it takes one, Close when it shuts one: each a compare-and-swap of one cell, and
// cells follow one another, so sends and Close are in one order. ErrFull takes effect at
// the load in room, ErrEmpty and ErrClosed of a receive at the load of the cell that is
// open, or shut, while all before it are taken; ErrClosed of a send at the load of the
// cell that is shut; and Len at the load of the first open cell. A value that is given to
// a waiting receiver: see [wait.Room.Serve].
//
// Lock-free. There are loops in cells, and in put below. They go round again when a
// compare-and-swap has failed, or a cell has been filled or taken by somebody else: each
// time another operation has got on. Nobody waits until somebody else has finished what
// that one began. A goroutine that is stopped for good leaves one place unused, perhaps a
// hint behind, and what it has not told those who wait.
//
// Memory model. Whoever has a number got it from a compare-and-swap, after the one by
// which the last owner of the place gave it on. Who fills a position has loaded the cell
// in which the one Cap before was taken: the kth receive happens before the (k+Cap)th
// send.

// LockFree is a bounded queue that is lock-free in the strict sense; [NewLockFree] makes
// one. It keeps every clause of the contract, and any number of goroutines may call any of
// its methods at once.
//
// Whatever happens to other goroutines, and to however many, wherever in their operations
// they are stopped and for how long: TrySend, TryRecv, Len and Close come to an end in a
// bounded number of their own steps, as long as others do not keep succeeding, and so do a
// Send that finds room and a Recv that finds a value. In a [Queue] a sender that is
// stopped between claim and publication holds up the receivers.
//
// The guarantee ends where somebody waits. To begin to wait, and to go on, may take a
// mutex that others have who wait on the same side. A waiter that was chosen by somebody
// who is stopped before he could wake it sleeps as long as that; the next values wake
// others. To wake is a send on a Go channel, and Go's runtime has locks of its own there,
// as it has when it allocates or collects. An operation takes effect before it wakes
// anybody.
//
// At capacity 0 nothing happens without waiting, and it is a [condq.Queue], which has a
// mutex.
//
// The price: a value goes through two rings, so it takes as many locked instructions as in
// [Queue] but touches more memory; batches go one by one, by [queue.SendMany] and
// [queue.RecvMany]; and a slot takes 16 bytes beside the value, and the queue a few
// kilobytes.
//
// There are places for a few values more than the capacity. Whoever is stopped in the
// middle of an operation may hold one. When all are held others are added, and stay;
// nothing else allocates. With 65,536 goroutines stopped in the middle on one queue, and
// no fewer, the next sender waits for one of them. And none may be stopped while more than
// 2^46 values pass at capacity 1, or 2^60 at 65,536: positions come around after twice as
// many.
//
// The two rings of numbers are as in Ruslan Nikolaev's "A Scalable, Portable, and
// Memory-Efficient Lock-Free FIFO Queue" (DISC 2019,
// https://github.com/rusnikola/lfqueue), but a cell is filled and taken by
// compare-and-swap where his have counters that run ahead. So full is exact, which it is
// not there, and a cell can be shut. That places are as many as goroutines may hold is the
// price of any such queue: Aksenov and others, "Memory Bounds for Concurrent Bounded
// Queues" (2021).
type LockFree[T any] struct {
	held   cells // numbers of the places with values, oldest first
	places places[T]

	// Set by NewLockFree and only read since.
	capacity int
	small    *condq.Queue[T] // at capacity 0, and then the rest is not used
	_        pad.Line

	senders   wait.Room[T]
	receivers wait.Room[T]
	closed    signal.Closed
}

// NewLockFree returns an empty queue of exactly the given capacity; 0 makes a rendezvous. It
// panics, naming the capacity, if that is negative or too large: a slot takes 16 bytes beside
// its value, and all of them may take 1 TiB (1 GiB where addresses have 32 bits).
func NewLockFree[T any](n int) *LockFree[T] {
	if n == 0 {
		return &LockFree[T]{small: condq.New[T](0)}
	}
	var v T
	misuse.Capacity(string(byNewLockFree), n, misuse.Buffer{Value: unsafe.Sizeof(v), Beside: 2 * unsafe.Sizeof(uint64(0)), Spare: fewSpare})
	return newLockFree[T](n, fewSpare)
}

// rendezvous returns the queue that there is at capacity 0. It panics if NewLockFree has not
// made q.
func (q *LockFree[T]) rendezvous() *condq.Queue[T] {
	if q.small == nil {
		misuse.ZeroValue(string(byNewLockFree))
	}
	return q.small
}

// newLockFree is NewLockFree for any capacity but 0, with so many places more.
func newLockFree[T any](n, spare int) *LockFree[T] {
	q := &LockFree[T]{capacity: n}
	most := n + mostSpare
	q.held.init(n+1, most)
	q.places.init(0, n+spare, most)
	q.senders.Init(sendingFree[T]{q}, n, 4*q.held.lap.unit)
	q.receivers.Init(receivingFree[T]{q}, n, 4*q.held.lap.unit)
	return q
}

// Send sends v and waits while the queue is full; see [queue.Sender].
func (q *LockFree[T]) Send(ctx context.Context, v T) error {
	if q.capacity == 0 {
		return q.rendezvous().Send(ctx, v)
	}
	err := q.send(v)
	if err == queue.ErrFull {
		_, err = q.senders.Wait(ctx, v)
	}
	return err
}

// TrySend sends v if there is room; see [queue.Sender].
func (q *LockFree[T]) TrySend(v T) error {
	if q.capacity == 0 {
		return q.rendezvous().TrySend(v)
	}
	return q.send(v)
}

// Recv receives the oldest value and waits while there is none; see [queue.Receiver].
func (q *LockFree[T]) Recv(ctx context.Context) (T, error) {
	if q.capacity == 0 {
		return q.rendezvous().Recv(ctx)
	}
	v, err := q.recv()
	if err == queue.ErrEmpty {
		return q.receivers.Wait(ctx, v)
	}
	return v, err
}

// TryRecv receives the oldest value if there is one; see [queue.Receiver].
func (q *LockFree[T]) TryRecv() (T, error) {
	if q.capacity == 0 {
		return q.rendezvous().TryRecv()
	}
	return q.recv()
}

// Len returns how many values the queue holds; see [queue.BoundedQueue].
func (q *LockFree[T]) Len() int {
	if q.capacity == 0 {
		return q.rendezvous().Len()
	}
	return q.held.len()
}

// Cap returns the capacity given to NewLockFree.
func (q *LockFree[T]) Cap() int {
	if q.capacity == 0 {
		return q.rendezvous().Cap()
	}
	return q.capacity
}

// Close ends sending; see [queue.BoundedQueue]. Who closes again wakes everybody once more: the
// first may have been stopped before it could.
func (q *LockFree[T]) Close() {
	if q.capacity == 0 {
		q.rendezvous().Close()
		return
	}
	q.held.shut()
	q.senders.NotifyAll()
	q.receivers.NotifyAll()
	q.closed.Close()
}

// Closed returns a channel, always the same, that is closed when the queue is: for a
// select. Values that are left can still be received. It belongs to the bubble
// ([testing/synctest]) in which it is first asked for.
func (q *LockFree[T]) Closed() <-chan struct{} {
	if q.capacity == 0 {
		return q.rendezvous().Closed()
	}
	return q.closed.Chan(q.isClosed)
}

func (q *LockFree[T]) isClosed() bool {
	_, what := q.held.firstOpen(q.held.tail.Load())
	return what == shut
}

// send sends v, or says why it would have to wait.
func (q *LockFree[T]) send(v T) error {
	if q.senders.Starves() {
		q.senders.Feed()
	}
	if q.receivers.Servable() && q.receivers.Serve(v, q.drained) {
		return nil
	}
	p, err := q.put(v)
	if err == nil {
		q.receivers.Notify(p)
	}
	return err
}

// put sends v and tells nobody.
func (q *LockFree[T]) put(v T) (p position, err error) {
	from := q.held.tail.Load()
	if p, err = q.room(from); err != nil {
		return 0, err
	}
	s, x := q.places.get()
	place := s.at(x)
	sched.Access(place)
	*place = v
	for !q.held.fill(from, p, x) {
		lost(q.held.stepBack)
		if p, err = q.room(p); err != nil {
			var zero T
			sched.Access(place)
			*place = zero
			s.put(x)
			return 0, err
		}
	}
	return p, nil
}

// room returns the first open position from p on, if there is room for a value.
//
// There is while the position Cap before is taken, which is the cell after, a lap before. If
// it is not, then at that load all of the Cap positions from there on are held: the queue is
// full.
func (q *LockFree[T]) room(p position) (position, error) {
	r := &q.held
	p, what := r.firstOpen(p)
	if what == shut {
		return 0, queue.ErrClosed
	}
	if !r.taken(r.lap.before(r.lap.add(p, 1))) {
		return 0, queue.ErrFull
	}
	return p, nil
}

// recv receives a value, or says why it would have to wait.
func (q *LockFree[T]) recv() (T, error) {
	if q.receivers.Starves() {
		q.receivers.Feed()
	}
	v, p, err := q.take()
	if err == nil {
		q.senders.Notify(p)
	}
	return v, err
}

// take receives the oldest value and tells nobody.
func (q *LockFree[T]) take() (v T, p position, err error) {
	x, p, err := q.held.get()
	if err != nil {
		return v, 0, err
	}
	s := q.places.of(x)
	place := s.at(x)
	sched.Access(place)
	v, *place = *place, v // the place keeps no reference to it
	s.put(x)
	return v, p, nil
}

// drained reports whether the queue is open and, at some moment of the call, held nothing.
func (q *LockFree[T]) drained() bool {
	_, what := q.held.firstHeld(q.held.head.Load())
	return what == open
}

// sendingFree is the senders' side, for those who wait.
type sendingFree[T any] struct{ *LockFree[T] }

// Ready returns for how many values there is room, at least 1 on a closed queue.
func (q sendingFree[T]) Ready() int {
	if _, err := q.room(q.held.tail.Load()); err == queue.ErrFull {
		return 0
	}
	return max(q.capacity-q.held.len(), 1)
}

// Attempt sends v, unless it would have to wait.
func (q sendingFree[T]) Attempt(v T) (none T, err error, over bool) {
	_, err = q.put(v)
	return none, err, err != queue.ErrFull
}

// Tell tells receivers of a value.
func (q sendingFree[T]) Tell() { q.receivers.Notify(q.held.tail.Load()) }

// Other returns where receivers wait.
func (q sendingFree[T]) Other() *wait.Room[T] { return &q.receivers }

// receivingFree is the receivers' side, for those who wait.
type receivingFree[T any] struct{ *LockFree[T] }

// Ready returns how many values there are, or 1 on a queue that is closed and drained.
func (q receivingFree[T]) Ready() int {
	switch _, what := q.held.firstHeld(q.held.head.Load()); what {
	case open:
		return 0
	case shut:
		return 1
	}
	return max(q.held.len(), 1)
}

// Attempt receives a value, unless it would have to wait.
func (q receivingFree[T]) Attempt(T) (v T, err error, over bool) {
	v, _, err = q.take()
	return v, err, err != queue.ErrEmpty
}

// Tell tells senders of room.
func (q receivingFree[T]) Tell() { q.senders.Notify(q.held.head.Load()) }

// Other returns where senders wait.
func (q receivingFree[T]) Other() *wait.Room[T] { return &q.senders }
