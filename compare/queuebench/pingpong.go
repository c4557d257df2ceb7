package queuebench

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/boundedq/queue"
)

// pingpong sends one value at a time through a lane to a goroutine that sends it
// back through another, and waits for it before the next: one operation is one
// round trip, and each needs the one before.
func pingpong(b *testing.B, c Cell) {
	t := trips{there: c.lane(b), back: c.lane(b), most: b.N}
	if err := timed(b, t.workers(new(atomic.Bool))); err != nil {
		b.Fatal(err)
	}
}

// trips are round trips through two lanes.
type trips struct {
	there, back Lane
	most        int
	made        int // to be read when the workers have ended
}

// workers returns the two goroutines that make the trips. There are no more once over
// is true.
func (t *trips) workers(over *atomic.Bool) []func() error {
	return []func() error{
		func() error {
			if err := hangUp(t.bounce(over), t.there, t.back); err != nil {
				return err
			}
			t.there.Close()
			return expectEnd(t.back)
		},
		func() error {
			if err := hangUp(echo(t.there, t.back), t.there, t.back); err != nil {
				return err
			}
			t.back.Close()
			return nil
		},
	}
}

func (t *trips) bounce(over *atomic.Bool) error {
	v := uint64(0)
	for v < uint64(t.most) && !over.Load() {
		v++
		if err := t.there.Send(v); err != nil {
			return err
		}
		got, err := t.back.Recv()
		if err != nil {
			return err
		}
		if got != v {
			return fmt.Errorf("round trip %d brought back %d", v, got)
		}
	}
	t.made = int(v)
	return nil
}

// echo sends what comes out of in to out, until in ends.
func echo(in, out Lane) error {
	for {
		v, err := in.Recv()
		if err == queue.ErrClosed {
			return nil
		}
		if err != nil {
			return err
		}
		if err := out.Send(v); err != nil {
			return err
		}
	}
}

// expectEnd fails unless l is closed and drained.
func expectEnd(l Lane) error {
	switch v, err := l.Recv(); err {
	case queue.ErrClosed:
		return nil
	case nil:
		return fmt.Errorf("received %d after the last value", v)
	default:
		return err
	}
}
