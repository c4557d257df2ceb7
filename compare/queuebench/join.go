package queuebench

import (
	"math"
	"sync/atomic"
	"testing"
	"time"

	"github.com/boundedq/queue"
)

// join has two goroutines in lock-step, as a client and its server are, and a third that
// now and then makes one call on the same side of the same queue as one of them: in the
// first half of the time it receives, and in the second it sends. One operation is one
// such call, and the latency is how long it takes. A call that is not served takes until
// the end of its half: the two go on for so long, with or without the third.
func join(b *testing.B, c Cell) {
	s := stretchOf(b, leastStretch)
	waits := newTimes(min(s.operations, int(s.time/beforeJoin)+2))
	received, sent := newJoiner(waits[:(len(waits)+1)/2]), newJoiner(waits[(len(waits)+1)/2:])
	receiving := received.receive(c.lane(b), c.lane(b))
	sending, check := sent.send(c.lane(b), c.lane(b), c.Capacity)
	_, err := measured(b, func() error {
		err := received.run(s.time/2, receiving)
		if err == nil && len(sent.waits) > 0 {
			err = sent.run(s.time/2, sending)
		}
		return err
	})
	if err == nil && len(sent.waits) > 0 {
		err = check()
	}
	if err != nil {
		b.Fatal(err)
	}
	reportWaits(b, append(received.waits[:received.made], sent.waits[:sent.made]...))
}

// beforeJoin is how long the third keeps away before each call.
const beforeJoin = time.Millisecond

// A joiner is the third.
type joiner struct {
	over  *atomic.Bool    // the two are to end
	waits []time.Duration // of each call, as many as there may be
	made  int
}

func newJoiner(waits []time.Duration) *joiner { return &joiner{over: newFlag(), waits: waits} }

// run lets the workers go on for d, or until the third has made its calls.
func (j *joiner) run(d time.Duration, workers []func() error) error {
	end := time.AfterFunc(d, func() { j.over.Store(true) })
	defer end.Stop()
	return together(workers)
}

// join makes calls, each followed by an answer, until over is true, or as many as there
// may be.
func (j *joiner) join(call, answer func() error) error {
	defer j.over.Store(true)
	for j.made < len(j.waits) {
		time.Sleep(beforeJoin)
		if j.made > 0 && j.over.Load() {
			return nil
		}
		start := time.Now()
		err := call()
		j.waits[j.made] = time.Since(start)
		j.made++
		if err == nil {
			err = answer()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// receive returns the workers of the first half: one sends and waits for the answer, and
// both others receive and answer.
func (j *joiner) receive(there, back Lane) []func() error {
	asks := trips{there: there, back: back, most: math.MaxInt}
	ended := last(2, back)
	var v uint64
	return []func() error{
		asks.workers(j.over)[0],
		func() error {
			defer ended()
			return hangUp(echo(there, back), there, back)
		},
		func() error {
			defer ended()
			return hangUp(unlessClosed(j.join(
				func() (err error) { v, err = there.Recv(); return err },
				func() error { return back.Send(v) },
			)), there, back)
		},
	}
}

// send returns the workers of the second half, which is the first in a mirror: the queue
// is full, one makes room and waits until it has been told that a value came, and both
// others send and tell. check is for when they have ended.
func (j *joiner) send(there, back Lane, capacity int) (workers []func() error, check func() error) {
	sources := []Source{{Producer: 0}, {Producer: 1}}
	came := newTally(len(sources))
	ended := last(len(sources), there, back)
	// sends returns what sends the next value of a source, and what tells that it did.
	sends := func(s *Source) (call, answer func() error) {
		first, _ := s.Span()
		call = func() error {
			err := there.Send(first + uint64(s.N))
			if err == nil {
				s.N++
			}
			return err
		}
		return call, func() error { return back.Send(first) }
	}
	workers = []func() error{
		func() error {
			return hangUp(unlessClosed(makeRoom(there, back, came, j.over)), there, back)
		},
		func() error {
			defer ended()
			call, answer := sends(&sources[0])
			for n := 0; n < capacity || !j.over.Load(); n++ {
				err := call()
				if err == nil && n >= capacity {
					err = answer()
				}
				if err != nil {
					return hangUp(err, there, back)
				}
			}
			return nil
		},
		func() error {
			defer ended()
			return hangUp(j.join(sends(&sources[1])), there, back)
		},
	}
	return workers, func() error { return verify(sources, []*Tally{came}) }
}

// makeRoom receives from there and waits for an answer from back, until over is true, and
// then whatever the others still send.
func makeRoom(there, back Lane, came *Tally, over *atomic.Bool) error {
	for !over.Load() {
		v, err := there.Recv()
		if err != nil {
			return err
		}
		came.Add(v)
		if _, err := back.Recv(); err == queue.ErrClosed {
			break
		} else if err != nil {
			return err
		}
	}
	return together([]func() error{
		func() error { return there.Consume(came) },
		func() error { return back.Consume(newTally(1)) },
	})
}

// unlessClosed returns err, but for the end of a lane: who closed it says why.
func unlessClosed(err error) error {
	if err == queue.ErrClosed {
		return nil
	}
	return err
}
