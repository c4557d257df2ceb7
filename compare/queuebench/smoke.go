package queuebench

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
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

// smoke returns nil if the queue that i makes may be timed, at the capacity least and
// above it, and else why not, on one line.
func smoke(i Impl, least int) error {
	if i.New == nil {
		return nil
	}
	opts := []queuetest.Option{queuetest.Short(), queuetest.Stress(0), queuetest.Only(smokeCases), queuetest.Watchdog(patienceWithCase), queuetest.MinCapacity(least)}
	if i.Roles.Producers == 1 {
		opts = append(opts, queuetest.SingleProducer())
	}
	if i.Roles.Consumers == 1 {
		opts = append(opts, queuetest.SingleConsumer())
	}
	opts = append(opts, i.Declares...)
	if err := queuetest.CheckOf(i.New, numbers, opts...); err != nil {
		return firstOf(err)
	}
	return closes(i, max(least, 1))
}

// firstOf returns the first failure, without the stacks that it may have.
func firstOf(err error) error {
	var f *queuetest.Failure
	if !errors.As(err, &f) {
		return err
	}
	short := *f
	short.Text, _, _ = strings.Cut(f.Text, "\n")
	return &short
}

// numbers are the values that are sent.
var numbers = queuetest.Values[uint64]{
	Make: func(id int) uint64 { return uint64(id) },
	ID:   func(v uint64) (int, error) { return int(v), nil },
}

// closes fails unless the queue can be closed, without which no run would end. Who
// declares not to have Close is not asked by queuetest.
func closes(i Impl, capacity int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it cannot be closed, and every scenario ends with Close: %v", p)
		}
	}()
	q := i.New(capacity)
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

// A verdict is what smoke has to say of each queue, by its name.
type verdict map[string]error

// judge smokes the queues of the cells.
func judge(cells []Cell) verdict {
	least := map[string]int{}
	for _, c := range cells {
		if n, ok := least[c.Impl.Name]; !ok || c.Capacity < n {
			least[c.Impl.Name] = c.Capacity
		}
	}
	verdicts := verdict{}
	for _, c := range cells {
		if _, ok := verdicts[c.Impl.Name]; !ok {
			verdicts[c.Impl.Name] = smoke(c.Impl, least[c.Impl.Name])
		}
	}
	return verdicts
}

// tell says which queues are not timed: why, to standard error, and that they are not,
// to standard output, where the results go. There it is a setting of the benchmark
// format, which benchstat shows above its table. It is the same in each process, for
// results with other settings go into another table; end takes it back.
func (v verdict) tell(stdout, stderr io.Writer) (end func()) {
	var refused []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if v[name] != nil {
			refused = append(refused, name)
			// Without the first two characters it would be a setting as well.
			fmt.Fprintf(stderr, "# %s is not timed: %v\n", name, v[name])
		}
	}
	if len(refused) == 0 {
		return func() {}
	}
	fmt.Fprintf(stdout, "%s: %s\n", notTimed, strings.Join(refused, ", "))
	return func() { fmt.Fprintf(stdout, "%s:\n", notTimed) }
}

const notTimed = "not-timed"
