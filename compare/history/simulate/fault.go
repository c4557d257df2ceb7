package simulate

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/boundedq/queue/compare/history"
)

// Fault returns a copy of h with one random change: an operation that answers
// something else, two that exchange what they received, or one that ran at another
// time. The result is well formed, and it may still be legal.
func Fault(rng *rand.Rand, h history.History) history.History {
	h = slices.Clone(h)
	if len(h) == 0 {
		return h
	}
	i := rng.IntN(len(h))
	switch rng.IntN(3) {
	case 0:
		reanswer(rng, h, i)
	case 1:
		exchange(rng, h, i)
	default:
		move(rng, &h[i])
	}
	return h
}

// reanswer changes the outcome of operation i.
func reanswer(rng *rand.Rand, h history.History, i int) {
	o := &h[i]
	if o.Outcome == history.Pending {
		return
	}
	switch o.Kind {
	case history.Send:
		o.Outcome = pick(rng, history.OK, history.Closed, history.Cancelled)
	case history.TrySend:
		o.Outcome = pick(rng, history.OK, history.Full, history.Closed)
	case history.Recv:
		o.Outcome = pick(rng, history.OK, history.Closed, history.Cancelled)
	case history.TryRecv:
		o.Outcome = pick(rng, history.OK, history.Empty, history.Closed)
	}
	if receives(o) {
		o.Value = 1 + rng.IntN(len(h))
	}
}

// exchange lets operation i and another receive what the other one did.
func exchange(rng *rand.Rand, h history.History, i int) {
	j := rng.IntN(len(h))
	if receives(&h[i]) && receives(&h[j]) {
		h[i].Value, h[j].Value = h[j].Value, h[i].Value
	}
}

// move shifts one operation in time, all of it or one end.
func move(rng *rand.Rand, o *history.Op) {
	by := time.Duration(rng.IntN(6*spacing) - 3*spacing)
	which := rng.IntN(3)
	if which != 0 {
		o.Call = max(0, o.Call+by)
	}
	if which != 1 && o.Outcome != history.Pending {
		o.Return = max(0, o.Return+by)
	}
	if o.Return < o.Call {
		o.Call, o.Return = o.Return, o.Call
	}
}

func receives(o *history.Op) bool {
	return (o.Kind == history.Recv || o.Kind == history.TryRecv) && o.Outcome == history.OK
}

func pick(rng *rand.Rand, outcomes ...history.Outcome) history.Outcome {
	return outcomes[rng.IntN(len(outcomes))]
}
