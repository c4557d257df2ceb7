//go:build sched

package ring

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/history"
	"github.com/boundedq/queue/internal/sched"
)

// A trial is a queue, and what some clients do to it.
type trial struct {
	q        subject
	plans    [][]*op // by client
	contexts []context.Context
	cancels  []context.CancelFunc

	round   int
	values  int           // have been used: 1, 2, …
	now     time.Duration // counts calls and returns
	held    int           // values in the queue after the last step
	started []*op
}

const maxOps = 4 // of a client

// What a client may do that no history has a kind for.
const (
	sendMany history.Kind = history.Close + 1 + iota // as good as sends at once
	recvMany                                         // as good as receives at once
	length
	cancel // the context of somebody who waits under one
)

// An op is one operation, from its plan to its result.
type op struct {
	history.Op       // with times of a logical clock, by which no two moments are the same
	batch      []int // values sent or received
	mayCancel  bool  // under the context of its client
	round      int   // not to be called before

	n       int // of a batch, accepted or received
	err     error
	lens    uint // bit n is set if the queue held n values at a moment of the call
	unready bool // at a moment of the call it would have had to wait
}

// plan returns an operation that has not been called. The values that it may send
// are those of no other.
func (tr *trial) plan(kind history.Kind) *op {
	tr.values++
	o := &op{Op: history.Op{Kind: kind, Value: tr.values}}
	if kind == sendMany || kind == recvMany {
		for range 1 + tr.values%3 {
			tr.values++
			o.batch = append(o.batch, tr.values)
		}
	}
	return o
}

// Points of the trial itself: before a call, and before one of a later round.
const (
	callPoint = "call"
	latePoint = "call later"
)

// run lets the clients do what they have planned. It does so in rounds: none begins
// before all those of the round before have ended or cannot go on. Then nothing is
// under way, and whoever waits must have reason to. Without rounds later operations
// would wake those who have been forgotten, and nobody would know.
func (tr *trial) run(s *sched.Schedule) error {
	s.AfterStep = tr.look
	for client, plan := range tr.plans {
		s.Go(fmt.Sprint("client ", client), func() {
			for _, o := range plan {
				sched.Point(callPoint)
				sched.Wait(latePoint, sched.Case{Ready: func() bool { return tr.round >= o.round }})
				tr.perform(client, o)
			}
		})
	}
	for tr.round = range maxOps + 1 {
		err := s.Run()
		var stuck *sched.Stuck
		if err != nil && !errors.As(err, &stuck) {
			return err
		}
		if why := tr.wronglyWaits(); why != "" {
			return fmt.Errorf("%s\n%w", why, err)
		}
	}

	last := len(tr.plans)
	s.Go("closer", func() { tr.perform(last, tr.plan(history.Close)) })
	if err := s.Run(); err != nil {
		return fmt.Errorf("after Close: %w", err)
	}
	for drained := false; !drained; {
		o := tr.plan(history.TryRecv)
		tr.perform(last, o)
		drained = o.err != nil
	}
	if err := tr.judge(); err != nil {
		return fmt.Errorf("%w\nthe last steps:\n%v", err, s.Trace())
	}
	return nil
}

// perform calls and records an operation. No two clients run at once, so nothing
// here needs a lock.
func (tr *trial) perform(client int, o *op) {
	ctx := background
	if o.mayCancel {
		ctx = tr.contexts[client]
	}
	tr.now++
	o.Client, o.Call, o.Return, o.Outcome = client, tr.now, history.Never, history.Pending
	o.lens = 1 << tr.held
	tr.started = append(tr.started, o)
	switch q := tr.q.BoundedQueue; o.Kind {
	case history.Send:
		o.err = q.Send(ctx, o.Value)
	case history.TrySend:
		o.err = q.TrySend(o.Value)
	case sendMany:
		o.n, o.err = queue.SendMany(ctx, q, o.batch)
	case history.Recv:
		o.Value, o.err = q.Recv(ctx)
	case history.TryRecv:
		o.Value, o.err = q.TryRecv()
	case recvMany:
		o.n, o.err = queue.RecvMany(ctx, q, o.batch)
	case history.Close:
		q.Close()
	case length:
		o.Value = q.Len()
	case cancel:
		for _, other := range tr.started {
			if other.Outcome == history.Pending && other.mayCancel {
				tr.cancels[other.Client]()
				break
			}
		}
	}
	tr.now++
	o.Return, o.Outcome = tr.now, outcomeOf(o.err)
}

func outcomeOf(err error) history.Outcome {
	switch err {
	case nil:
		return history.OK
	case queue.ErrFull:
		return history.Full
	case queue.ErrEmpty:
		return history.Empty
	case queue.ErrClosed:
		return history.Closed
	}
	return history.Cancelled
}

func (o *op) waitsForRoom() bool   { return o.Kind == history.Send || o.Kind == sendMany }
func (o *op) waitsForValues() bool { return o.Kind == history.Recv || o.Kind == recvMany }

// look notes what every running operation could see after a step. Between steps
// nothing moves, and Len is exact.
func (tr *trial) look() {
	tr.held = tr.q.Len()
	for _, o := range tr.started {
		if o.Outcome == history.Pending {
			o.lens |= 1 << tr.held
			o.unready = o.unready || !tr.ready(o)
		}
	}
}

// ready reports whether an operation would certainly not have to wait now.
func (tr *trial) ready(o *op) bool {
	switch {
	case o.waitsForRoom():
		return tr.q.canSend != nil && tr.q.canSend() > 0
	case o.waitsForValues():
		return tr.q.canRecv != nil && tr.q.canRecv() > 0
	}
	return true
}

// wronglyWaits says who waits, now that nobody can go on, though it need not.
func (tr *trial) wronglyWaits() string {
	n := tr.q.Len()
	closed := slices.ContainsFunc(tr.started, func(o *op) bool { return o.Kind == history.Close })
	var senderWaits, receiverWaits bool
	for _, o := range tr.started {
		if o.Outcome != history.Pending {
			continue
		}
		senderWaits = senderWaits || o.waitsForRoom()
		receiverWaits = receiverWaits || o.waitsForValues()
		var why string
		switch {
		case !o.waitsForRoom() && !o.waitsForValues():
			why = "it must never wait"
		case closed:
			why = "the queue is closed"
		case o.mayCancel && tr.contexts[o.Client].Err() != nil:
			why = "its context is done"
		case o.waitsForRoom() && n < tr.q.Cap(), o.waitsForValues() && n > 0:
			why = fmt.Sprintf("the queue holds %d values", n)
		case senderWaits && receiverWaits:
			why = "another waits on the other side"
		default:
			continue
		}
		return fmt.Sprintf("%v: waits, but %s", o, why)
	}
	return ""
}

// judge looks at all operations, which have returned.
func (tr *trial) judge() error {
	var h history.History
	for _, o := range tr.started {
		if why := tr.wrong(o); why != "" {
			return fmt.Errorf("%v: %s", o, why)
		}
		h = append(h, o.record()...)
	}
	var bad *history.Violation
	err := history.Check(h, tr.q.Cap())
	if errors.As(err, &bad) {
		return errors.New(bad.String())
	}
	return err
}

// wrong says what is wrong with one operation, by what it could see. That is sharper
// than the history, which does not know what happened between calls and returns.
func (tr *trial) wrong(o *op) string {
	held := func(n int) bool { return o.lens&(1<<n) != 0 }
	switch {
	case o.Kind == length && !held(o.Value):
		return "never held so many"
	case o.Outcome == history.Full && !held(tr.q.Cap()):
		return "never full"
	case o.Outcome == history.Empty && !held(0):
		return "never empty"
	case o.Outcome == history.Cancelled && (!o.mayCancel || o.err != tr.contexts[o.Client].Err()):
		return "its context has not ended so"
	case o.Outcome == history.Cancelled && !o.unready:
		return "never had to wait"
	case o.Kind == sendMany && (o.err == nil) != (o.n == len(o.batch)):
		return "an error must come with values that are not accepted, and nothing else"
	case o.Kind == recvMany && (o.err == nil) != (o.n > 0):
		return "an error must come without values, and nothing else"
	}
	return ""
}

// record returns the operation as a history has it, where the values of a batch pass
// in any order.
func (o *op) record() (h history.History) {
	each := o.Op
	switch o.Kind {
	case sendMany:
		each.Kind = history.Send
		for i, v := range o.batch {
			each.Value, each.Outcome = v, history.OK
			if i >= o.n {
				each.Outcome = o.Outcome
			}
			h = append(h, each)
		}
	case recvMany:
		each.Kind = history.Recv
		for _, v := range o.batch[:max(o.n, 1)] {
			each.Value = v
			h = append(h, each)
		}
	case length, cancel:
	default:
		h = append(h, each)
	}
	return h
}

// String shows what was done so far.
func (tr *trial) String() string {
	s := fmt.Sprintf("capacity %d\n", tr.q.Cap())
	for _, o := range tr.started {
		s += fmt.Sprintf("  %v\n", o)
	}
	return s
}

func (o *op) String() string {
	var what string
	switch o.Kind {
	case sendMany:
		what = fmt.Sprintf("SendMany(%v)=%d", o.batch, o.n)
	case recvMany:
		what = fmt.Sprintf("RecvMany()=%v", o.batch[:o.n])
	case length:
		what = fmt.Sprintf("Len()=%d", o.Value)
	case cancel:
		what = "cancels another"
	}
	s := o.Op.String()
	if what != "" {
		s = fmt.Sprintf("client %d: %s %v [%v, %v]", o.Client, what, o.Outcome, o.Call, o.Return)
	}
	if o.mayCancel {
		s += " under a context"
	}
	return s
}
