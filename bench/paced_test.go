package bench

import (
	"runtime"
	"testing"
	"time"

	"github.com/boundedq/queue/bench/internal/lane"
)

// paced sends values at fixed times, whether or not the ones before have arrived.
// The latency is from the time at which a value was to be sent until the consumer
// has it: a producer that is held up is late with the values after it, and that
// counts.
func paced(b *testing.B, c latencyCell) {
	l := c.kind.New(c.capacity)
	if err := lane.Warm(l, c.capacity); err != nil {
		b.Fatal(err)
	}
	came := newTimes(b.N)
	base := time.Now()
	var start time.Duration // written by the producer, read when it has ended

	// The producer watches the clock, since a sleep is not so exact. On a single
	// processor it lets others run meanwhile: the consumer would otherwise wait
	// until the scheduler stops the producer, which takes it 10 ms.
	alone := runtime.GOMAXPROCS(0) == 1
	err := timed(b, []func() error{
		func() error {
			defer l.Close()
			start = time.Since(base)
			for i := range b.N {
				for at := start + time.Duration(i)*c.every; time.Since(base) < at; {
					if alone {
						runtime.Gosched()
					}
				}
				if err := l.Send(uint64(i) + 1); err != nil {
					return err
				}
			}
			return nil
		},
		func() error { return hangUp(receive(l, base, came, func() {}), l) },
	})
	if err != nil {
		b.Fatal(err)
	}
	for i := range came {
		came[i] -= start + time.Duration(i)*c.every
	}
	reportQuantiles(b, came)
}
