package queuebench

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuetest"
)

// smokeCases are those of queuetest that a benchmark relies on, and take
// milliseconds: what was sent comes out, once and in order; a full queue makes its
// senders wait and holds no more than it says, and nothing back; who waits does
// not run; Close ends a run. A queue that breaks one of them is fast at something else.
// The rest of the contract is no business of a benchmark's.
const smokeCases = `^(` +
	`Basic/(NewIsEmpty|FIFOSingle|SameValue)|` +
	`Capacity/(ExactEvery|NonPowerOfTwo|One|RoundedUpIsReported)|` +
	`Block/(SendWaitsWhenFull|RecvWaitsWhenEmpty|OneRecvWakesOneSend|OneSendWakesOneRecv|NoHiddenBatching)|` +
	`Close/(DrainThenClosed|WakesAllReceivers|AcceptedIsDelivered)|` +
	`Batch/(PartialCounts|AcceptedIsDelivered)|` +
	`Concurrent/(NoLossNoDup|PerProducerFIFO|SPSCExact)` +
	`)$`

// patienceWithCase is the time that one case has, a hundred times what it needs. A
// queue whose waiters spin for ever takes half of it in each case about waiting.
const patienceWithCase = 10 * time.Second

// smoke returns nil if the queue that i makes may be timed, and else why not, on one
// line.
func smoke(i Impl) error {
	if i.New == nil {
		return nil
	}
	opts := []queuetest.Option{queuetest.Short(), queuetest.Stress(0), queuetest.Only(smokeCases), queuetest.Watchdog(patienceWithCase)}
	if i.Roles.Producers == 1 {
		opts = append(opts, queuetest.SingleProducer())
	}
	if i.Roles.Consumers == 1 {
		opts = append(opts, queuetest.SingleConsumer())
	}
	opts = append(opts, i.Declares...)
	if err := queuetest.CheckOf(i.New, numbers, opts...); err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return errors.New(first)
	}
	return closes(i)
}

// numbers are the values that are sent.
var numbers = queuetest.Values[uint64]{
	Make: func(id int) uint64 { return uint64(id) },
	ID:   func(v uint64) (int, error) { return int(v), nil },
}

// closes fails unless the queue can be closed, without which no run would end. Who
// declares not to have Close is not asked by queuetest.
func closes(i Impl) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it cannot be closed, and every scenario ends with Close: %v", p)
		}
	}()
	q := i.New(1)
	q.Close()
	// A polling queue may look at its flag a moment later; a try of a weak one may
	// be refused without reason.
	for range 1000 {
		if _, err = q.TryRecv(); err == queue.ErrClosed {
			return nil
		}
	}
	return fmt.Errorf("it cannot be closed, and every scenario ends with Close: a receive after it returns %v", err)
}
