package queuetest

import (
	"fmt"
	"slices"
)

// The contract is the measure, also for a queue that does not mean to keep all
// of it. Such a queue declares what it gives up. What is not declared is tested,
// and one case that finds it missing fails; a case that cannot run without it is
// skipped and names the declaration; the others go round it. A declaration that
// turns out to be needless is mentioned in the log and fails nothing.

// lacks is what a queue has declared not to have, or was found not to have.
type lacks struct {
	singleProducer bool
	singleConsumer bool
	weak           bool
	roundsUp       bool
	minCapacity    int
	notDurable     bool
	polling        bool
	noClose        bool
	noLen          bool
	allocates      bool
	keepsValues    bool
	wrapsErrors    bool // which no option declares
}

// SingleProducer declares that one goroutine at a time may send. Any goroutine
// may still close. Traffic then has one producer, and the cases that are about
// several senders are skipped.
func SingleProducer() Option {
	return func(cfg *config) { cfg.lacks.singleProducer = true }
}

// SingleConsumer declares that one goroutine at a time may receive. It does for
// receivers what [SingleProducer] does for senders.
func SingleConsumer() Option {
	return func(cfg *config) { cfg.lacks.singleConsumer = true }
}

// Weak declares that a try may be refused without reason (clause 5), and so may
// an operation under a context that is done. Repeated, it must succeed. All
// cases repeat what should have succeeded, for half of the time of the [Watchdog]:
// a goroutine of the queue may have to come to its work first. Who is refused even
// then fails, and the failure says how often and for how long. Try/WeakDeclared
// measures how often it was necessary to repeat. The cases about strict tries run as well: what they
// find is reported as a reason to skip them.
func Weak() Option {
	return func(cfg *config) { cfg.lacks.weak = true }
}

// RoundsUp declares that a queue may have a larger capacity than was asked for.
// Cap must tell the real one, to which all else is held, and a queue that is
// asked for that capacity must have exactly it. The cases use such capacities.
func RoundsUp() Option {
	return func(cfg *config) { cfg.lacks.roundsUp = true }
}

// MinCapacity declares that the smallest capacity is n. New must panic on a
// smaller one and name it, which Capacity/BelowMinimumPanics and
// Capacity/PanicNamesValue test. Cases use n in place of smaller capacities, and
// those that are about a smaller one are skipped.
func MinCapacity(n int) Option {
	return func(cfg *config) { cfg.lacks.minCapacity = max(cfg.lacks.minCapacity, n) }
}

// NoRendezvous declares that there are no queues of capacity 0 (clause 13). It
// is [MinCapacity] of 1.
func NoRendezvous() Option { return MinCapacity(1) }

// NotDurable declares that waiting in this queue does not block durably in the
// sense of [testing/synctest] (clause 6). The cases that would run in a bubble
// then run in real time, where deadlines are checked less exactly, and
// Block/ReuseAcrossBubbles and Idle/NoPolling are skipped.
//
// A queue that is served by a goroutine which outlives a case, one for all queues of
// the process, has to declare it. Nobody can say which goroutine that is, so nothing
// is taken to be at rest, or stuck, while any goroutine of the process runs that has
// not been running since before there was a queue. A goroutine of each queue that
// ends when it is closed and drained needs no declaration.
func NotDurable() Option {
	return func(cfg *config) { cfg.lacks.notDurable = true }
}

// Polling declares that who waits in this queue looks again and again, whether
// it spins, yields, sleeps, or waits for a timer in between (clauses 6, 7 and 8), or
// that a goroutine of the queue does so which serves it, or one that waits for what
// comes from outside the process. It implies [NotDurable]. That such a goroutine waits
// cannot be observed, only that it has not returned: a wake-up that is lost shows when
// the [Watchdog] barks, unless everybody waits where no timer can reach, for a lock.
//
// Such a queue may be slow. A case has a second, or the time of [Stress]; then it is
// cut off and done again with a 64th of its rounds, and skipped if it is too slow even
// so. The log and the certificate have both. A queue that sleeps for a millisecond
// takes half a minute in all.
//
// The cases about idle waiting, about waiting beside goroutines
// that compute, about fairness, about wake-ups that have to be handed on, and
// those of a rendezvous, which must know that a
// partner waits, are skipped.
func Polling() Option {
	return func(cfg *config) {
		cfg.lacks.polling = true
		cfg.lacks.notDurable = true
	}
}

// NoClose declares that the queue cannot be closed (clauses 10 and 11). Close is
// never called. The cases about it are skipped; elsewhere the end of traffic is
// told by a value that stands for it.
func NoClose() Option {
	return func(cfg *config) { cfg.lacks.noClose = true }
}

// NoLen declares that Len has no meaning (clause 14). It is never called, and
// the cases about it are skipped.
func NoLen() Option {
	return func(cfg *config) { cfg.lacks.noLen = true }
}

// Allocates declares that operations may allocate (clause 15). What the cases
// about allocation find is reported as a reason to skip them.
func Allocates() Option {
	return func(cfg *config) { cfg.lacks.allocates = true }
}

// KeepsValues declares that the queue may keep values reachable that it does not
// hold any more (clause 15). What the cases about garbage find is reported as a
// reason to skip them.
func KeepsValues() Option {
	return func(cfg *config) { cfg.lacks.keepsValues = true }
}

// A need tells why a case cannot run under a configuration, or nothing if it
// can.
type need func(cfg *config) (reason string)

// all needs everything that needs lists.
func all(needs ...need) need {
	return func(cfg *config) string {
		for _, need := range needs {
			if reason := need(cfg); reason != "" {
				return reason
			}
		}
		return ""
	}
}

func severalSenders(cfg *config) string {
	return cfg.declared(cfg.lacks.singleProducer, "SingleProducer")
}
func severalReceivers(cfg *config) string {
	return cfg.declared(cfg.lacks.singleConsumer, "SingleConsumer")
}
func strictTries(cfg *config) string    { return cfg.declared(cfg.lacks.weak, "Weak") }
func exactCapacity(cfg *config) string  { return cfg.declared(cfg.lacks.roundsUp, "RoundsUp") }
func parking(cfg *config) string        { return cfg.declared(cfg.lacks.polling, "Polling") }
func closing(cfg *config) string        { return cfg.declared(cfg.lacks.noClose, "NoClose") }
func counting(cfg *config) string       { return cfg.declared(cfg.lacks.noLen, "NoLen") }
func allocationFree(cfg *config) string { return cfg.declared(cfg.lacks.allocates, "Allocates") }

// durableWaits is lacking in who polls, too.
func durableWaits(cfg *config) string {
	if reason := parking(cfg); reason != "" {
		return reason
	}
	return cfg.declared(cfg.lacks.notDurable, "NotDurable")
}

func distinct(cfg *config) string {
	if cfg.anonymous {
		return "values without ID are all alike"
	}
	return ""
}

func needsPointers(cfg *config) string {
	if cfg.pointers == nil {
		return "runs with RunOf and Pointers"
	}
	return ""
}

func forgetting(cfg *config) string { return cfg.declared(cfg.lacks.keepsValues, "KeepsValues") }

// manyOnBothSides is for cases in which every goroutine sends and receives.
var manyOnBothSides = all(severalSenders, severalReceivers)

// rendezvous is for cases that know that a partner waits.
var rendezvous = all(atCapacity(0), parking)

func atCapacity(n int) need {
	return func(cfg *config) string {
		least := cfg.lacks.minCapacity
		return cfg.declared(n < least, minCapacityName(least))
	}
}

func minCapacityName(n int) string {
	if n == 1 {
		return "NoRendezvous"
	}
	return fmt.Sprintf("MinCapacity(%d)", n)
}

// declared is the reason to skip what a queue does not have, or nothing if it has it.
func (cfg *config) declared(lacking bool, option string) string {
	if !lacking {
		return ""
	}
	if by, ok := cfg.found[option]; ok {
		return fmt.Sprintf("undeclared %s, see %s", option, by)
	}
	return "declared " + option
}

// caps returns the capacities that a case uses in place of those that it would
// like: none that the queue has declared not to have, and each once.
func (t *trial) caps(wanted ...int) []int {
	var had []int
	seen := make(map[int]bool)
	for _, n := range wanted {
		if n = t.cap(n); !seen[n] {
			seen[n] = true
			had = append(had, n)
		}
	}
	return had
}

// cap is caps for one capacity.
func (t *trial) cap(wanted int) int {
	n := max(wanted, t.cfg.lacks.minCapacity)
	if !t.cfg.lacks.roundsUp {
		return n
	}
	real := t.New(n).Cap()
	if real < n {
		t.Fatalf("New(%d) returned a queue of capacity %d", n, real)
	}
	return real
}

// senders returns how many goroutines may send at once, of n that would like to.
func (t *trial) senders(n int) int { return atMostOne(t.cfg.lacks.singleProducer, n) }

// receivers is the same for receivers.
func (t *trial) receivers(n int) int { return atMostOne(t.cfg.lacks.singleConsumer, n) }

// sides returns the different numbers of goroutines that there can be on a side,
// which is senders or receivers, of those that a case would like.
func (t *trial) sides(side func(int) int, wanted ...int) []int {
	for i, n := range wanted {
		wanted[i] = side(n)
	}
	return slices.Compact(wanted)
}

func atMostOne(yes bool, n int) int {
	if yes {
		return min(n, 1)
	}
	return n
}
