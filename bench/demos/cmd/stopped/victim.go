package main

import (
	"errors"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue"
)

// late is what counts: as a stop, if the victim's clock stood for so long, and as late, if
// a value of others took so long. Far above what the scheduler does to anybody, and far below
// a stop.
const late = 10 * time.Millisecond

// A stop is a gap in the victim's clock.
type stop struct{ from, to int64 }

// A victim sends as fast as it can, so that it is in mid-send much of the time, but never
// has more than so many values under way: the others shall find room.
type victim struct {
	q        lane
	clock    clock
	most     int64
	received *atomic.Int64 // of its values, by all consumers

	ledger          ledger
	refused         int
	inside, outside []stop
	err             error
}

// start seats the victim, lets it run, and has it stopped from then on. release ends that
// and waits for it.
func (v *victim) start(cfg config, cpus processors) (release func() error, err error) {
	var over atomic.Bool
	var unseat func() error
	seated, left := make(chan error, 1), make(chan struct{})
	go func() {
		defer close(left)
		// Never unlocked, so the thread ends with the goroutine.
		runtime.LockOSThread()
		var err error
		unseat, err = cpus.seat(cfg.stop > 0)
		seated <- err
		if err == nil {
			v.run(&over)
		}
	}()
	if err := <-seated; err != nil {
		return nil, err
	}
	end := func() error {
		over.Store(true)
		err := unseat()
		<-left
		return err
	}
	if cfg.stop == 0 {
		return end, nil
	}
	dismiss, err := cpus.neighbour(cfg.stop, cfg.between)
	if err != nil {
		return nil, errors.Join(err, end())
	}
	return func() error { return errors.Join(dismiss(), end()) }, nil
}

func (v *victim) run(over *atomic.Bool) {
	last := v.clock.now()
	for n := uint32(1); !over.Load(); {
		before := v.clock.now()
		if before-last >= int64(late) {
			v.outside = append(v.outside, stop{last, before})
		}
		last = before
		if int64(n)-v.received.Load() > v.most {
			continue
		}
		err := v.q.TrySend(value{due: before, n: n})
		after := v.clock.now()
		switch err {
		case nil:
			v.ledger.add(n)
			n++
		case queue.ErrFull:
			v.refused++
		default:
			v.err = err
			return
		}
		if after-before >= int64(late) {
			v.inside = append(v.inside, stop{before, after})
		}
		last = after
	}
}
