package queuetest

// A promise is a piece of the contract that a case can put to the test: the
// number of its clause, and its words as the package documentation of queue has
// them.
type promise struct {
	clause int
	words  string
}

// titles has the title of each clause by its number.
var titles = [...]string{
	1:  "Capacity",
	2:  "Order",
	3:  "Send",
	4:  "Recv",
	5:  "Strict try",
	6:  "Waiting",
	7:  "Wake-up",
	8:  "Fairness",
	9:  "Context",
	10: "Close",
	11: "Accepted is delivered",
	12: "Memory model",
	13: "Rendezvous",
	14: "Len",
	15: "Memory",
	16: "Batches",
	17: "Misuse",
}

var (
	capIsExact      = promise{1, "Cap is exactly the capacity given to New, 1 and every non-power of two included."}
	neverHoldsMore  = promise{1, "A queue never holds more."}
	badCapPanics    = promise{1, "A negative capacity, or one whose buffer cannot be made, panics in New with a message that names the value; nothing hangs and nothing is allocated first."}
	isFIFO          = promise{2, "The queue is a linearizable FIFO."}
	producerOrder   = promise{2, "Values of one producer are received in the order in which they were sent; over all producers there is one order that fits real time."}
	sendIsNilOrNot  = promise{3, "Send returns nil exactly when v was accepted. On any error v was not accepted and never will be: the caller still owns it."}
	recvErrIsZero   = promise{4, "On any error no value was consumed, and the zero value is returned."}
	tryIsStrict     = promise{5, "TrySend returns ErrFull only if at some moment during the call the queue held Cap values; TryRecv returns ErrEmpty only if at some moment during the call it held none."}
	racesDontRefuse = promise{5, "A lost race against another caller is no reason to refuse."}
	waits           = promise{6, "Send waits while the queue is full, Recv while it is empty."}
	waitsParked     = promise{6, "A goroutine that waits uses no processor: spinning is bounded in time, then it parks."}
	runsWhenWoken   = promise{6, "It does not queue behind goroutines that compute: once there is what it waited for, it runs as soon as one that was woken through a native channel would."}
	anyBubble       = promise{6, "one implementation can serve a queue in one bubble, another in the next, and others outside, in one process."}
	wakes           = promise{7, "When a value can be taken and a receiver waits, a receiver is woken; the same for room and senders."}
	wakeHandedOn    = promise{7, "No wake-up is lost: a waiter that was chosen but gives up (its context ended) hands the wake-up on."}
	noStarvation    = promise{8, "No waiter starves while others make progress: on one processor as on many, beside goroutines that compute, and whoever comes after it."}
	completesAtOnce = promise{9, "an operation that can complete at once completes, whether ctx is done or not."}
	waitEndsWithCtx = promise{9, "A wait ends with ctx.Err() when ctx is done, at the deadline and not a polling interval later."}
	doneIsCanceled  = promise{9, "A context that is done and has no error counts as context.Canceled: an error is returned, and nothing is lost."}
	ctxWithoutLock  = promise{9, "No method of a context is called while the queue holds a lock: a context may use the queue, or wait for a lock whose holder does."}
	anyoneCloses    = promise{10, "Any goroutine may close, any number of times, concurrently; it never panics and never blocks."}
	closeStopsSends = promise{10, "After it, every Send and TrySend returns ErrClosed (also on a full queue), and all waiting senders return ErrClosed."}
	closeDrains     = promise{10, "Every accepted value can still be received; when the last is gone, every receive returns ErrClosed, and all waiting receivers return it."}
	closedIsFinal   = promise{10, "ErrClosed is final."}
	closedSignals   = promise{10, "A queue may have a method Closed for use in a select: it returns the same channel each time, which Close closes and nothing else."}
	delivered       = promise{11, "a value whose send returned nil is received exactly once if receivers go on until ErrClosed; one whose send returned an error is never received."}
	publishes       = promise{12, "A send happens before the receive of its value completes."}
	pushesBack      = promise{12, "The kth receive happens before the (k+C)th send completes, for capacity C: a queue of capacity 1 works as a mutex."}
	closePublishes  = promise{12, "Close happens before a receive that returns ErrClosed because of it."}
	handsOver       = promise{13, "Send returns nil only after a receiver has taken the value;"}
	needsPartner    = promise{13, "TrySend succeeds only if a receiver is waiting, TryRecv only if a sender is;"}
	rendezvousLen   = promise{13, "Len is 0."}
	lenIsSnapshot   = promise{14, "A snapshot with 0 <= Len <= Cap at every moment, exact when nothing else runs."}
	keepsNothing    = promise{15, "A received, refused or cancelled value is not kept reachable by the queue."}
	allocatesNone   = promise{15, "In steady state an operation allocates nothing, and waiting allocates nothing that is not reused."}
	batchIsCounted  = promise{16, "SendMany accepts vs in order and returns how many it accepted; n < len(vs) only with an error."}
	batchIsTaken    = promise{16, "RecvMany waits until there is at least one value, then takes what is there, at most len(buf), without waiting again; an empty buf returns 0, nil."}
	batchIsVisible  = promise{16, "What a batch has accepted is visible to receivers before it waits for more room."}
	zeroPanics      = promise{17, "every operation of a zero value panics with a message that names the constructor; none hangs."}
	nilContext      = promise{17, "A nil context is not looked at by an operation that need not wait, and makes one that must wait panic, at every capacity alike; the queue works on."}
)
