package condq

import (
	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/internal/spin"
)

// A mutex is held for some ten nanoseconds at a time.
//
// Whoever finds it taken is on another processor than the holder. Were both to go on
// at once, each of their operations would begin by fetching the queue's cache lines
// from the other processor, which costs several times as much as the operation. So
// the loser steps back for the time of some dozens of operations, in which the
// winner works undisturbed, most often until it has to wait and its processor
// turns to whomever it has woken.
//
// If the mutex is still taken then, the scheduler has stopped its holder, and the
// loser parks as in any sync.Mutex. It does not yield: a goroutine that yields goes
// behind all that compute, each with a time slice of its own.
type mutex struct {
	sched.Mutex
	stepBack int // rounds
}

// init makes the mutex of a new queue. With one processor it is taken only when its
// holder was stopped, and there is nothing to step back from.
func (m *mutex) init() {
	if !sched.Enabled {
		m.stepBack = spin.StepBack(4000)
	}
}

func (m *mutex) lock() {
	if !m.TryLock() {
		m.lockSlow()
	}
}

func (m *mutex) lockSlow() {
	spin.For(m.stepBack)
	m.Lock()
}

func (m *mutex) unlock() { m.Unlock() }
