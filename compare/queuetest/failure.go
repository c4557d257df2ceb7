package queuetest

import (
	"fmt"
	"strings"
)

// A Failure is one way in which a queue broke the contract. [Check] returns the
// failures joined; find them with [errors.As].
type Failure struct {
	Case   string // as in "Close/AcceptedIsDelivered"
	Clause int    // the number of the clause in the contract
	Title  string // the title of that clause
	Words  string // the part of the clause that was broken
	Text   string // what happened
	Params string // the parameters of the case at that moment, as in "cap=2 p=4"
	Seed   uint64 // repeats the random choices, see [Seed]
	Source string // file:line in the suite

	// Declare has the options without which this is a failure, such as "NoClose":
	// a queue that does not mean to keep this part of the contract declares them.
	// The cases after this one ran as if it had.
	Declare []string
}

// Error gives all of it on one line, but for dumps of goroutines in Text.
func (f *Failure) Error() string {
	return fmt.Sprintf("%s: clause %d (%s): %q: %s", f.Case, f.Clause, f.Title, f.Words, f.what())
}

// what is what happened, and where.
func (f *Failure) what() string {
	where := strings.TrimSpace(fmt.Sprintf("%s seed=%d", f.Params, f.Seed))
	what := fmt.Sprintf("%s (%s, %s)", f.Text, where, f.Source)
	if len(f.Declare) > 0 {
		what += "; if that is meant, declare " + strings.Join(f.Declare, ", ")
	}
	return what
}
