package queuebench

import (
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
		l := c.lane(b)
		sent, came := newTimes(b.N), newTimes(b.N*size)
		waiting := make(chan struct{}, 1) // the consumer is about to wait for a burst
		base := time.Now()
		err := timed(b, []func() error{
			func() error {
				defer l.Close()
				for i := range sent {
					<-waiting
					time.Sleep(parked)
					sent[i] = time.Since(base)
					for k := range size {
						if err := l.Send(uint64(i*size+k) + 1); err != nil {
							return err
						}
					}
				}
				return nil
			},
			func() error {
				defer close(waiting)
				next := 0
				return hangUp(receive(l, base, came, func() {
					if next%size == 0 {
						waiting <- struct{}{}
					}
					next++
				}), l)
			},
		})
		if err != nil {
			b.Fatal(err)
		}
		for i := range sent {
			sent[i] = came[(i+1)*size-1] - sent[i]
		}
		reportQuantiles(b, sent)
	}
}
