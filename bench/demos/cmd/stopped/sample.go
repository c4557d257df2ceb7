package main

import (
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// A sample is what one run saw.
type sample struct {
	accepted []time.Duration // of the others' values: how long after each was due
	arrived  []time.Duration
	inside   []stop // of the victim, in mid-send
	outside  []stop // elsewhere in its loop
	sent     int    // by the victim
	refused  int    // of its sends
	felt     int    // stops inside that others felt
}

// take lets a victim, cfg.producers others and cfg.consumers loose on a queue.
func take(q lane, cfg config, cpus processors) (sample, error) {
	runtime.GC() // what the sample before has left

	var received atomic.Int64
	clock := startClock()
	v := &victim{q: q, clock: clock, most: max(int64(cfg.capacity)/4, 1), received: &received}
	release, err := v.start(cfg, cpus)
	if err != nil {
		return sample{}, err
	}
	producers := make([]producer, cfg.producers)
	consumers := make([]consumer, cfg.consumers)
	var sending, receiving sync.WaitGroup
	for i := range consumers {
		consumers[i] = newConsumer(q, clock, cfg, &received)
		receiving.Go(consumers[i].run)
	}
	first := clock.now() + int64(time.Millisecond)
	for i := range producers {
		// Spread over the interval, so that they do not all send at once.
		due := first + int64(cfg.every)*int64(i)/int64(cfg.producers)
		producers[i] = newProducer(q, clock, cfg, uint32(i+1), due)
		sending.Go(producers[i].run)
	}
	sending.Wait()
	err = release()
	q.Close()
	receiving.Wait()
	return summary(v, producers, consumers), errors.Join(err, check(v, producers, consumers))
}

// check returns what went wrong in a run.
func check(v *victim, producers []producer, consumers []consumer) error {
	errs := []error{v.err}
	sent := []ledger{v.ledger}
	for i := range producers {
		errs = append(errs, producers[i].err)
		sent = append(sent, producers[i].ledger)
	}
	var received [][]ledger
	for i := range consumers {
		errs = append(errs, consumers[i].err)
		received = append(received, consumers[i].ledgers)
	}
	return errors.Join(append(errs, reconcile(sent, received))...)
}

// A clock counts nanoseconds from its start.
type clock struct{ start time.Time }

func startClock() clock { return clock{time.Now()} }

func (c clock) now() int64 { return int64(time.Since(c.start)) }
