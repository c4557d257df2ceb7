package queuetest

import (
	"math/rand/v2"
	"regexp"
	"time"

	"github.com/boundedq/queue"
)

// An Option says more about the queue under test, or about how to test it.
type Option func(*config)

// config is what the options add up to.
type config struct {
	newQueue func(t *trial, capacity int) queue.BoundedQueue[int]
	newAt    func(capacity int, start uint64) queue.BoundedQueue[int]
	lacks    lacks
	found    map[string]string // options that were not declared and should have been: the case that says so

	root  string // the name of the test that Run is called in
	child bool   // this is a child process of such a test
	asIs  bool   // of no failure is it asked what was not declared

	strangers map[uint64]bool // goroutines that are no helpers of a queue

	anonymous bool                                        // all values are alike
	pointers  func(capacity int) queue.BoundedQueue[*Box] // nil if they are no pointers

	seed     uint64
	watchdog time.Duration
	stress   time.Duration
	budget   time.Duration // see pace.go
	only     *regexp.Regexp
	asOf     int
	short    bool
}

func newConfig(opts []Option) *config {
	cfg := &config{
		seed:     uint64(rand.Uint32()), // short enough to be typed
		watchdog: 30 * time.Second,
		budget:   time.Second,
		asOf:     Version,
	}
	cfg.readFlags()
	for _, opt := range opts {
		opt(cfg)
	}
	return cfg
}

// NewAt gives the suite queues whose internal counters have come to start, or as
// near to it as their layout allows, for Wrap/IndexOverflow: it fills, drains and
// overtakes them where the counters pass 2^32, 2^63 and 2^64. It is for tests
// inside the package of a queue.
func NewAt(newQueue func(capacity int, start uint64) queue.BoundedQueue[int]) Option {
	return func(cfg *config) { cfg.newAt = newQueue }
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

// Stress repeats each of the cases that look for races for the time d, with a
// new seed each time, as -queuetest.stress does. The watchdog is for one
// repetition. There are about thirty such cases, and go test ends a test binary
// after ten minutes unless -timeout says otherwise.
func Stress(d time.Duration) Option {
	return func(cfg *config) { cfg.stress = d }
}

// AsOf leaves out the cases that came after the given version of the suite. See
// [Version].
func AsOf(version int) Option {
	return func(cfg *config) { cfg.asOf = version }
}
