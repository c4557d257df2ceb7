package sched

// A Token is what one goroutine waits for and another gives it, at most one at a time:
// a way to park and to be woken that may also end when a channel is closed. Init makes
// it ready.
type Token struct {
	shared Var           // first: at the end even a field of no size takes room
	c      chan struct{} // capacity 1: to give never blocks
}

// Init makes an unused token.
func (t *Token) Init() { t.c = make(chan struct{}, 1) }

// Give gives the token, which must not have been given since it was awaited last: then it
// never blocks.
func (t *Token) Give() {
	t.shared.Writes()
	if Enabled {
		t.check(len(t.c) == 0, "was given twice")
	}
	t.c <- struct{}{}
}

// check panics if the token is not used as it has to be.
func (t *Token) check(ok bool, what string) {
	if t.c == nil {
		panic("sched: a Token was used before Init")
	}
	if !ok {
		panic("sched: a Token " + what)
	}
}

// Await parks until the token is given and takes it, and then returns true; or until done
// is closed, and then returns false. A nil done never ends the wait.
func (t *Token) Await(done <-chan struct{}) bool {
	if Enabled {
		t.check(true, "")
		if scheduled() {
			return t.wait(done)
		}
	}
	if done == nil {
		<-t.c // cheaper than a select
		return true
	}
	select {
	case <-t.c:
		return true
	case <-done:
		return false
	}
}

// wait is Await in a schedule. It allocates, which Await must not: a queue is held to that in a
// build with the tag as well.
func (t *Token) wait(done <-chan struct{}) bool {
	given := Case{func() bool { return len(t.c) > 0 }, &t.shared}
	over := Case{func() bool { return closed(done) }, nil}
	if Wait("parked", given, over) == 1 {
		return false
	}
	<-t.c
	return true
}

// A Case is one reason to go on after [Wait].
type Case struct {
	Ready func() bool // must not block and not change anything
	Of    *Var        // what has been written to when it is ready, or nil
}

func closed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}
