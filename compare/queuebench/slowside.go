package queuebench

import (
	"runtime"
	"testing"

	"github.com/boundedq/queue"
)

// full is handoff with slow consumers, which compute for about 1 µs on each value:
// the queue fills up and producers wait for room. One operation is one value.
func full(b *testing.B, c Cell) {
	t := traffic{sendAll, consumeSlowly, verify}
	carry(b, c, c.lane(b), t)
	reportFull(b, c, t, nil)
}

// empty is handoff with slow producers, which compute for about 1 µs before each
// value: the queue is empty and consumers wait. One operation is one value.
func empty(b *testing.B, c Cell) {
	t := traffic{produceSlowly, Lane.Consume, verify}
	carry(b, c, c.lane(b), t)
	reportFull(b, c, t, microsecond)
}

func produceSlowly(l Lane, s *Source) error {
	var work uint64
	for v, end := s.Span(); v < end; v++ {
		work ^= microsecond(v)
		if err := l.Send(v); err != nil {
			return err
		}
	}
	runtime.KeepAlive(work) // so that it is not left out
	return nil
}

func consumeSlowly(l Lane, t *Tally) error {
	var work uint64
	for {
		v, err := l.Recv()
		if err == queue.ErrClosed {
			runtime.KeepAlive(work)
			return nil
		}
		if err != nil {
			return hangUp(err, l)
		}
		t.Add(v)
		work ^= microsecond(v)
	}
}

// microsecond computes for about that long on a processor of 3 GHz, and takes as
// long for one value as for another.
func microsecond(v uint64) uint64 { return task{v | 1, 500}.run() }
