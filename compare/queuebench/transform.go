package queuebench

import (
	"fmt"
	"testing"

	"github.com/boundedq/queue"
)

// transform sends b.N values from a producer through a lane to one worker that
// computes on each, and on through a second lane to a consumer. Both lanes have
// the cell's capacity. The computation takes from 1 to 10 µs, differently for
// neighbouring values, so that a small buffer makes the stages wait for each
// other and a large one evens them out.
func transform(b *testing.B, c Cell) {
	in, out := c.lane(b), c.lane(b)
	err := timed(b, []func() error{
		func() error {
			defer in.Close()
			return in.Produce(Source{N: b.N})
		},
		func() error {
			defer out.Close()
			return hangUp(relay(in, out), in, out)
		},
		func() error { return hangUp(expectResults(out, b.N), in, out) },
	})
	if err != nil {
		b.Fatal(err)
	}
}

// relay is the worker: it computes on what comes out of in and sends the results
// to out.
func relay(in, out Lane) error {
	for {
		v, err := in.Recv()
		if err == queue.ErrClosed {
			return nil
		}
		if err != nil {
			return err
		}
		if err := out.Send(v<<resultBits | tasks[v%uint64(len(tasks))].run()); err != nil {
			return err
		}
	}
}

// expectResults receives until l is closed and checks that the results of the
// values 1 to n came, each once, in order and right.
func expectResults(l Lane, n int) error {
	var got, wrong uint64
	for {
		r, err := l.Recv()
		if err == queue.ErrClosed {
			break
		}
		if err != nil {
			return err
		}
		got++
		if r != got<<resultBits|results[got%uint64(len(results))] {
			wrong++
		}
	}
	if got != uint64(n) || wrong > 0 {
		return fmt.Errorf("%d results, want %d; %d of them wrong or out of order", got, n, wrong)
	}
	return nil
}

// A result fills the low bits of a value, below the number of its input.
const resultBits = 24

// A task is a computation of a fixed number of rounds.
type task struct {
	seed   uint64
	rounds int
}

// run steps a xorshift generator: each round needs the one before, so neither
// the compiler nor the processor can shorten it, and the result is sent on and
// checked, so it cannot be left out.
func (t task) run() uint64 {
	x := t.seed
	for range t.rounds {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x >> (64 - resultBits)
}

// Value v runs task v%len(tasks) and should give results[v%len(results)]. The
// shortest task takes about 1 µs and the longest about 10 µs on a processor of
// 3 GHz: a round is six dependent instructions.
var (
	tasks   [256]task
	results [256]uint64
)

func init() {
	const minRounds, maxRounds = 500, 5000
	t := task{seed: 1, rounds: 100}
	for i := range tasks {
		// Each seed is the result of the task before, the first of a fixed
		// one: the same on every machine.
		t = task{seed: t.run() + 1, rounds: minRounds + int(t.run()%(maxRounds-minRounds+1))}
		tasks[i], results[i] = t, t.run()
	}
}
