package queuetest

import (
	"context"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/boundedq/queue"
)

// The cases here are about queues in company: goroutines that compute, and others
// that were there first. A goroutine that has been woken through a channel runs next
// on the processor of who woke it. One that has yielded runs after everybody else
// who could run, and meanwhile those who count on it wait as well.

var companyCases = []testCase{
	{
		name: "Block/RunsBeforeComputing", keeps: runsWhenWoken, run: runsBeforeComputing, needs: all(parking, orderlyScheduler), since: 2,
		about: "Beside goroutines that compute, one waits and another serves it as soon as it does: it has what it waited for before they have had their turns, as with a native channel.",
	},
	{
		name: "Progress/BesideComputing", keeps: runsWhenWoken, run: progressBesideComputing, needs: all(parking, orderlyScheduler), since: 2,
		about: "Beside goroutines that compute, several on each side hand values over: no more turns go by meanwhile than with a native channel.",
	},
	{
		name: "Fairness/JoinsLockStep", keeps: noStarvation, run: joinsLockStep, needs: all(parking, closing, crowdOnASide), since: 2,
		about: "Two goroutines go on in lock-step over two queues, and a third begins to wait beside one of them: it is served within a bounded number of their exchanges.",
	},
	{
		name: "Fairness/BesideComputing", keeps: noStarvation, run: fairBesideComputing, needs: all(parking, closing, crowdOnASide), since: 2,
		about: "Beside goroutines that compute, one waits, and another of its side comes, is served and comes again: the first has its turn within a bounded number of times.",
	},
}

// A side is what goroutines do that wait on one side of a queue, and what somebody
// on the other side does who serves one of them.
type side struct {
	name        string
	full        bool // the queue is, while somebody waits
	crowd       need
	wait, serve func(q queue.BoundedQueue[int]) error
}

var waitingSides = []side{
	{name: "Recv", full: false, crowd: severalReceivers, wait: recvOne, serve: sendOne},
	{name: "Send", full: true, crowd: severalSenders, wait: sendOne, serve: recvOne},
}

func sendOne(q queue.BoundedQueue[int]) error { return q.Send(background, 1) }
func recvOne(q queue.BoundedQueue[int]) error { _, err := q.Recv(background); return err }

// crowdOnASide needs a side that may have several goroutines.
func crowdOnASide(cfg *config) string {
	if severalReceivers(cfg) == "" {
		return ""
	}
	return severalSenders(cfg)
}

// orderlyScheduler needs a woken goroutine to be the next to run.
func orderlyScheduler(*config) string {
	if raceEnabled {
		return "under the race detector the scheduler runs at random who was woken"
	}
	return ""
}

// newQueue returns a queue that is full or empty.
func (t *trial) newQueue(full bool, capacity int) queue.BoundedQueue[int] {
	q := t.New(capacity)
	if full {
		t.fill(q, 0, capacity)
	}
	return q
}

// onProcessors calls f with each of the numbers of processors that the platform can
// have. A child process for each would do as well, but takes a second to end under the
// race detector.
func (t *trial) onProcessors(f func(procs int), numbers ...int) {
	before := runtime.GOMAXPROCS(0)
	t.atEnd(func() { runtime.GOMAXPROCS(before) })
	for _, procs := range numbers {
		if runtime.GOMAXPROCS(procs); runtime.GOMAXPROCS(0) == procs {
			f(procs)
		}
	}
}

// A company is goroutines that compute, eight for each processor. Each yields after
// its turn, some 30 µs: they stand for as many whose time is up and who are preempted,
// but need no preemption, and take a hundredth of the time.
type company struct {
	size  int64
	turns atomic.Int64
	gone  atomic.Bool
}

const (
	eachProcessor = 8
	oneTurn       = 100_000

	// mostTurns is far more than any case takes. When they are over nobody computes
	// any more, and who waits in vain can be seen.
	mostTurns = 100_000
)

func (t *trial) company(procs int) *company {
	c := &company{size: int64(eachProcessor * procs)}
	t.atEnd(c.leave)
	for range c.size {
		t.Go(func() {
			for c.turns.Add(1) < mostTurns && !c.gone.Load() {
				for range oneTurn {
				}
				runtime.Gosched()
			}
		})
	}
	return c
}

func (c *company) leave() { c.gone.Store(true) }

func runsBeforeComputing(t *trial) {
	t.onProcessors(func(procs int) {
		c := t.company(procs)
		for _, s := range waitingSides {
			for _, capacity := range t.caps(0, 1, 64, 1024) {
				t.set("cap=%d side=%s GOMAXPROCS=%d", capacity, s.name, procs)
				t.runsAsWithAChannel(c, s, capacity)
			}
		}
		c.leave()
		t.Join()
	}, 1, 2)
}

// runsAsWithAChannel lets one wait and be served in many rounds, by turns in the queue
// and in a native channel. Even there it is late now and then: when the processor was
// taken away from it in the middle of a round.
func (t *trial) runsAsWithAChannel(c *company, s side, capacity int) {
	const batches, batch = 8, 16
	q, native := t.newQueue(s.full, capacity), newChannel(s.full, capacity)
	late, usual := 0, 0
	for range batches {
		usual += t.late(c, s, native, batch)
		late += t.late(c, s, q, batch)
	}
	if late > batches*batch/2 && late > 4*usual {
		t.Fatalf("in %d of %d rounds goroutines that compute had their turns before the one that waited could go on, and in %d of them with a native channel",
			late, batches*batch, usual)
	}
}

// late counts the rounds in which a quarter of the company had a turn between the
// serving of one that waits and its return. Who waits says so and then begins; who
// serves it goes on when it has parked, or yielded.
func (t *trial) late(c *company, s side, q queue.BoundedQueue[int], rounds int) (late int) {
	begins := make(chan struct{}, 1)
	var after atomic.Int64
	t.Go(func() {
		begins <- struct{}{}
		for range rounds {
			t.must(s.wait(q))
			after.Store(c.turns.Load())
			begins <- struct{}{}
		}
	})
	<-begins
	for range rounds {
		before := c.turns.Load()
		t.must(s.serve(q))
		<-begins
		if after.Load()-before >= c.size/4 {
			late++
		}
	}
	return late
}

// must expects that an operation without an end to its patience succeeded.
func (t *trial) must(err error) {
	if err != nil {
		t.Fatalf("an operation that waits as long as it takes returned %v", err)
	}
}

// A channel is a native channel, as far as the cases here use a queue.
type channel struct {
	queue.BoundedQueue[int]
	values chan int
}

func newChannel(full bool, capacity int) *channel {
	c := &channel{values: make(chan int, capacity)}
	for full && len(c.values) < capacity {
		c.values <- 0
	}
	return c
}

func (c *channel) Send(_ context.Context, v int) error { c.values <- v; return nil }
func (c *channel) Recv(_ context.Context) (int, error) { return <-c.values, nil }

const (
	handedOver = 512

	// interrupted is how many turns may go by because the time of those who hand over
	// is up, eight times on one processor. Who yields for each value has many more.
	interrupted = 8 * eachProcessor
)

// progressBesideComputing has one processor: with more of them the turns that go by
// while nobody waits for one are many, and differ.
func progressBesideComputing(t *trial) {
	t.onProcessors(func(procs int) {
		c := t.company(procs)
		for _, n := range []int{1, 4} {
			for _, capacity := range t.caps(0, 1, 16, 64) {
				senders, receivers := t.senders(n), t.receivers(n)
				t.set("cap=%d senders=%d receivers=%d GOMAXPROCS=%d", capacity, senders, receivers, procs)
				least, usual := int64(math.MaxInt64), int64(0)
				for range 3 {
					usual = max(usual, t.handOver(c, newChannel(false, capacity), senders, receivers))
					least = min(least, t.handOver(c, t.New(capacity), senders, receivers))
				}
				if least > 4*usual+interrupted {
					t.Fatalf("goroutines that compute had %d turns or more while %d values were handed over, and %d at most with a native channel",
						least, handedOver, usual)
				}
			}
		}
		c.leave()
		t.Join()
	}, 1)
}

// handOver returns how many turns the company had while values went through the queue.
func (t *trial) handOver(c *company, q queue.BoundedQueue[int], senders, receivers int) int64 {
	before := c.turns.Load()
	var all sync.WaitGroup
	all.Add(senders + receivers)
	each := func(n int, op func(queue.BoundedQueue[int]) error) {
		for range n {
			t.Go(func() {
				defer all.Done()
				for range handedOver / n {
					t.must(op(q))
				}
			})
		}
	}
	each(receivers, recvOne)
	each(senders, sendOne)
	all.Wait()
	return c.turns.Load() - before
}

// A lockStep is an exchange over two queues: those who wait on q are served there,
// and answer by a wait on back. Who serves them waits for the answer.
type lockStep struct {
	side
	q, back queue.BoundedQueue[int]
}

func (t *trial) lockStep(s side, capacity int) *lockStep {
	return &lockStep{s, t.newQueue(s.full, capacity), t.newQueue(!s.full, capacity)}
}

func (l *lockStep) waits() bool    { return l.wait(l.q) == nil }
func (l *lockStep) answers() bool  { return l.wait(l.back) == nil }
func (l *lockStep) serves() bool   { return l.serve(l.q) == nil }
func (l *lockStep) answered() bool { return l.serve(l.back) == nil }

func joinsLockStep(t *trial) {
	t.onProcessors(func(procs int) {
		for _, s := range waitingSides {
			if s.crowd(t.cfg) != "" {
				continue
			}
			for _, capacity := range t.caps(0, 1, 2, 64, 1024) {
				for round := range t.N(16) {
					t.set("cap=%d side=%s GOMAXPROCS=%d round=%d", capacity, s.name, procs, round)
					t.joinsWhileAway(t.lockStep(s, capacity))
					t.joinsBehind(t.lockStep(s, capacity))
				}
			}
		}
	}, 1, 2)
}

// joinsWhileAway lets one join while the other that waits on q is about to answer.
func (t *trial) joinsWhileAway(l *lockStep) {
	t.Go(func() {
		for l.serves() && l.answered() {
		}
	})
	l.waits()
	t.joins(l, func() { l.answers(); l.waits() })
}

// joinsBehind lets one join while the other waits on q.
func (t *trial) joinsBehind(l *lockStep) {
	t.Go(func() {
		for l.waits() && l.answers() {
		}
	})
	t.joins(l, func() { l.serves(); l.answered() })
}

// joins starts one more that waits on q, between two exchanges, when nobody runs but
// the caller. Which way the others take turns, and what they have learned, differs
// from round to round.
func (t *trial) joins(l *lockStep, exchange func()) {
	for range t.rng.IntN(200) {
		exchange()
	}
	var served atomic.Bool
	t.Go(func() {
		if l.waits() {
			served.Store(true)
			l.answers()
		}
	})
	t.Settle()
	for n := 0; !served.Load(); n++ {
		if n == patience {
			t.Fatalf("one that joined waits still after %d exchanges of the others", n)
		}
		exchange()
	}
	l.q.Close()
	l.back.Close()
	t.Join()
}

// mostServed is how often another may be served before one that waited first. Each time
// is a chance for it, and a queue that serves whoever looks first needs a few.
const mostServed = 300

func fairBesideComputing(t *trial) {
	t.onProcessors(func(procs int) {
		for _, s := range waitingSides {
			if s.crowd(t.cfg) != "" {
				continue
			}
			for _, capacity := range t.caps(0, 1, 2, 64) {
				t.set("cap=%d side=%s GOMAXPROCS=%d", capacity, s.name, procs)
				t.servedBesideComputing(s, capacity, procs)
			}
		}
	}, 1, 2)
}

// servedBesideComputing lets one wait, and then another that comes back whenever it
// has been served. It has begun to wait again before anybody else is.
func (t *trial) servedBesideComputing(s side, capacity, procs int) {
	q := t.newQueue(s.full, capacity)
	begins := make(chan struct{}, 1)
	var served atomic.Bool
	t.Go(func() {
		if s.wait(q) == nil {
			served.Store(true)
			begins <- struct{}{}
		}
	})
	t.Settle()
	c := t.company(procs)
	t.Go(func() {
		begins <- struct{}{}
		for s.wait(q) == nil {
			begins <- struct{}{}
		}
	})
	<-begins
	for n := 0; !served.Load(); n++ {
		if n == mostServed {
			t.Fatalf("one waits still, and another that comes again and again has been served %d times beside goroutines that compute", n)
		}
		t.must(s.serve(q))
		<-begins
	}
	c.leave()
	q.Close()
	t.Join()
}
