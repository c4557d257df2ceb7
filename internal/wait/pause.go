package wait

import (
	"runtime"
	"sync/atomic"

	"github.com/boundedq/queue/internal/sched"
	"github.com/boundedq/queue/internal/spin"
)

// A pause is how long somebody who has to wait leaves the other side alone, and looks
// again, before it waits. Where the two sides run at once, on two processors, to look
// after every value takes a cache line from the other side for every value, to park
// takes microseconds, and a pause of the time of a hundred values takes one line for
// all of them. Where they do not, because the other side stands in the run queue of the
// same processor, or has nothing to bring, a pause is time lost; and no program can ask
// the scheduler which it is.
//
// So a side pauses for as long as pausing has lately paid. It begins with no
// pause and tries a short one now and then. One after which values were there, at
// the pace of a side that runs, makes the next longer by a step; one after which
// they were not makes it half as long. That is how TCP finds its window (RFC 5681),
// and for the same reason: what is hoped for is found slowly, what fails is given
// up fast. Trials that fail get rarer, too. A round trip finds one value, a slow
// sender a few, a sender that is not running none: they soon wait without a pause.
//
// One goroutine of a side pauses at a time, and it alone writes to the pause.
type pause struct {
	rounds atomic.Int32  // of a pause; 0 is none
	each   atomic.Uint32 // of those who come to wait, 1 in each+1 tries a pause; 2^k-1
	enough int           // values to find: more, and it was too long. 0 never pauses
}

const (
	pauseStep = 300 / spin.Round // the shortest that can pay
	pauseMost = 8 * pauseStep    // less than to park and to be woken on another processor
	perValue  = 30 / spin.Round  // rounds in which a side that runs brings at least one value
	eachMost  = 1023             // a trial costs less than a nanosecond for each who does not try
)

// init makes the pause of a side of a queue of the given capacity.
func (p *pause) init(capacity int) { p.enough = capacity / 2 }

// due reports whether the nth that comes to wait should pause.
func (p *pause) due(n uint32) bool {
	return p.rounds.Load() > 0 || n&p.each.Load() == p.each.Load() && p.trial()
}

// trial reports whether a pause may pay at all. With one processor none does.
func (p *pause) trial() bool {
	if p.enough == 0 || sched.Enabled {
		return false
	}
	if runtime.GOMAXPROCS(0) == 1 { // which can change, and takes a lock to know
		p.each.Store(eachMost)
		return false
	}
	return true
}

// take pauses, and reports whether the side is ready then.
func (p *pause) take(ready func() int) bool {
	rounds := max(int(p.rounds.Load()), pauseStep)
	spin.For(rounds)
	found := ready()
	p.learn(rounds, found)
	return found > 0
}

// learn sets the next pause by how many values were found after one of so many
// rounds.
func (p *pause) learn(rounds, found int) {
	switch each := p.each.Load(); {
	case found*perValue < rounds:
		if rounds /= 2; rounds < pauseStep {
			rounds = 0
			p.each.Store(min(2*each+1, eachMost))
		}
	case found < p.enough:
		rounds = min(rounds+pauseStep, pauseMost)
		p.each.Store(each / 2)
	default:
		rounds = max(rounds-pauseStep, pauseStep)
		p.each.Store(each / 2)
	}
	p.rounds.Store(int32(rounds))
}
