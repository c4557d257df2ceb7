package queuetest_test

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

var everyCase = flag.Bool("mutants.everycase", false,
	"run all cases on each mutant, not only the one that must catch it")

// A mutant is a fault, the case that must catch it, and what the failure must
// say so that a reader knows what is wrong.
type mutant struct {
	fault mutants.Fault
	by    string
	says  string
	place place
	of    values
}

// A place is where a mutant can be caught.
type place int

const (
	anywhere   place = iota
	inTests          // needs a bubble or a child process
	underRaces       // needs the race detector
)

// values is what the queues of a mutant hold.
type values int

const (
	ints values = iota
	pointers
	empties
	blocks
)

// killers has the case that must catch each fault.
var killers = []mutant{
	{mutants.LosesOneInN, "Concurrent/NoLossNoDup", "was accepted and never received", anywhere, ints},
	{mutants.Duplicates, "Concurrent/NoLossNoDup", "was received 2 times", anywhere, ints},
	{mutants.SwapsNeighbours, "Concurrent/PerProducerFIFO", "which was sent later", anywhere, ints},
	{mutants.LIFO, "Basic/FIFOSingle", "TryRecv() = 0x100001, <nil>, want 0x100000, <nil>", anywhere, ints},
	{mutants.HoldsOneMore, "Capacity/ExactEvery", "TrySend(0x1) = <nil>, want queue: full", anywhere, ints},
	{mutants.HoldsOneLess, "Capacity/ExactEvery", "TrySend(0x1) = queue: full, want <nil>", anywhere, ints},
	{mutants.RoundsUp, "Capacity/NonPowerOfTwo", "= <nil>, want queue: full", anywhere, ints},
	{mutants.RoundsUpCap, "Basic/NewIsEmpty", "Cap() = 4, want 3", anywhere, ints},
	{mutants.AcceptsNegative, "Capacity/NegativePanics", "New(-1) returned a queue", anywhere, ints},
	{mutants.AnonymousPanic, "Capacity/PanicNamesValue", "which does not name the capacity", anywhere, ints},
	{mutants.Boundless, "Capacity/ExactEvery", "TrySend(0x1) = <nil>, want queue: full", anywhere, empties},
	{mutants.ChecksOutsideLock, "Try/NeverWaits", "values were left in the queue", anywhere, ints},
	{mutants.SixteenBits, "Wrap/PastSixteenBits", "TryRecv() = ", anywhere, ints},
	{mutants.ZeroIsEmpty, "Basic/SameValue", "TryRecv() = 0x0, queue: empty", anywhere, ints},
	{mutants.Tears, "Concurrent/NoLossNoDup", "the value is torn", anywhere, blocks},
	{mutants.StaleValue, "Basic/EmptyLeavesZero", "TryRecv() = 0x7, queue: empty, want 0x0", anywhere, ints},
	{mutants.WrapsErrors, "Basic/NewIsEmpty", "TryRecv() = 0x0, mutants: queue: empty, want", anywhere, ints},
	{mutants.SpuriousFull, "Try/NeverFailFullGuarantee", "TrySend number", anywhere, ints},
	{mutants.SpuriousEmpty, "Try/TwoFreeSlots", "queue: empty", anywhere, ints},
	{mutants.TriesInLine, "Try/DoesNotBlock", "everybody waits", anywhere, ints},
	{mutants.HidesOdd, "Block/NoHiddenBatching", "TryRecv() = 0x0, queue: empty, want 0x1", anywhere, ints},
	{mutants.RefusedIsKept, "GC/RefusedIsCollectable", "are still reachable", anywhere, pointers},
	{mutants.ForgetsTryRecv, "Block/SendWaitsWhenFull", "0 of 1 waiters returned, want 1", anywhere, ints},
	{mutants.SignalsOnlyAtEdge, "Block/BurstWakesAll", "waiters returned, want", anywhere, ints},
	{mutants.WakesAtHalf, "Block/OneRecvWakesOneSend", "0 of 8 waiters returned, want 1", anywhere, ints},
	{mutants.WakesNewest, "Fairness/LongestWaiter", "one waits still, and 200 that came later have been served", anywhere, ints},
	{mutants.NewcomerAhead, "Fairness/JoinsLockStep", "waits still after 100000 exchanges", anywhere, ints},
	{mutants.NewcomerAhead, "Fairness/BesideComputing", "has been served 300 times beside", anywhere, ints},
	{mutants.YieldsFirst, "Block/RunsBeforeComputing", "had their turns before the one that waited", anywhere, ints},
	{mutants.YieldsQueued, "Block/RunsBeforeComputing", "had their turns before the one that waited", anywhere, ints},
	{mutants.YieldsQueued, "Progress/BesideComputing", "turns or more while 512 values were handed over", anywhere, ints},
	{mutants.YieldsWoken, "Block/RunsBeforeComputing", "had their turns before the one that waited", anywhere, ints},
	{mutants.SwallowsWakeup, "Block/WakeupHandedOnAfterCancel", "the last one still waits for it", anywhere, ints},
	{mutants.HandsToDeparted, "Block/WakeupHandedOnAfterCancel", "none of them took what there was", anywhere, ints},
	{mutants.SignalsUnderLock, "Block/CancelledWhileServed", "everybody waits", anywhere, ints},
	{mutants.ForgetsSenders, "Close/WakesAllSenders", "of 16 waiters returned, want 16", anywhere, ints},
	{mutants.ForgetsReceivers, "Close/WakesAllReceivers", "of 16 waiters returned, want 16", anywhere, ints},
	{mutants.WakesOneOnClose, "Close/WakesAllReceivers", "1 of 16 waiters returned, want 16", anywhere, ints},
	{mutants.AcceptsAfterClose, "Close/SendAfterClose", "= <nil>, want queue: closed", anywhere, ints},
	{mutants.AcceptsOnClose, "Close/WakesAllSenders", "a waiter returned <nil>, want queue: closed", anywhere, ints},
	{mutants.GhostsOnClose, "Close/WakesAllSenders", "want 0x0, queue: closed", anywhere, ints},
	{mutants.ServesWhileClosing, "Close/ServesNobody", "want 0x0, queue: closed", anywhere, ints},
	{mutants.DropsOnClose, "Close/DrainThenClosed", "Len() = 0, want 1", anywhere, ints},
	{mutants.EmptyWhileClosing, "Close/DrainThenClosed", "Recv() = 0x0, queue: closed, want 0x1", anywhere, ints},
	{mutants.NeverSignals, "Signal/ClosedByClose", "the channel that Closed returned before is not", anywhere, ints},
	{mutants.SignalsAskedOnly, "Signal/ClosedByClose", "asked for after that, is not", anywhere, ints},
	{mutants.SignalsAnew, "Signal/ClosedByClose", "returned another channel than before", anywhere, pointers},
	{mutants.SignalsTwice, "Signal/CloseRace", "panic: close of closed channel", anywhere, ints},
	{mutants.SignalsWhenDrained, "Signal/ClosedByClose", "the channel that Closed returned before is not", anywhere, ints},
	{mutants.PanicsOnClose, "Close/Idempotent", "panic: close of closed queue", anywhere, ints},
	{mutants.CloseWaits, "Close/WhileFull", "everybody waits", anywhere, ints},
	{mutants.EnqueuesAfterGone, "Ctx/CancelParkedSend", "TryRecv() = ", anywhere, ints},
	{mutants.NilAfterGone, "Ctx/CancelParkedSend", "a waiter returned <nil>, want context canceled", anywhere, ints},
	{mutants.IgnoresContext, "Ctx/CancelParkedRecv", "0 of 8 waiters returned, want 8", anywhere, ints},
	{mutants.ChecksContextFirst, "Ctx/AlreadyDone", "Send(0x1) = context canceled, want", anywhere, ints},
	{mutants.ReturnsCause, "Ctx/CauseAndIs", "a waiter returned the cause, want context canceled", anywhere, ints},
	{mutants.FarIsPast, "Ctx/VeryLongDeadline", "Recv did not wait: it returned 0x0, context deadline exceeded", anywhere, ints},
	{mutants.ErrUnderLock, "Ctx/HeldWithoutLock", "waits until the context's Err returns", anywhere, ints},
	{mutants.DoneUnderLock, "Ctx/HeldWithoutLock", "waits until the context's Done returns", anywhere, ints},
	{mutants.DeadlineUnderLock, "Ctx/HeldWithoutLock", "waits until the context's Deadline returns", anywhere, ints},
	{mutants.EndsUnderLock, "Ctx/HeldWithoutLock", "waits until the context's Err returns", anywhere, ints},
	{mutants.ErrUnderLock, "Ctx/UsesTheQueue", "called the context under a lock", anywhere, ints},
	{mutants.AsksTooLate, "Ctx/UsesTheQueue", "still waits, and its context has brought what it waits for", anywhere, ints},
	{mutants.NilThoughDone, "Ctx/DoneWithoutError", "Send = <nil>, want Send = context canceled", inTests, ints},
	{mutants.CirclesWhenDone, "Ctx/DoneWithoutError", "has been asked 10000 times since", inTests, ints},
	{mutants.TakesNilContext, "Misuse/NilContextAlike", "Send under a nil context waits, and has to panic", inTests, ints},
	{mutants.MindsNilContext, "Misuse/NilContextAlike", "need not wait, and panicked under a nil context", inTests, ints},
	{mutants.KeepsNilWaiter, "Misuse/NilContextAlike", "want 0x0, queue: empty", inTests, ints},
	{mutants.PanicsUnderLock, "Misuse/NilContextAlike", "everybody waits", inTests, ints},
	{mutants.ZeroWaits, "Misuse/ZeroValue", "Send of a zero value does not return", anywhere, ints},
	{mutants.ZeroSpins, "Misuse/ZeroValue", "Send of a zero value does not return", inTests, ints},
	{mutants.ZeroRefuses, "Misuse/ZeroValue", "of a zero value", anywhere, ints},
	{mutants.ZeroDereferences, "Misuse/ZeroValue", "which names no constructor", anywhere, ints},
	{mutants.ZeroKeepsLock, "Misuse/ZeroValue", "of a zero value, called after Send, does not return", anywhere, ints},
	{mutants.PanicsUnderLock, "Misuse/NilContext", "everybody waits", inTests, ints},
	{mutants.PollsTheContext, "Ctx/DeadlineExactInFakeTime", "and the deadline was in", inTests, ints},
	{mutants.SpinsWithoutBound, "Idle/ParkedUseNoProcessor", "should wait, and still run after", anywhere, ints},
	{mutants.KeepsPointers, "GC/ReceivedIsCollectable", "are still reachable", anywhere, pointers},
	{mutants.KeepsGoneValue, "GC/CancelledIsCollectable", "are still reachable", anywhere, pointers},
	{mutants.KeepsCancelled, "Rendezvous/CancelLeavesNothing", "want 0x0, queue: empty", anywhere, ints},
	{mutants.Allocates, "Alloc/SteadyStateZero", "calls allocated", anywhere, ints},
	{mutants.Boxes, "Alloc/SteadyStateZero", "calls allocated", anywhere, ints},
	{mutants.AllocatesWaiters, "Alloc/WaitingIsReused", "waits allocated", anywhere, ints},
	{mutants.LeavesGoroutine, "Ctx/NoLeakedWaiters", "goroutines were left behind", anywhere, ints},
	{mutants.CountsWaiters, "Len/ExactAtRest", "Len() = 4, want 0", anywhere, ints},
	{mutants.MasksLen, "Len/SequentialExact", "Len() = 0, want 1", anywhere, ints},
	{mutants.BuffersAtZero, "Rendezvous/TryNeedsPartner", "TrySend(0x1) = <nil>, want queue: full", anywhere, ints},
	{mutants.SharesWaiters, "Block/ReuseAcrossBubbles", "the child process that used several bubbles ended with", inTests, ints},

	{mutants.OneStampTooFew, "Capacity/One", "= <nil>, want queue: full", anywhere, ints},
	{mutants.RefusesLoser, "Try/NeverFailFullGuarantee", "of goroutine", anywhere, ints},
	{mutants.RefusesStalled, "Try/TwoFreeSlots", "of goroutine", anywhere, ints},
	{mutants.IgnoresSwap, "Try/NeverWaits", "was accepted and never received", anywhere, ints},
	{mutants.Unclaims, "Try/NeverWaits", "everybody waits", anywhere, ints},
	{mutants.StaleTail, "Try/NeverWaits", "everybody waits", anywhere, ints},
	{mutants.DrainedTooSoon, "Close/AcceptedIsDelivered", "was accepted and never received", anywhere, ints},
	{mutants.CloseBesideTail, "Close/AcceptedIsDelivered", "was accepted and never received", anywhere, ints},
	{mutants.ParksBlindly, "Concurrent/PingPong", "everybody waits", anywhere, ints},
	{mutants.SpinsInFlight, "Progress/OneProcessor", "killed", inTests, ints},
	{mutants.PublishesFirst, "Concurrent/NoLossNoDup", "received", anywhere, ints},
	{mutants.PublishesFirst, "Memory/PublishPlain", "race detected", underRaces, ints},
	{mutants.LenInTwoLooks, "Len/NeverOutOfRange", "Len() = ", anywhere, ints},
	{mutants.NoBackEdge, "Memory/BackpressureEdge", "race detected", underRaces, ints},

	{mutants.BatchErrUnderLock, "Ctx/HeldWithoutLock", "SendMany calls it under a lock", anywhere, ints},
	{mutants.BatchAllOrNothing, "Batch/PartialCounts", "= 0, context canceled, want 1, context canceled", anywhere, ints},
	{mutants.BatchHidden, "Batch/VisibleBeforeWaiting", "Len() = 0, want 1", anywhere, ints},
	{mutants.BatchWakesOne, "Batch/WakesWaiters", "everybody waits", anywhere, ints},
	{mutants.BatchOvercounts, "Batch/CancelMidBatch", "want 0, context canceled", anywhere, ints},
	{mutants.BatchWithdraws, "Batch/CancelMidBatch", "RecvMany", anywhere, ints},
	{mutants.BatchSilent, "Batch/CloseMidBatch", "<nil>, want 0, queue: closed", anywhere, ints},
	{mutants.BatchKept, "GC/BatchIsCollectable", "are still reachable", anywhere, pointers},
	{mutants.FillsBuffer, "Batch/RecvWaitsForOne", "everybody waits", anywhere, ints},
	{mutants.EmptyBufferWaits, "Batch/EmptyAndNil", "everybody waits", anywhere, ints},
	{mutants.ErrorWithValues, "Batch/InterleavesFIFO", "queue: closed", anywhere, ints},
	{mutants.DropsOverflow, "Batch/InterleavesFIFO", "was accepted and never received", anywhere, ints},
}

// TestMutants expects of Check that it catches every fault by the case that was
// made for it. It is in the last file, and so the last to run: the goroutines that
// wait for ever in these queues are in every snapshot that is taken after it.
func TestMutants(t *testing.T) {
	for _, m := range killers {
		t.Run(string(m.fault)+"/"+m.by, func(t *testing.T) {
			switch {
			case m.place == underRaces && !queuetest.RaceEnabled:
				t.Skip("only the race detector sees it")
			case m.place != underRaces && queuetest.RaceEnabled:
				t.Skip("it dies in the default tier, whose cases do a quarter of their rounds under the race detector")
			case m.place == anywhere:
				m.dies(t)
			default:
				m.diesInChild(t)
			}
		})
	}
}

// TestBases runs the suite on the queues that the mutants are made from. TestRun
// has the monitor. The operations of the ring yield on purpose, so it is not asked
// whether it does.
func TestBases(t *testing.T) {
	for _, base := range []mutants.Fault{mutants.NoneRing, mutants.NoneBatches} {
		t.Run(string(base), func(t *testing.T) {
			opts := []queuetest.Option{queuetest.Short()}
			if base == mutants.NoneRing {
				opts = append(opts, queuetest.AllBut("Block/RunsBeforeComputing", "Progress/BesideComputing"))
			}
			queuetest.Run(t, mutants.New[int](base), opts...)
		})
		t.Run(string(base)+", of pointers", func(t *testing.T) {
			queuetest.RunOf(t, mutants.New[*queuetest.Box](base), queuetest.Pointers(), queuetest.Only("^GC/"))
		})
	}
}

// dies expects Check to catch the mutant.
func (m mutant) dies(t *testing.T) {
	only := "^" + m.by + "$"
	if *everyCase {
		only = ""
	}
	err := m.check(queuetest.AsIs(), queuetest.Only(only), queuetest.Watchdog(patience(m.fault)))
	var killed []string
	said := false
	for _, f := range failures(t, err) {
		killed = append(killed, f.Case)
		if f.Case == m.by {
			said = said || strings.Contains(f.Text, m.says)
			t.Log(f)
		}
	}
	switch {
	case !slices.Contains(killed, m.by):
		t.Errorf("%s did not catch it; caught by %q", m.by, killed)
	case !said:
		t.Errorf("no failure of %s says %q", m.by, m.says)
	}
	t.Logf("killed by %s", strings.Join(slices.Compact(killed), ", "))
}

// patience is short with the faults that only a watchdog notices, since nobody
// waits in them. With all others a slow machine has the time that it needs.
func patience(fault mutants.Fault) time.Duration {
	switch fault {
	case mutants.SpinsWithoutBound, mutants.SpinsInFlight, mutants.PollsTheContext, mutants.ZeroSpins:
		return 4 * time.Second
	}
	return 30 * time.Second
}

func (m mutant) check(opts ...queuetest.Option) error {
	switch m.of {
	case pointers:
		return queuetest.CheckOf(mutants.New[*queuetest.Box](m.fault), queuetest.Pointers(), opts...)
	case empties:
		return queuetest.CheckOf(mutants.New[struct{}](m.fault), queuetest.Empty(), opts...)
	case blocks:
		return queuetest.CheckOf(mutants.New[queuetest.Block](m.fault), queuetest.Large(), opts...)
	}
	return queuetest.Check(mutants.New[int](m.fault), opts...)
}

// failures returns what is joined in err.
func failures(t *testing.T, err error) (all []*queuetest.Failure) {
	if err == nil {
		return nil
	}
	for _, err := range err.(interface{ Unwrap() []error }).Unwrap() {
		var f *queuetest.Failure
		if !errors.As(err, &f) {
			t.Errorf("Check returned %v, which is no Failure", err)
			continue
		}
		all = append(all, f)
	}
	return all
}

const faultEnv = "QUEUETEST_FAULT"

// TestMutantInChild is what the children of mutants run.
func TestMutantInChild(t *testing.T) {
	fault := mutants.Fault(os.Getenv(faultEnv))
	if fault == "" {
		t.Skip("a part of TestMutants")
	}
	queuetest.Run(t, mutants.New[int](fault), queuetest.AsIs(), queuetest.Watchdog(patience(fault)))
}

// diesInChild expects the named subtest to fail, and the process to live to report
// it.
func (m mutant) diesInChild(t *testing.T) {
	out := m.inChild(t)
	for _, want := range []string{"--- FAIL: TestMutantInChild/" + m.by, m.says} {
		if !strings.Contains(out, want) {
			t.Fatalf("no %q in the output:\n%s", want, out)
		}
	}
	t.Logf("killed by %s", m.by)
}

// inChild runs the case that must catch the mutant in a child process.
func (m mutant) inChild(t *testing.T) (output string) {
	group, name, _ := strings.Cut(m.by, "/")
	cmd := exec.Command(os.Args[0], "-test.v", "-test.run=^TestMutantInChild$/^"+group+"$/^"+name+"$")
	cmd.Env = append(os.Environ(), faultEnv+"="+string(m.fault))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Skipf("no child process could be started: %v", err)
	}
	return string(out)
}

// A failure points into the test of whoever called Run, and its clause stands
// there once, however often the case failed.
func TestFailuresInATest(t *testing.T) {
	if queuetest.RaceEnabled {
		t.Skip("the race detector allocates")
	}
	out := mutant{fault: mutants.Allocates, by: "Alloc/SteadyStateZero"}.inChild(t)
	first := regexp.MustCompile(`(?m)^ +with_mutants_test\.go:\d+: Alloc/SteadyStateZero: clause 15 `)
	further := regexp.MustCompile(`(?m)^ +with_mutants_test\.go:\d+: and \d+ calls allocated`)
	if n := len(first.FindAllString(out, -1)); n != 1 {
		t.Errorf("%d failures quote the clause, want 1", n)
	}
	if len(further.FindAllString(out, -1)) == 0 {
		t.Errorf("no further failure")
	}
	if t.Failed() {
		t.Log(out)
	}
}
