package queuetest_test

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/boundedq/queue/compare/queuetest"
	"github.com/boundedq/queue/compare/queuetest/internal/mutants"
)

var everyCase = flag.Bool("mutants.everycase", false,
	"run all cases on each mutant, not only the one that must catch it")

// killers has the case that must catch each fault.
var killers = []struct {
	fault mutants.Fault
	by    string
}{
	{mutants.LosesOneInN, "Concurrent/NoLossNoDup"},
	{mutants.Duplicates, "Concurrent/NoLossNoDup"},
	{mutants.LIFO, "Basic/FIFOSingle"},
	{mutants.HoldsOneMore, "Capacity/ExactEvery"},
	{mutants.HoldsOneLess, "Capacity/ExactEvery"},
	{mutants.RoundsUp, "Capacity/NonPowerOfTwo"},
	{mutants.AcceptsNegative, "Capacity/NegativePanics"},
	{mutants.SpuriousFull, "Try/NeverFailFullGuarantee"},
	{mutants.SpuriousEmpty, "Try/TwoFreeSlots"},
	{mutants.EmptyWhileClosing, "Close/DrainThenClosed"},
	{mutants.RefusedIsKept, "GC/RefusedIsCollectable"},
	{mutants.ForgetsSenders, "Close/WakesAllSenders"},
	{mutants.ForgetsReceivers, "Close/WakesAllReceivers"},
	{mutants.WakesOneOnClose, "Close/WakesAllReceivers"},
	{mutants.AcceptsAfterClose, "Close/SendAfterClose"},
	{mutants.DropsOnClose, "Close/DrainThenClosed"},
	{mutants.PanicsOnClose, "Close/Idempotent"},
	{mutants.EnqueuesAfterGone, "Ctx/CancelParkedSend"},
	{mutants.SwallowsWakeup, "Block/WakeupHandedOnAfterCancel"},
	{mutants.SignalsOnlyAtEdge, "Block/BurstWakesAll"},
	{mutants.IgnoresContext, "Ctx/CancelParkedRecv"},
	{mutants.ChecksContextFirst, "Ctx/AlreadyDone"},
	{mutants.ReturnsCause, "Ctx/CauseAndIs"},
	{mutants.SpinsWithoutBound, "Idle/ParkedUseNoProcessor"},
	{mutants.KeepsPointers, "GC/ReceivedIsCollectable"},
	{mutants.KeepsCancelled, "Rendezvous/CancelLeavesNothing"},
	{mutants.Allocates, "Alloc/SteadyStateZero"},
	{mutants.LeavesGoroutine, "Ctx/NoLeakedWaiters"},
	{mutants.CountsWaiters, "Len/ExactAtRest"},
	{mutants.BuffersAtZero, "Rendezvous/TryNeedsPartner"},
	{mutants.StaleValue, "Basic/EmptyLeavesZero"},
}

// TestMutants expects of Check that it catches every fault by the case that was
// made for it.
func TestMutants(t *testing.T) {
	for _, mutant := range killers {
		t.Run(string(mutant.fault), func(t *testing.T) {
			if mutant.fault == mutants.Allocates && queuetest.RaceEnabled {
				t.Skip("the race detector allocates")
			}
			only, patience := "^"+mutant.by+"$", 2*time.Second
			if *everyCase {
				only, patience = "", 30*time.Second
			}
			opts := append(every(mutant.fault), queuetest.Only(only), queuetest.Watchdog(patience))
			killed := failing(t, queuetest.Check(mutants.New[int](mutant.fault), opts...))
			if !slices.Contains(killed, mutant.by) {
				t.Errorf("%s did not catch it; caught by %q", mutant.by, killed)
			}
			t.Logf("killed by %s", strings.Join(killed, ", "))
		})
	}
}

// failing returns the names of the cases that are in err.
func failing(t *testing.T, err error) []string {
	if err == nil {
		return nil
	}
	var names []string
	for _, err := range err.(interface{ Unwrap() []error }).Unwrap() {
		var f *queuetest.Failure
		if !errors.As(err, &f) {
			t.Errorf("Check returned %v, which is no Failure", err)
			continue
		}
		if names == nil {
			t.Log(err)
		}
		names = append(names, f.Case)
	}
	return slices.Compact(names)
}

// killersInTests has faults that Run catches, some of which only Run can: there
// are no bubbles outside tests.
var killersInTests = []struct {
	fault mutants.Fault
	by    string
	says  string
}{
	{mutants.HoldsOneMore, "Capacity/ExactEvery", "capacity.go:"},
	{mutants.SwallowsWakeup, "Block/WakeupHandedOnAfterCancel", "clause 7 (Wake-up)"},
	{mutants.ForgetsReceivers, "Rendezvous/CloseWakesBothSides", "a wake-up was lost: deadlock"},
	{mutants.PollsTheContext, "Ctx/DeadlineExactInFakeTime", "clause 9 (Context)"},
	{mutants.PollsTheContext, "Idle/NoPolling", "still not done"},
	{mutants.SharesWaiters, "Block/ReuseAcrossBubbles", "from outside bubble"},
}

const faultEnv = "QUEUETEST_FAULT"

// TestMutantInChild is what the children of TestMutantsInTests run.
func TestMutantInChild(t *testing.T) {
	fault := mutants.Fault(os.Getenv(faultEnv))
	if fault == "" {
		t.Skip("a part of TestMutantsInTests")
	}
	queuetest.Run(t, mutants.New[int](fault), append(every(fault), queuetest.Watchdog(2*time.Second))...)
}

// TestMutantsInTests runs the suite on a few faults in child processes, and
// expects the named subtest to fail, and the process to live to report it.
func TestMutantsInTests(t *testing.T) {
	for _, mutant := range killersInTests {
		t.Run(string(mutant.fault)+" "+mutant.by, func(t *testing.T) {
			group, name, _ := strings.Cut(mutant.by, "/")
			cmd := exec.Command(os.Args[0], "-test.v", "-test.run=^TestMutantInChild$/^"+group+"$/^"+name+"$")
			cmd.Env = append(os.Environ(), faultEnv+"="+string(mutant.fault))
			out, err := cmd.CombinedOutput()
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				t.Skipf("no child process could be started: %v", err)
			}
			for _, want := range []string{
				"--- FAIL: TestMutantInChild/" + mutant.by,
				"1 cases, 0 passed, 1 failed",
				mutant.says,
			} {
				if !strings.Contains(string(out), want) {
					t.Fatalf("no %q in the output:\n%s", want, out)
				}
			}
		})
	}
}
