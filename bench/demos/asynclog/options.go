package asynclog

import (
	"context"
	"fmt"
)

// A Policy says what becomes of a record for which the queue has no room.
type Policy int

const (
	// Block lets who logs wait for room, until a context ends. Nothing is lost, and
	// a slow disk slows the program down.
	Block Policy = iota

	// Drop drops the record, and counts it. The program is never slowed down, and
	// the log has holes, of a known size.
	Drop
)

// String returns the policy's name in lower case.
func (p Policy) String() string {
	switch p {
	case Block:
		return "block"
	case Drop:
		return "drop"
	}
	return fmt.Sprintf("Policy(%d)", int(p))
}

// Options says how to write logs. The zero value is fit for use.
type Options struct {
	Policy Policy

	// Batch is how many records are taken out of the queue at once, at most. 0
	// stands for 64.
	Batch int

	// Context ends the waits of [Writer.Write] under [Block], since an io.Writer is
	// given none. nil stands for context.Background. A [Handler] is given one with
	// each record, and does not look here.
	Context context.Context

	// Join lets a [Writer] pass on a batch in one Write. It saves system calls where
	// the writer behind it is a stream: a file, a pipe, a TCP connection. It is wrong
	// where each Write is a message, as in UDP or syslog. A [Handler] does not look
	// here.
	Join bool
}

// checked returns o with defaults filled in. It panics if o makes no sense.
func (o Options) checked(caller string) Options {
	if o.Policy != Block && o.Policy != Drop {
		panic(fmt.Sprintf("asynclog.%s: Policy is %d, want Block or Drop", caller, int(o.Policy)))
	}
	if o.Batch < 0 {
		panic(fmt.Sprintf("asynclog.%s: Batch is %d, want 1 or more, or 0 for 64", caller, o.Batch))
	}
	if o.Batch == 0 {
		o.Batch = 64
	}
	if o.Context == nil {
		o.Context = context.Background()
	}
	return o
}
