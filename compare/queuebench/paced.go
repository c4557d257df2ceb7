package queuebench

import (
	"runtime"
	"testing"
	"time"
)

// paced sends values at fixed times, whether or not the ones before have arrived.
// The latency is from the time at which a value was to be sent until the consumer
// has it: a producer that is held up is late with the values after it, and that
// counts.
func paced(every time.Duration) func(*testing.B, Cell) {
	return func(b *testing.B, c Cell) {
		l := c.lane(b)
		came := newTimes(b.N)
		base := time.Now()
		var start time.Duration // written by the producer, read when it has ended
		err := timed(b, []func() error{
			func() error {
				defer l.Close()
				start = time.Since(base)
				return sendAt(l, base, start, every, b.N)
			},
			func() error {
				n, err := receive(l, base, came, func() {})
				if err == nil {
					err = differ("values received", uint64(n), uint64(b.N))
				}
				return hangUp(err, l)
			},
		})
		if err != nil {
			b.Fatal(err)
		}
		for i := range came {
			came[i] -= start + time.Duration(i)*every
		}
		reportQuantiles(b, came)
	}
}

// sendAt sends the values 1 to n, the first start after base and one every so long.
// It watches the clock, since a sleep is not so exact. On a single processor it lets
// others run meanwhile: the consumer would otherwise wait until the scheduler stops
// the producer, which takes it 10 ms.
func sendAt(l Lane, base time.Time, start, every time.Duration, n int) error {
	alone := runtime.GOMAXPROCS(0) == 1
	for i := range n {
		for at := start + time.Duration(i)*every; time.Since(base) < at; {
			if alone {
				runtime.Gosched()
			}
		}
		if err := l.Send(uint64(i) + 1); err != nil {
			return err
		}
	}
	return nil
}
