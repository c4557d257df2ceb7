package sched

// A Token is what one goroutine waits for and another gives it, at most one at a time:
// a way to park and to be woken that may also end when a channel is closed. Init makes
// it ready.
type Token struct {
	c      chan struct{} // capacity 1: to give never blocks
	shared Var
}

// Init makes an unused token.
func (t *Token) Init() { t.c = make(chan struct{}, 1) }

// Give gives the token. It never blocks, as long as it is used as it must: under Enabled it
// panics otherwise, so that a search ends and says so.
func (t *Token) Give() {
	t.shared.Writes()
	if Enabled && len(t.c) > 0 {
		panic("sched: a token is given before the one before it was taken")
	}
	t.c <- struct{}{}
}

// Await parks until the token is given and takes it, and then returns true; or until done
// is closed, and then returns false. A nil done never ends the wait.
func (t *Token) Await(done <-chan struct{}) bool {
	if Enabled {
		switch Wait("parked", Case{func() bool { return len(t.c) > 0 }, &t.shared}, Case{func() bool { return closed(done) }, nil}) {
		case 0:
			<-t.c
			return true
		case 1:
			return false
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
