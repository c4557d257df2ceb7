// Package mutants has three correct queues, each plain enough to be checked by
// eye, and the faults that can be built into them, one at a time. The conformance
// suite is tested on them: it must pass the queues without fault and catch every
// other.
//
// [Queue] is a monitor: one mutex, two lists of waiters. It has the faults of
// logic. The ring has those of atomic code, and Batches is the monitor with
// batches of its own.
package mutants

import (
	"fmt"
	"math"

	"github.com/boundedq/queue"
)

// A Fault is one way to break a queue. Its text says what the queue does wrong.
type Fault string

// The queues without fault.
const (
	None        Fault = "none"
	NoneRing    Fault = "none, in a ring"
	NoneBatches Fault = "none, with batches"
)

// Faults of the monitor.
const (
	LosesOneInN        Fault = "loses one value in a hundred"
	Duplicates         Fault = "delivers one value in a hundred twice"
	SwapsNeighbours    Fault = "swaps one value in a hundred with the one before it"
	LIFO               Fault = "delivers the newest value first"
	HoldsOneMore       Fault = "holds cap+1 values"
	HoldsOneLess       Fault = "holds cap-1 values"
	RoundsUp           Fault = "rounds the capacity up to a power of two"
	RoundsUpCap        Fault = "reports a capacity rounded up to a power of two"
	AnonymousPanic     Fault = "panics on a negative capacity and does not say which"
	AcceptsNegative    Fault = "takes a negative capacity for 1"
	Boundless          Fault = "never refuses values without size"
	ChecksOutsideLock  Fault = "asks for room before it takes the lock" // smallnest/queue, golang-queue
	SixteenBits        Fault = "counts its slots with 16 bits"
	ZeroIsEmpty        Fault = "takes a slot with a zero value for an empty one" // cyub
	Tears              Fault = "gives a slot back before the value is copied"
	StaleValue         Fault = "returns an old value with ErrEmpty"
	WrapsErrors        Fault = "wraps its errors"
	SpuriousFull       Fault = "says full though there is room, one time in 500"
	SpuriousEmpty      Fault = "says empty though a value is there, one time in 500"
	TriesInLine        Fault = "lets a try wait behind those that wait"
	HidesOdd           Fault = "shows values only in pairs"
	RefusedIsKept      Fault = "refuses a value and keeps it"
	ForgetsTryRecv     Fault = "does not wake a sender when TryRecv makes room"
	SignalsOnlyAtEdge  Fault = "wakes a receiver only when the queue was empty"
	WakesAtHalf        Fault = "wakes senders only when the queue is half empty"
	WakesNewest        Fault = "wakes who came last"
	NewcomerAhead      Fault = "lets a newcomer go ahead of the queue"
	YieldsFirst        Fault = "yields and looks again before it waits"
	YieldsQueued       Fault = "yields once it is queued, before it parks"
	YieldsWoken        Fault = "yields once it is woken, before it looks"
	SwallowsWakeup     Fault = "loses the wake-up of a waiter that was cancelled"      // flume, async-std#452
	HandsToDeparted    Fault = "hands a value to a receiver that is gone"              // kanal
	SignalsUnderLock   Fault = "signals under its lock to a waiter that was cancelled" // OpenTelemetry collector #15700
	ForgetsSenders     Fault = "does not wake senders on close"                        // LMAX disruptor#182
	ForgetsReceivers   Fault = "does not wake receivers on close"
	WakesOneOnClose    Fault = "wakes one waiter of each side on close"
	AcceptsAfterClose  Fault = "accepts a value after close"
	AcceptsOnClose     Fault = "returns nil to senders that Close finds waiting and drops their values"
	GhostsOnClose      Fault = "returns ErrClosed to waiting senders and sends their values later" // flume 78
	ServesWhileClosing Fault = "serves a waiting sender after others have been told ErrClosed"     // ours, once
	DropsOnClose       Fault = "drops what it holds on close"                                      // Workiva, bruceshao
	EmptyWhileClosing  Fault = "says closed though a value is left"
	NeverSignals       Fault = "never closes the channel of Closed"
	SignalsAskedOnly   Fault = "closes the channel of Closed only if it was asked for before Close"
	SignalsAnew        Fault = "returns a new channel each time that Closed is called"
	SignalsTwice       Fault = "closes the channel of Closed for each of two who close at once"
	SignalsWhenDrained Fault = "closes the channel of Closed when the last value is gone"
	PanicsOnClose      Fault = "panics on the second close"
	CloseWaits         Fault = "waits in Close until there is room" // ZenQ
	EnqueuesAfterGone  Fault = "returns ctx.Err() and sends the value when there is room"
	NilAfterGone       Fault = "returns nil to a cancelled sender and drops its value"
	IgnoresContext     Fault = "goes on waiting when ctx is done"
	ChecksContextFirst Fault = "refuses under a context that is done"
	ReturnsCause       Fault = "returns the cause instead of ctx.Err()"
	FarIsPast          Fault = "takes a deadline far away for one that has passed"
	ErrUnderLock       Fault = "calls Err under its lock"  // ours, once
	DoneUnderLock      Fault = "calls Done under its lock" // ours, once
	DeadlineUnderLock  Fault = "asks for the deadline under its lock"
	EndsUnderLock      Fault = "calls Err under its lock when a wait was cancelled"
	AsksTooLate        Fault = "asks its context between its last look and its wait"
	NilThoughDone      Fault = "returns the nil of a context that is done and has no error"        // ours, once
	CirclesWhenDone    Fault = "goes round for ever under a context that is done and has no error" // ours, once
	TakesNilContext    Fault = "takes a nil context for one that never ends, from capacity 16 on"  // ours, once
	MindsNilContext    Fault = "panics on a nil context though it need not wait"
	KeepsNilWaiter     Fault = "panics on a nil context and keeps its waiter"
	PanicsUnderLock    Fault = "panics on a nil context and keeps its lock"
	PollsTheContext    Fault = "looks every 7 ms whether ctx is done"
	SpinsWithoutBound  Fault = "yields in a loop instead of waiting" // Workiva#150, xsync#117
	KeepsPointers      Fault = "keeps received values reachable"     // hedzr, LENSHOOD
	KeepsGoneValue     Fault = "keeps the value of a cancelled sender reachable"
	KeepsCancelled     Fault = "keeps cancelled waiters in its list" // goconcurrentqueue#27
	Allocates          Fault = "allocates on every send"
	Boxes              Fault = "boxes its values" // Workiva
	AllocatesWaiters   Fault = "makes a new waiter for every wait"
	LeavesGoroutine    Fault = "leaves a goroutine behind a cancelled wait"
	CountsWaiters      Fault = "counts waiting senders in Len"
	MasksLen           Fault = "says 0 for the length of a full queue" // ZenQ
	BuffersAtZero      Fault = "holds one value at capacity 0"
	SharesWaiters      Fault = "pools its waiters for the whole process"
)

// Faults of the ring.
const (
	OneStampTooFew  Fault = "cannot tell full from empty at capacity 1"          // Workiva, LENSHOOD
	RefusesLoser    Fault = "refuses a try that lost a race"                     // xsync, Workiva#213
	RefusesStalled  Fault = "refuses a try that finds another in mid-operation"  // heapless#583
	IgnoresSwap     Fault = "ignores that its compare-and-swap failed"           // hedzr#9
	Unclaims        Fault = "claims a slot, finds it taken and claims it back"   // go-lock-free-ring
	StaleTail       Fault = "reads the tail before the head in TryRecv"          // yireyun#3
	DrainedTooSoon  Fault = "says drained while a claimed slot is not published" //
	CloseBesideTail Fault = "asks whether it is closed, and then claims a slot"  // jaeger#3342
	ParksBlindly    Fault = "parks without a second look"                        // JCTools#386
	SpinsInFlight   Fault = "spins without yielding while another is mid-operation"
	PublishesFirst  Fault = "publishes a slot before it has written it"
	LenInTwoLooks   Fault = "reads the tail for Len, and some time later the head" // Workiva
	NoBackEdge      Fault = "gives slots back without an edge for the race detector"
)

// Faults of the zero value.
const (
	ZeroWaits        Fault = "waits for ever in a zero value"           // ours, once
	ZeroSpins        Fault = "runs in circles in a zero value"          // ours, once
	ZeroRefuses      Fault = "makes do with capacity 0 in a zero value" // ours, once
	ZeroDereferences Fault = "dereferences nil in a zero value"         // ours, once
	ZeroKeepsLock    Fault = "panics in a zero value and keeps its lock"
)

// Faults of the queue with batches.
const (
	BatchErrUnderLock Fault = "calls Err under its lock in SendMany" // ours, once
	BatchAllOrNothing Fault = "waits until there is room for the whole batch"
	BatchHidden       Fault = "shows a batch at its end"
	BatchWakesOne     Fault = "wakes one receiver for a batch"
	BatchOvercounts   Fault = "counts the value of a batch that it could not send"
	BatchWithdraws    Fault = "counts what a cancelled batch has sent and takes it back"
	BatchSilent       Fault = "returns no error with a batch that was cut short"
	BatchKept         Fault = "keeps the slice of a batch"
	FillsBuffer       Fault = "waits until the buffer of RecvMany is full"
	EmptyBufferWaits  Fault = "waits for a value to put into no buffer"
	ErrorWithValues   Fault = "returns the last values together with ErrClosed"
	DropsOverflow     Fault = "drops what the buffer of RecvMany does not hold"
)

var inRing = setOf(NoneRing, OneStampTooFew, RefusesLoser, RefusesStalled, IgnoresSwap, Unclaims, StaleTail,
	DrainedTooSoon, CloseBesideTail, ParksBlindly, SpinsInFlight, PublishesFirst, LenInTwoLooks, NoBackEdge)

var inBatches = setOf(NoneBatches, BatchErrUnderLock, BatchAllOrNothing, BatchHidden, BatchWakesOne, BatchOvercounts,
	BatchWithdraws, BatchSilent, BatchKept, FillsBuffer, EmptyBufferWaits, ErrorWithValues, DropsOverflow)

func setOf(faults ...Fault) map[Fault]bool {
	set := make(map[Fault]bool)
	for _, f := range faults {
		set[f] = true
	}
	return set
}

// New returns a function that makes queues with the fault.
func New[T any](fault Fault) func(capacity int) queue.BoundedQueue[T] {
	if newUnmade, ok := unmades[T]()[fault]; ok {
		return newUnmade
	}
	return func(capacity int) queue.BoundedQueue[T] {
		if capacity < 0 && fault == AcceptsNegative {
			capacity = 1
		}
		if capacity < 0 && fault == AnonymousPanic {
			panic("mutants: negative capacity")
		}
		if capacity < 0 || capacity > math.MaxInt/64 {
			panic(fmt.Sprintf("mutants: capacity %d out of range", capacity))
		}
		switch {
		case inRing[fault] && capacity > 0:
			return newRing[T](fault, capacity)
		case inBatches[fault]:
			return &Batches[T]{Queue: newQueue[T](fault, capacity)}
		}
		return newQueue[T](fault, capacity)
	}
}

// roundUp returns the next power of two.
func roundUp(n int) int {
	for n&(n-1) != 0 {
		n++
	}
	return n
}
