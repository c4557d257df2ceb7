package wait

import (
	"runtime"

	"github.com/boundedq/queue/internal/sched"
)

// A pause is how long the scout of a side leaves the other side alone before it
// looks again. Where the two sides run at once, on two processors, a scout that
// looks after every value takes a cache line from the other side for every value,
// and one that looks after a hundred takes it once for all of them. Where they do
// not, because the other side waits in the run queue of the scout's own processor,
// or has nothing to bring, a pause is time lost; and no program can ask the
// scheduler which it is.
//
// So the scout pauses for as long as pausing has lately paid. It begins with no
// pause and tries a short one now and then. One after which values were there, at
// the pace of a side that runs, makes the next longer by a step; one after which
// they were not makes it half as long. That is how TCP finds its window (RFC 5681),
// and for the same reason: what is hoped for is found slowly, what fails is given
// up fast. Trials that fail get rarer, too. A round trip finds one value, a slow
// sender a few, a sender that is not running none: they soon wait without a pause.
//
// A pause belongs to the scout, as long as it is one.
type pause struct {
	rounds int // of an empty loop; 0 is no pause
	waits  int // without one, since the last
	each   int // so many, and then a trial; doubled when pauses end, halved when they pay
	enough int // values to find: more, and it was too long. 0 never pauses
}

const (
	pauseStep = 1000          // rounds, some 0.3 µs: the shortest that can pay
	pauseMost = 8 * pauseStep // less than to park and to be woken on another processor
	perValue  = 100           // rounds in which a side that runs brings at least one value
	eachMost  = 1024          // waits; a trial costs less than a nanosecond for each
)

// init makes the pause of a side of a queue of the given capacity.
func (p *pause) init(capacity int) { p.enough = capacity / 2 }

// take pauses, unless that promises nothing, and reports whether the side is ready
// then.
func (p *pause) take(ready func() int) bool {
	if p.rounds == 0 && !p.trial() {
		return false
	}
	for range p.rounds {
	}
	found := ready()
	p.learn(found)
	return found > 0
}

// trial reports whether it is time to try a pause. With one processor it never is.
func (p *pause) trial() bool {
	if p.enough == 0 || sched.Enabled {
		return false
	}
	if p.waits++; p.waits <= p.each {
		return false
	}
	p.waits = 0
	if runtime.GOMAXPROCS(0) == 1 { // which can change, and takes a lock to know
		p.each = eachMost
		return false
	}
	p.rounds = pauseStep
	return true
}

// learn sets the next pause by how many values were found after this one.
func (p *pause) learn(found int) {
	switch {
	case found*perValue < p.rounds:
		p.rounds /= 2
		if p.rounds < pauseStep {
			p.rounds = 0
			p.each = min(2*p.each+1, eachMost)
		}
	case found < p.enough:
		p.rounds = min(p.rounds+pauseStep, pauseMost)
		p.each /= 2
	default:
		p.rounds = max(p.rounds-pauseStep, pauseStep)
		p.each /= 2
	}
}
