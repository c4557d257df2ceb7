// Package queue defines the bounded queue with backpressure: a full queue
// makes its senders wait, or tells them why not.
//
// The package holds the interfaces, the errors and the helpers; it makes no
// queues. Three packages do, each with a New and each under the same contract,
// so that a caller swaps one for another by changing one import:
//
//   - [github.com/boundedq/queue/ring]: an atomic ring buffer, made for speed;
//   - [github.com/boundedq/queue/condq]: a mutex and two conditions, made to be read;
//   - [github.com/boundedq/queue/chanq]: a native channel, made for use in a select.
//
// # The contract
//
// What every [BoundedQueue] promises. The conformance suite in
// [github.com/boundedq/queue/compare/queuetest] names the clause that a failing
// queue broke.
//
//  1. Capacity. Cap is exactly the capacity given to New, 1 and every non-power
//     of two included. A queue never holds more. A negative capacity, or one
//     whose buffer cannot be made, panics in New with a message that names the
//     value; nothing hangs and nothing is allocated first.
//  2. Order. The queue is a linearizable FIFO. Values of one producer are
//     received in the order in which they were sent; over all producers there
//     is one order that fits real time.
//  3. Send. Send returns nil exactly when v was accepted. On any error v was
//     not accepted and never will be: the caller still owns it.
//  4. Recv. On any error no value was consumed, and the zero value is returned.
//  5. Strict try. TrySend returns ErrFull only if at some moment during the call
//     the queue held Cap values; TryRecv returns ErrEmpty only if at some moment
//     during the call it held none. A lost race against another caller is no
//     reason to refuse. Another caller that was preempted in mid-operation may
//     be waited for, yielding the processor; nothing that can fail ever runs in
//     that window.
//  6. Waiting. Send waits while the queue is full, Recv while it is empty. A
//     goroutine that waits uses no processor: spinning is bounded in time, then
//     it parks. It does not queue behind goroutines that compute: once there is
//     what it waited for, it runs as soon as one that was woken through a native
//     channel would. Waiting is durably blocking in the sense of
//     [testing/synctest], and one implementation can serve a queue in one
//     bubble, another in the next, and others outside, in one process.
//  7. Wake-up. When a value can be taken and a receiver waits, a receiver is
//     woken; the same for room and senders. No wake-up is lost: a waiter that
//     was chosen but gives up (its context ended) hands the wake-up on.
//  8. Fairness. No waiter starves while others make progress: on one processor
//     as on many, beside goroutines that compute, and whoever comes after it.
//     First come first served is not promised; how long a waiter can be
//     overtaken is stated by each implementation.
//  9. Context. ctx is looked at only before waiting: an operation that can
//     complete at once completes, whether ctx is done or not. A wait ends with
//     ctx.Err() when ctx is done, at the deadline and not a polling interval
//     later. A context that is done and has no error counts as context.Canceled:
//     an error is returned, and nothing is lost. No method of a context is
//     called while the queue holds a lock: a context may use the queue, or wait
//     for a lock whose holder does.
//  10. Close. Any goroutine may close, any number of times, concurrently; it
//     never panics and never blocks. After it, every Send and TrySend returns
//     ErrClosed (also on a full queue), and all waiting senders return
//     ErrClosed. Every accepted value can still be received; when the last is
//     gone, every receive returns ErrClosed, and all waiting receivers return
//     it. ErrClosed is final. This is also how a receiver hangs up: it closes,
//     and senders stop. A queue may have a method Closed for use in a select: it
//     returns the same channel each time, which Close closes and nothing else.
//  11. Accepted is delivered. Under any race of Send, TrySend, cancel and Close,
//     a value whose send returned nil is received exactly once if receivers go
//     on until ErrClosed; one whose send returned an error is never received.
//  12. Memory model. A send happens before the receive of its value completes.
//     The kth receive happens before the (k+C)th send completes, for capacity C:
//     a queue of capacity 1 works as a mutex. Close happens before a receive
//     that returns ErrClosed because of it. All of it is visible to the race
//     detector: only [sync/atomic] and [sync] carry it.
//  13. Rendezvous. Capacity 0 is a rendezvous: Send returns nil only after a
//     receiver has taken the value; TrySend succeeds only if a receiver is
//     waiting, TryRecv only if a sender is; Len is 0.
//  14. Len. A snapshot with 0 <= Len <= Cap at every moment, exact when nothing
//     else runs. For monitoring, not for decisions.
//  15. Memory. A received, refused or cancelled value is not kept reachable by
//     the queue. In steady state an operation allocates nothing, and waiting
//     allocates nothing that is not reused. Free lists belong to the queue, not
//     to the process.
//  16. Batches. SendMany accepts vs in order and returns how many it accepted;
//     n < len(vs) only with an error. RecvMany waits until there is at least one
//     value, then takes what is there, at most len(buf), without waiting again;
//     an empty buf returns 0, nil. What a batch has accepted is visible to
//     receivers before it waits for more room.
//  17. Misuse. A queue must not be copied (vet's copylocks says so). It is made
//     by its constructor: every operation of a zero value panics with a message
//     that names the constructor; none hangs. A nil context is not looked at by
//     an operation that need not wait, and makes one that must wait panic, at
//     every capacity alike; the queue works on. Panics of constructors name the
//     constructor that was called.
package queue

import "context"

// A Sender is the side of a queue that values go into. Any number of goroutines
// may call it at once.
type Sender[T any] interface {
	// Send puts v into the queue and waits while the queue is full (clauses 3
	// and 6). At capacity 0 it waits until a receiver has taken v (clause 13).
	//
	// It returns nil exactly when v was accepted; [ErrClosed] when the queue was
	// closed before that, and then no later call will succeed; ctx.Err() when
	// ctx was done first. After an error the caller still owns v.
	//
	// ctx is looked at only before waiting: a Send that finds room succeeds
	// even if ctx is done (clause 9).
	Send(ctx context.Context, v T) error

	// TrySend is Send that never waits. Where Send would wait it returns
	// [ErrFull]: at some moment during the call the queue held Cap values
	// (clause 5). It returns [ErrClosed] on a closed queue, full or not.
	TrySend(v T) error
}

// A Receiver is the side of a queue that values come out of. Any number of
// goroutines may call it at once.
type Receiver[T any] interface {
	// Recv takes the oldest value and waits while the queue is empty (clauses 4
	// and 6).
	//
	// It returns [ErrClosed] when the queue is closed and its last value is
	// gone, and then no later call will succeed; ctx.Err() when ctx was done
	// first. With an error comes the zero value, and nothing was consumed.
	//
	// ctx is looked at only before waiting: a Recv that finds a value succeeds
	// even if ctx is done (clause 9).
	Recv(ctx context.Context) (T, error)

	// TryRecv is Recv that never waits. Where Recv would wait it returns
	// [ErrEmpty]: at some moment during the call the queue held nothing
	// (clause 5).
	TryRecv() (T, error)
}

// A BoundedQueue is a first-in first-out queue that holds at most Cap values.
// All of its methods may be called by any number of goroutines at once. What it
// promises is the contract in the package documentation.
type BoundedQueue[T any] interface {
	Sender[T]
	Receiver[T]

	// Len returns how many values the queue held at a moment during the call
	// (clause 14). It is for gauges. Do not decide by it: by the time the
	// caller looks, another goroutine has been there; TrySend and TryRecv decide
	// and act in one step.
	Len() int

	// Cap returns the capacity given to New, exactly (clause 1).
	Cap() int

	// Close ends sending: later and waiting sends return [ErrClosed]. Values
	// that were accepted can still be received; after the last of them every
	// receive returns [ErrClosed] (clause 10). Both sides may call it, more than
	// once and at any time.
	Close()
}

// A BatchSender is a queue with a way of its own to send several values at once.
// It is optional and found by type assertion, as [io.ReaderFrom] is; [SendMany]
// does that.
type BatchSender[T any] interface {
	// SendMany sends vs in order, waiting for room as Send does, and returns
	// how many were accepted: all of them, or fewer with the error that Send
	// would have returned for the next one (clause 16). The caller still owns
	// vs[n:]; the queue keeps no reference to vs itself.
	SendMany(ctx context.Context, vs []T) (n int, err error)
}

// A BatchReceiver is a queue with a way of its own to receive several values at
// once. It is optional and found by type assertion, as [io.WriterTo] is;
// [RecvMany] does that.
type BatchReceiver[T any] interface {
	// RecvMany waits until there is at least one value, as Recv does, and then
	// takes what is there, at most len(buf), without waiting again (clause 16).
	// It returns how many values it put into buf; an error only with n == 0.
	// An empty buf returns 0, nil at once.
	RecvMany(ctx context.Context, buf []T) (n int, err error)
}
