package history_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	. "github.com/boundedq/queue/compare/history"
)

// op makes an operation of a client of its own.
func op(kind Kind, v int, outcome Outcome, call, ret time.Duration) Op {
	return Op{Kind: kind, Value: v, Outcome: outcome, Call: call, Return: ret}
}

func sent(v int, call, ret time.Duration) Op { return op(Send, v, OK, call, ret) }
func got(v int, call, ret time.Duration) Op  { return op(Recv, v, OK, call, ret) }
func full(v int, call, ret time.Duration) Op { return op(TrySend, v, Full, call, ret) }
func empty(call, ret time.Duration) Op       { return op(TryRecv, 0, Empty, call, ret) }
func closes(call, ret time.Duration) Op      { return op(Close, 0, OK, call, ret) }
func shut(kind Kind, call, ret time.Duration) Op {
	return op(kind, 100, Closed, call, ret)
}
func pending(kind Kind, v int, call time.Duration) Op { return op(kind, v, Pending, call, 0) }

// wantRule expects that Check finds that rule broken, or none for "".
func wantRule(t *testing.T, h History, capacity int, rule Rule, opts ...Option) {
	t.Helper()
	err := Check(h, capacity, opts...)
	var v *Violation
	switch {
	case err == nil && rule == "":
	case err == nil:
		t.Errorf("found nothing, want %s", rule)
	case !errors.As(err, &v):
		t.Errorf("not a violation: %v", err)
	case v.Rule != rule:
		t.Errorf("found %v, want %q", v, rule)
	}
}

// TestRules has small histories written by hand. Where there is a legal and an
// illegal one, they differ as little as the rule allows.
func TestRules(t *testing.T) {
	tests := []struct {
		name     string
		capacity int
		rule     Rule // "" for a legal history
		h        History
	}{
		{"nothing", 1, "", nil},
		{"one value", 1, "", History{sent(1, 1, 2), got(1, 3, 4)}},
		{"same moment", 1, "", History{sent(1, 1, 1), got(1, 1, 1), sent(2, 1, 1), empty(1, 1), full(3, 1, 1)}},
		{"left in the queue", 1, "", History{sent(1, 1, 2), full(2, 3, 4)}},
		{"a second try of the same value", 1, "", History{sent(1, 1, 2), full(2, 3, 4), got(1, 5, 6), sent(2, 7, 8)}},

		{"nobody sent it", 1, VFresh, History{got(1, 1, 2)}},
		{"received before it was sent", 1, VFresh, History{got(1, 1, 2), sent(1, 3, 4)}},
		{"touching", 1, "", History{got(1, 1, 3), sent(1, 3, 4)}},
		{"refused and received", 1, VFresh, History{sent(1, 1, 2), full(2, 3, 4), got(1, 5, 6), got(2, 7, 8)}},
		{"cancelled and received", 1, VFresh, History{op(Send, 1, Cancelled, 1, 2), got(1, 3, 4)}},
		{"closed and received", 1, VFresh, History{closes(1, 2), op(Send, 1, Closed, 3, 4), got(1, 5, 6)}},
		{"sent by one that hangs", 1, "", History{pending(Send, 1, 1), got(1, 3, 4)}},
		{"sent later by one that hangs", 1, VFresh, History{got(1, 3, 4), pending(Send, 1, 5)}},

		{"received twice", 2, VRepet, History{sent(1, 1, 2), got(1, 3, 4), got(1, 5, 6)}},
		{"received twice at once", 2, VRepet, History{sent(1, 1, 2), got(1, 3, 4), got(1, 3, 4)}},

		{"overtaken", 2, VOrd, History{sent(1, 1, 2), sent(2, 3, 4), got(2, 5, 6), got(1, 7, 8)}},
		{"overtaken and lost", 2, VOrd, History{sent(1, 1, 2), sent(2, 3, 4), got(2, 5, 6)}},
		{"sends overlap", 2, "", History{sent(1, 1, 3), sent(2, 3, 4), got(2, 5, 6), got(1, 7, 8)}},
		{"receives overlap", 2, "", History{sent(1, 1, 2), sent(2, 3, 4), got(2, 5, 7), got(1, 7, 8)}},
		{"one receive hangs", 2, "", History{sent(1, 1, 2), sent(2, 3, 4), pending(Recv, 0, 5), got(2, 5, 6)}},
		{"one receive hangs, too late", 2, VOrd, History{sent(1, 1, 2), sent(2, 3, 4), got(2, 5, 6), pending(Recv, 0, 7)}},

		{"empty with a value in it", 2, VWit, History{sent(1, 1, 2), empty(3, 4), got(1, 5, 6)}},
		{"empty with two values in turn", 2, VWit, History{sent(1, 1, 2), sent(2, 3, 4), empty(3, 9), got(1, 6, 7), got(2, 10, 11)}},
		{"empty between two values", 2, "", History{sent(1, 1, 2), empty(3, 9), got(1, 4, 5), sent(2, 6, 7), got(2, 10, 11)}},
		{"empty until the send returned", 2, "", History{sent(1, 1, 3), empty(3, 4), got(1, 5, 6)}},
		{"empty for no longer than a moment", 1, "", History{sent(1, 1, 2), got(1, 3, 4), sent(2, 2, 3), empty(3, 3), got(2, 5, 6)}},
		{"empty though a value was lost", 2, VWit, History{sent(1, 1, 2), empty(3, 4)}},
		{"empty: one hangs with the value", 2, "", History{sent(1, 1, 2), pending(Recv, 0, 3), empty(3, 4)}},

		{"over capacity", 1, VOver, History{sent(1, 1, 2), sent(2, 3, 4), got(1, 5, 6), got(2, 7, 8)}},
		{"not over capacity 2", 2, "", History{sent(1, 1, 2), sent(2, 3, 4), got(1, 5, 6), got(2, 7, 8)}},
		{"a receive makes room", 1, "", History{sent(1, 1, 2), sent(2, 3, 4), got(1, 4, 6), got(2, 7, 8)}},
		{"over capacity for ever", 2, VOver, History{sent(1, 1, 2), sent(2, 3, 4), sent(3, 5, 6)}},
		{"a send hangs outside", 1, "", History{sent(1, 1, 2), pending(Send, 2, 3), got(1, 5, 6), empty(7, 8)}},

		{"full while empty", 1, VFull, History{full(1, 1, 2)}},
		{"full with room", 2, VFull, History{sent(1, 1, 2), full(2, 3, 4)}},
		{"full after the receive", 1, VFull, History{sent(1, 1, 2), got(1, 3, 4), full(2, 5, 6)}},
		{"full until the receive returned", 1, "", History{sent(1, 1, 2), got(1, 3, 5), full(2, 5, 6)}},
		{"full by one that hangs", 1, "", History{pending(Send, 1, 1), full(2, 2, 3)}},

		{"closed without Close", 1, VClose, History{shut(Send, 1, 2)}},
		{"closed before Close", 1, VClose, History{shut(TryRecv, 1, 2), closes(3, 4)}},
		{"closed by a Close that hangs", 1, "", History{pending(Close, 0, 1), shut(TryRecv, 1, 2)}},
		{"closed as Close began", 1, "", History{shut(TryRecv, 1, 2), closes(2, 4)}},
		{"accepted after Close", 1, VClose, History{closes(1, 2), sent(1, 3, 4)}},
		{"accepted as Close returned", 1, "", History{closes(1, 2), sent(1, 2, 4)}},
		{"accepted after somebody saw it closed", 1, VClose, History{closes(1, 9), shut(Send, 2, 3), sent(1, 4, 5)}},
		{"full after Close", 1, VClose, History{sent(1, 1, 2), closes(3, 4), full(2, 5, 6)}},
		{"empty after Close", 1, VClose, History{closes(1, 2), empty(3, 4)}},
		{"drained", 2, "", History{sent(1, 1, 2), closes(3, 4), got(1, 5, 6), shut(Recv, 7, 8)}},
		{"closed before it was drained", 2, VClose, History{sent(1, 1, 2), closes(3, 4), shut(Recv, 5, 6), got(1, 7, 8)}},
		{"closed and a value left", 2, VClose, History{sent(1, 1, 2), closes(3, 4), shut(Recv, 5, 6)}},
		{"closed and one hangs with the value", 2, "", History{sent(1, 1, 2), closes(3, 4), pending(Recv, 0, 4), shut(Recv, 5, 6)}},
		{"closed and one hangs with two values", 2, VRank, History{sent(1, 1, 2), sent(2, 1, 2), closes(3, 4), pending(Recv, 0, 4), shut(Recv, 5, 6)}},
		{"accepted by the time it was closed", 1, VOver, History{sent(1, 1, 9), sent(2, 1, 9), closes(1, 2), got(1, 3, 4), got(2, 5, 6)}},
		{"closed, and the send began later", 2, VClose, History{closes(1, 8), shut(Recv, 2, 3), sent(1, 4, 5), got(1, 6, 7)}},

		// What one refusal says decides about another.
		{"the full queue held 1, so it was not empty", 1, VFull, History{sent(1, 1, 20), full(2, 5, 6), empty(7, 8), got(1, 9, 30)}},
		{"it was full, then empty, then full of the same", 1, VRank, History{sent(1, 1, 20), full(2, 5, 6), empty(7, 8), full(3, 9, 10), got(1, 1, 30)}},
		{"three through one place", 1, "", History{sent(1, 1, 9), sent(2, 1, 9), sent(3, 1, 9), got(1, 1, 9), got(2, 1, 9)}},
		{"ranks: the third before the first is gone", 2, VOver, History{sent(1, 1, 2), sent(2, 1, 2), sent(3, 3, 4), got(1, 5, 9), got(2, 5, 9)}},

		{"rendezvous", 0, "", History{sent(1, 1, 3), got(1, 2, 4)}},
		{"rendezvous touches", 0, "", History{sent(1, 1, 2), got(1, 2, 4)}},
		{"rendezvous without a meeting", 0, VMeet, History{sent(1, 1, 2), got(1, 3, 4)}},
		{"rendezvous of two tries", 0, VMeet, History{op(TrySend, 1, OK, 1, 3), op(TryRecv, 1, OK, 2, 4)}},
		{"rendezvous with nobody", 0, VMeet, History{sent(1, 1, 2)}},
		{"rendezvous with one that hangs", 0, "", History{sent(1, 1, 3), pending(Recv, 0, 2)}},
		{"rendezvous refused", 0, "", History{full(1, 1, 2), empty(3, 4)}},
		{"rendezvous after Close", 0, VClose, History{closes(1, 2), sent(1, 3, 4), got(1, 3, 4)}},
		{"rendezvous full after Close", 0, VClose, History{closes(1, 2), full(1, 3, 4)}},
		{"rendezvous after one saw it closed", 0, VClose, History{closes(1, 9), shut(Recv, 2, 3), sent(1, 4, 5), got(1, 4, 5)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			wantRule(t, test.h, test.capacity, test.rule)
			if test.capacity > 0 && linearizable(test.h, test.capacity) != (test.rule == "") {
				t.Error("the search says otherwise")
			}
		})
	}
}

// TestWeak: what a weak try says is not evidence.
func TestWeak(t *testing.T) {
	h := History{full(1, 1, 2), sent(2, 3, 4), empty(5, 6), got(2, 7, 8)}
	wantRule(t, h, 4, VWit)
	wantRule(t, h, 4, "", Weak())
	wantRule(t, append(h, got(2, 9, 10)), 4, VRepet, Weak())
}

// TestNoHistory: what cannot have been recorded is an error of another kind.
func TestNoHistory(t *testing.T) {
	for _, h := range []History{
		{sent(1, 1, 2), sent(1, 3, 4)},
		{sent(1, 1, 2), pending(Send, 1, 3)},
		{sent(1, 2, 1)},
		{op(Recv, 0, Full, 1, 2)},
		{op(Send, 1, Empty, 1, 2)},
		{op(Close, 0, Closed, 1, 2)},
		{op(Close+1, 0, OK, 1, 2)},
		{op(Send, 0, Pending+1, 1, 2)},
	} {
		err := Check(h, 1)
		var v *Violation
		if err == nil || errors.As(err, &v) {
			t.Errorf("Check(%v) = %v, want an error that is not a Violation", h, err)
		}
	}
}

func TestNegativeCapacity(t *testing.T) {
	defer func() {
		if p := recover(); p == nil || !strings.Contains(p.(string), "-1") {
			t.Errorf("panic: %v", p)
		}
	}()
	Check(nil, -1)
}

// TestHugeCapacity: a capacity that is never reached takes no time and overflows
// nowhere.
func TestHugeCapacity(t *testing.T) {
	huge := int(^uint(0) >> 1)
	wantRule(t, History{sent(1, 1, 2), got(1, 3, 4)}, huge, "")
	wantRule(t, History{sent(1, 1, 2), full(2, 3, 4)}, huge, VFull)
}
