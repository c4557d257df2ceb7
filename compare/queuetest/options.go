package queuetest

import (
	"math/rand/v2"
	"regexp"
	"time"

	"github.com/boundedq/queue"
)

// An Option says more about the queue under test, or about how to test it.
type Option func(*config)

// A Box is the element of the queues given to [Pointers]. It holds a pointer,
// so that the allocator gives each one memory of its own and the suite can see
// it being collected.
type Box struct {
	ID   int
	Next *Box
}

// A Block is the element of the queues given to [Large]: a value of 256 bytes
// that no machine copies in one step.
type Block [64]uint32

// config is what the options add up to.
type config struct {
	ints       func(int) queue.BoundedQueue[int]
	pointers   func(int) queue.BoundedQueue[*Box]
	empties    func(int) queue.BoundedQueue[struct{}]
	blocks     func(int) queue.BoundedQueue[Block]
	interfaces func(int) queue.BoundedQueue[any]

	seed     uint64
	watchdog time.Duration
	only     *regexp.Regexp
	short    bool
	bubbles  bool // waiting is durable, so a bubble can observe it
}

func newConfig(ints func(int) queue.BoundedQueue[int], opts []Option) *config {
	cfg := &config{
		ints:     ints,
		seed:     uint64(rand.Uint32()), // short enough to be typed
		watchdog: 30 * time.Second,
		bubbles:  true,
	}
	for _, opt := range opts {
		opt(cfg)
	}
	return cfg
}

// Pointers gives the suite queues of pointers, for the cases about what a queue
// keeps reachable.
func Pointers(newQueue func(capacity int) queue.BoundedQueue[*Box]) Option {
	return func(cfg *config) { cfg.pointers = newQueue }
}

// Empty gives the suite queues of a type without size.
func Empty(newQueue func(capacity int) queue.BoundedQueue[struct{}]) Option {
	return func(cfg *config) { cfg.empties = newQueue }
}

// Large gives the suite queues of a value of many words, to see that none is
// torn.
func Large(newQueue func(capacity int) queue.BoundedQueue[Block]) Option {
	return func(cfg *config) { cfg.blocks = newQueue }
}

// Interfaces gives the suite queues of an interface type, whose nil is a value
// like any other.
func Interfaces(newQueue func(capacity int) queue.BoundedQueue[any]) Option {
	return func(cfg *config) { cfg.interfaces = newQueue }
}

// Seed fixes the random choices of every case. A failure prints the seed it had;
// without the option each run takes a new one.
func Seed(seed uint64) Option {
	return func(cfg *config) { cfg.seed = seed }
}

// Watchdog sets how long one case may take, in real time, before it fails with
// a dump of all goroutines. The default is 30 seconds: far more than any case
// needs, so raise it only on a machine that crawls.
func Watchdog(d time.Duration) Option {
	return func(cfg *config) { cfg.watchdog = d }
}

// Only runs the cases whose name matches the regular expression and leaves out
// the rest. It panics if pattern does not compile. Inside a test the -run flag
// does the same; with [Check] this is the way.
func Only(pattern string) Option {
	re := regexp.MustCompile(pattern)
	return func(cfg *config) { cfg.only = re }
}

// Short makes every case do less, as -test.short does for [Run].
func Short() Option {
	return func(cfg *config) { cfg.short = true }
}

// NotDurable declares that waiting in this queue does not block durably in the
// sense of [testing/synctest]. The cases that would run in a bubble then run in
// real time, where deadlines are checked less exactly.
func NotDurable() Option {
	return func(cfg *config) { cfg.bubbles = false }
}
