package crosscheck

import (
	"github.com/anishathalye/porcupine"

	"github.com/boundedq/queue/compare/history"
)

// state is a queue in the sequential model. It must be comparable; the bytes of
// held are the values.
type state struct {
	held   string
	closed bool
}

// model returns the sequential specification of a queue.
func model(capacity int) porcupine.Model {
	m := porcupine.NondeterministicModel{
		Init: func() []interface{} { return []interface{}{state{}} },
		Step: func(s, input, _ interface{}) []interface{} {
			return step(s.(state), input.(history.Op), capacity)
		},
	}
	return m.ToModel()
}

// step returns the states that an operation may leave. An operation that hangs may
// have taken effect or may not.
func step(s state, o history.Op, capacity int) []interface{} {
	var next []interface{}
	if after, ok := effect(s, o, capacity); ok {
		next = append(next, after)
	}
	if o.Outcome == history.Pending || o.Outcome == history.Cancelled {
		next = append(next, s)
	}
	return next
}

func effect(s state, o history.Op, capacity int) (state, bool) {
	full, empty := len(s.held) == capacity, s.held == ""
	receives := o.Kind == history.Recv || o.Kind == history.TryRecv
	switch o.Outcome {
	case history.Full:
		return s, full && !s.closed
	case history.Empty:
		return s, empty && !s.closed
	case history.Closed:
		return s, s.closed && (empty || !receives)
	case history.Cancelled:
		return s, false
	}
	switch {
	case o.Kind == history.Close:
		return state{s.held, true}, true
	case !receives:
		return state{s.held + string(byte(o.Value)), s.closed}, !full && !s.closed
	case empty || o.Outcome == history.OK && s.held[0] != byte(o.Value):
		return s, false
	}
	return state{s.held[1:], s.closed}, true
}

// operations translates a history. Every operation gets a client of its own, since
// porcupine uses clients for its pictures alone.
func operations(h history.History) []porcupine.Operation {
	ops := make([]porcupine.Operation, len(h))
	for i, o := range h {
		ret := o.Return
		if o.Outcome == history.Pending {
			ret = history.Never
		}
		ops[i] = porcupine.Operation{ClientId: i, Input: o, Call: int64(o.Call), Output: o.Outcome, Return: int64(ret)}
	}
	return ops
}
