package bench

import (
	"testing"
	"time"

	"github.com/boundedq/queue/bench/internal/lane"
)

// parked is how long a consumer waits in the wake scenario before its value is
// sent: 1 ms asleep and, before that, time enough to fall asleep.
const parked = 1100 * time.Microsecond

// wake sends a value to a consumer that has been waiting for it for so long that it
// sleeps, and so does the processor that it ran on. The latency is from just before
// the send until the consumer has the value. After the send the producer does
// nothing, so it leaves its own processor to the consumer.
func wake(b *testing.B, c latencyCell) {
	l := c.kind.New(c.capacity)
	if err := lane.Warm(l, c.capacity); err != nil {
		b.Fatal(err)
	}
	sent, came := newTimes(b.N), newTimes(b.N)
	waiting := make(chan struct{}, 1) // the consumer is about to wait
	base := time.Now()
	err := timed(b, []func() error{
		func() error {
			defer l.Close()
			for i := range sent {
				<-waiting
				time.Sleep(parked)
				sent[i] = time.Since(base)
				if err := l.Send(uint64(i) + 1); err != nil {
					return err
				}
			}
			return nil
		},
		func() error {
			defer close(waiting)
			return hangUp(receive(l, base, came, func() { waiting <- struct{}{} }), l)
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	for i := range came {
		came[i] -= sent[i]
	}
	reportQuantiles(b, came)
}
