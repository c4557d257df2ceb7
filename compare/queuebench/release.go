package queuebench

import (
	"fmt"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/queuebench/internal/cputime"
)

// release closes a lane in which many receivers wait, and measures the time until
// the last of them has returned. One operation is one receiver that was released;
// an iteration is all of them, for each needs a new lane. That is made, and the
// receivers fall asleep, outside what is reported, but not outside the benchmark's
// time, which so says how long to go on.
func release(b *testing.B, c Cell) {
	var took, used time.Duration
	b.ResetTimer()
	for range b.N {
		l, err := c.open()
		if err != nil {
			b.Fatal(err)
		}
		waiting := gather(l)

		before, _ := cputime.Used()
		start := time.Now()
		l.Close()
		waiting.done.Wait()
		took += time.Since(start)
		after, _ := cputime.Used()
		used += after - before

		for _, err := range waiting.errs {
			if err != queue.ErrClosed {
				b.Fatal(fmt.Errorf("a receiver that waited when the queue was closed returned %v, want %v", err, queue.ErrClosed))
			}
		}
	}
	released := float64(b.N) * sleepers
	report(b, float64(took)/released, "ns/op")
	if _, ok := cputime.Used(); ok {
		report(b, float64(used)/released, "cpu-ns/op")
	}
}
