package history

import (
	"fmt"
	"math"
	"time"
)

// A Kind says which method of the queue an operation called.
type Kind uint8

const (
	Send Kind = iota
	TrySend
	Recv
	TryRecv
	Close
)

func (k Kind) String() string { return name(kindNames[:], int(k)) }

var kindNames = [...]string{"Send", "TrySend", "Recv", "TryRecv", "Close"}

// sends reports whether the operation puts a value in.
func (k Kind) sends() bool { return k == Send || k == TrySend }

// receives reports whether the operation takes a value out.
func (k Kind) receives() bool { return k == Recv || k == TryRecv }

// An Outcome says how an operation ended.
type Outcome uint8

const (
	OK        Outcome = iota // a value was accepted or received; Close returned
	Full                     // TrySend returned ErrFull
	Empty                    // TryRecv returned ErrEmpty
	Closed                   // the operation returned ErrClosed
	Cancelled                // the operation returned any other error: its context's
	Pending                  // the operation had not returned when the history was read
)

func (o Outcome) String() string { return name(outcomeNames[:], int(o)) }

var outcomeNames = [...]string{"ok", "full", "empty", "closed", "cancelled", "pending"}

func name(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return fmt.Sprintf("invalid(%d)", i)
}

// Never is the Return of a Pending operation.
const Never time.Duration = math.MaxInt64

// An Op is one operation as its caller saw it. It took effect, if it did, at some
// moment of the closed interval from Call to Return.
type Op struct {
	Client  int // which goroutine called it
	Kind    Kind
	Value   int // what was sent or received; of no meaning in an unsuccessful receive
	Outcome Outcome
	Call    time.Duration // since a moment common to all operations
	Return  time.Duration // of no meaning if Pending
}

// A History is a set of operations on one queue, in any order. No value may be
// sent twice, except again after a send of it that failed.
type History []Op

// String returns the operation with its outcome and times, on one line.
func (o Op) String() string {
	return fmt.Sprintf("client %d: %s [%v, %s]", o.Client, o.answer(), o.Call, o.returned())
}

// answer returns the call with its outcome.
func (o Op) answer() string { return o.signature() + " " + o.Outcome.String() }

// signature returns the call, with the value where there is one.
func (o Op) signature() string {
	switch {
	case o.Kind.sends():
		return fmt.Sprintf("%s(%d)", o.Kind, o.Value)
	case o.Kind.receives() && o.Outcome == OK:
		return fmt.Sprintf("%s()=%d", o.Kind, o.Value)
	}
	return o.Kind.String() + "()"
}

func (o Op) returned() string {
	if o.end() == Never {
		return "never"
	}
	return o.Return.String()
}

// end is the Return that the rules go by.
func (o Op) end() time.Duration {
	if o.Outcome == Pending {
		return Never
	}
	return o.Return
}
