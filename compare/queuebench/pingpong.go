package queuebench

import (
	"fmt"
	"testing"

	"github.com/boundedq/queue"
)

// pingpong sends one value at a time through a lane to a goroutine that sends it
// back through another, and waits for it before the next: one operation is one
// round trip, and each needs the one before.
func pingpong(b *testing.B, c Cell) {
	there, back := c.lane(b), c.lane(b)
	err := timed(b, []func() error{
		func() error {
			if err := hangUp(bounce(there, back, b.N), there, back); err != nil {
				return err
			}
			there.Close()
			return expectEnd(back)
		},
		func() error {
			if err := hangUp(echo(there, back), there, back); err != nil {
				return err
			}
			back.Close()
			return nil
		},
	})
	if err != nil {
		b.Fatal(err)
	}
}

// bounce makes n round trips.
func bounce(there, back Lane, n int) error {
	for v := uint64(1); v <= uint64(n); v++ {
		if err := there.Send(v); err != nil {
			return err
		}
		got, err := back.Recv()
		if err != nil {
			return err
		}
		if got != v {
			return fmt.Errorf("round trip %d brought back %d", v, got)
		}
	}
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
