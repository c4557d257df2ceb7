package queuebench

import (
	"sync/atomic"
	"testing"
	"time"
)

// parked is how long a consumer waits in the wake and burst scenarios before values
// are sent: 1 ms asleep and, before that, time enough to fall asleep.
const parked = 1100 * time.Microsecond

// burst sends size values, one after the other, to a consumer that has been waiting
// for them for so long that it sleeps, and so does the processor that it ran on. The
// latency is from just before the first send until the consumer has the last value.
// After its sends the producer does nothing, so it leaves its own processor to the
// consumer. A burst of one value is the wake scenario.
func burst(size int) func(*testing.B, Cell) {
	return func(b *testing.B, c Cell) {
		bs := newBursts(c.lane(b), size, parked, b.N)
		err := timed(b, bs.workers(new(atomic.Bool)))
		reportQuantiles(b, bs.latencies(b, err))
	}
}

// bursts are values for a consumer that waits, some at a time.
type bursts struct {
	l       Lane
	size    int
	pause   time.Duration   // before each
	began   []time.Duration // of each burst, as many as there may be
	came    []time.Duration // of each value
	sent    int             // bursts, to be read when the workers have ended
	arrived int             // values, too
}

func newBursts(l Lane, size int, pause time.Duration, most int) *bursts {
	return &bursts{l: l, size: size, pause: pause, began: newTimes(most), came: newTimes(most * size)}
}

// workers returns the producer and the consumer. After the first there are no more once
// over is true.
func (bs *bursts) workers(over *atomic.Bool) []func() error {
	waiting := make(chan struct{}, 1) // the consumer is about to wait for a burst
	base := time.Now()
	return []func() error{
		func() error {
			defer bs.l.Close()
			for ended := false; !ended; ended = bs.sent == len(bs.began) || over.Load() {
				<-waiting
				time.Sleep(bs.pause)
				bs.began[bs.sent] = time.Since(base)
				for k := range bs.size {
					if err := bs.l.Send(uint64(bs.sent*bs.size+k) + 1); err != nil {
						return err
					}
				}
				bs.sent++
			}
			return nil
		},
		func() (err error) {
			defer close(waiting)
			next := 0
			bs.arrived, err = receive(bs.l, base, bs.came, func() {
				if next%bs.size == 0 {
					waiting <- struct{}{}
				}
				next++
			})
			return hangUp(err, bs.l)
		},
	}
}

// latencies returns how long each burst took. It fails b with err, or unless all values
// have arrived.
func (bs *bursts) latencies(b *testing.B, err error) []time.Duration {
	if err == nil {
		err = differ("values received", uint64(bs.arrived), uint64(bs.sent*bs.size))
	}
	if err != nil {
		b.Fatal(err)
	}
	times := bs.began[:bs.sent]
	for i := range times {
		times[i] = bs.came[(i+1)*bs.size-1] - times[i]
	}
	return times
}
