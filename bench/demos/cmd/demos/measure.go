package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// A section is variants of one thing, and a table.
type section struct {
	title    string
	variants []variant
}

// A variant is one way to log, or to export spans.
type variant struct {
	name string
	open func(capacity int) (client, error)
}

// A client is an opened variant.
type client struct {
	send  func(producer, i int)       // any number of goroutines at a time
	close func(context.Context) error // returns when all that is to arrive has arrived
	tally func() tally                // after close
}

// A tally is what a client says of itself, and what its sink saw.
type tally struct {
	arrived int
	promise promise

	accepted int // only with addsUp
	dropped  int // that the client told of; -1 where it tells nothing
}

// A promise is what must hold of a tally.
type promise int

const (
	bestEffort promise = iota // arrived <= sent
	lossless                  // arrived == sent
	addsUp                    // arrived == accepted, and sent == accepted + dropped
)

func (t tally) check(sent int) error {
	switch {
	case t.arrived > sent:
		return fmt.Errorf("%d items arrived of %d that were sent", t.arrived, sent)
	case t.promise == lossless && t.arrived != sent:
		return fmt.Errorf("%d items arrived, want all %d that were sent", t.arrived, sent)
	case t.promise == addsUp && t.arrived != t.accepted:
		return fmt.Errorf("%d items arrived of %d that were accepted", t.arrived, t.accepted)
	case t.promise == addsUp && t.accepted+t.dropped != sent:
		return fmt.Errorf("%d items accepted and %d dropped of %d that were sent", t.accepted, t.dropped, sent)
	}
	return nil
}

// A sample is what one run took.
type sample struct {
	sent    int
	tally   tally
	elapsed time.Duration // from the first send until all has arrived
	held    time.Duration // that producers were in sends, all together
	cpu     time.Duration // of the process meanwhile, user and system; 0 where it is not told
	mallocs uint64
}

// closeLimit is how long a client may take to close. Longer is a wake-up that was lost.
const closeLimit = 20 * time.Second

// measure sends cfg.n items from cfg.producers goroutines and waits until all that is to
// arrive has arrived.
func measure(v variant, cfg config) (sample, error) {
	c, err := v.open(cfg.capacity)
	if err != nil {
		return sample{}, err
	}
	var standing, sending sync.WaitGroup
	gate := make(chan struct{})
	var held atomic.Int64
	for p := range cfg.producers {
		share := cfg.n / cfg.producers
		if p < cfg.n%cfg.producers {
			share++
		}
		standing.Add(1)
		sending.Go(func() {
			standing.Done()
			<-gate
			var mine time.Duration
			for i := 0; i < share; {
				start := time.Now() // with the reading below a nanosecond for each item
				for end := min(i+burst, share); i < end; i++ {
					c.send(p, i)
				}
				mine += time.Since(start)
				if cfg.pause > 0 {
					time.Sleep(cfg.pause)
				}
			}
			held.Add(int64(mine))
		})
	}
	standing.Wait()
	runtime.GC() // the garbage of others is not collected at this one's expense

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, start := cpuTime(), time.Now()
	close(gate)
	sending.Wait()
	err = closeWithin(closeLimit, c.close)
	s := sample{sent: cfg.n, elapsed: time.Since(start), held: time.Duration(held.Load()), cpu: cpuTime() - cpu}
	if err != nil {
		return sample{}, err
	}
	runtime.ReadMemStats(&after)
	s.mallocs = after.Mallocs - before.Mallocs
	s.tally = c.tally()
	return s, s.tally.check(s.sent)
}

// closeWithin calls close, and does not wait for one that ignores its context.
func closeWithin(limit time.Duration, close func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	closed := make(chan error, 1)
	go func() { closed <- close(ctx) }()
	select {
	case err := <-closed:
		return err
	case <-ctx.Done():
		return errors.New("not closed within " + limit.String())
	}
}
