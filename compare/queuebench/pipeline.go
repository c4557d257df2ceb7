package queuebench

import (
	"fmt"
	"testing"

	"github.com/boundedq/queue"
)

// pipeline sends b.N values through three stages, each with a lane of the cell's
// capacity before it. The first two pass on what they make of a value, which takes
// no time to speak of, and the last checks what has become of it. One operation is
// one value that went through all three.
func pipeline(b *testing.B, c Cell) {
	first, second, third := c.lane(b), c.lane(b), c.lane(b)
	all := []Lane{first, second, third}
	err := timed(b, []func() error{
		func() error {
			defer first.Close()
			return first.Produce(Source{N: b.N})
		},
		func() error {
			defer second.Close()
			return hangUp(pass(first, second, 1), all...)
		},
		func() error {
			defer third.Close()
			return hangUp(pass(second, third, 2), all...)
		},
		func() error { return hangUp(expectStaged(third, b.N), all...) },
	})
	if err != nil {
		b.Fatal(err)
	}
}

// staged is what a stage makes of a value: no two stages, in no other order and on no
// other value, come to the same.
func staged(v uint64, stage int) uint64 { return v*5 + uint64(stage) }

// pass is one stage: it sends to out what it makes of what comes out of in.
func pass(in, out Lane, stage int) error {
	for {
		v, err := in.Recv()
		if err == queue.ErrClosed {
			return nil
		}
		if err != nil {
			return err
		}
		if err := out.Send(staged(v, stage)); err != nil {
			return err
		}
	}
}

// expectStaged is the last stage: it receives until l is closed and checks that what
// the first two made of the values 1 to n came, each once and in order.
func expectStaged(l Lane, n int) error {
	for v := uint64(1); v <= uint64(n); v++ {
		got, err := l.Recv()
		if err == queue.ErrClosed {
			return fmt.Errorf("%d values came, want %d", v-1, n)
		}
		if err != nil {
			return err
		}
		if want := staged(staged(v, 1), 2); got != want {
			return fmt.Errorf("value %d came as %d, want %d", v, got, want)
		}
	}
	return expectEnd(l)
}
