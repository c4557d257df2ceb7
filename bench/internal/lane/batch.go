package lane

import (
	"context"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/ring"
)

// batchSize is how many values the lanes of Batched move with one call. It is a
// whole number of cache lines, so that two goroutines' buffers share none.
const batchSize = 64

// Batched returns the rings as lanes that send and receive in batches of 64. Their
// names are those of [Direct]; the field Batch tells them apart. The bare channel is
// not among them, because it has no batches.
func Batched() []Kind {
	kinds := []Kind{
		batched(ring.New[uint64]),
		batched(ring.NewSPSC[uint64]),
		batched(ring.NewMPSC[uint64]),
		batched(ring.NewSPMC[uint64]),
	}
	for i, single := range Direct()[1:] {
		kinds[i].Name, kinds[i].Roles = single.Name, single.Roles
	}
	return kinds
}

func batched[Q batchQueue](newQueue func(capacity int) Q) Kind {
	return Kind{Batch: batchSize, New: func(capacity int) Lane {
		q := newQueue(capacity)
		return batchLane{queueLane{q}, q}
	}}
}

// batchQueue is a queue with batches of its own on both sides.
type batchQueue interface {
	queue.BoundedQueue[uint64]
	queue.BatchSender[uint64]
	queue.BatchReceiver[uint64]
}

// batchLane produces and consumes in batches. It calls the queue through an
// interface: one dynamic call for 64 values cannot be seen.
type batchLane struct {
	queueLane
	batches batchQueue
}

func (l batchLane) Produce(s Source) error {
	ctx := context.Background()
	buf := make([]uint64, batchSize)
	for v, end := s.span(); v < end; {
		batch := buf[:min(batchSize, end-v)]
		for i := range batch {
			batch[i] = v
			v++
		}
		if _, err := l.batches.SendMany(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

func (l batchLane) Consume(t *Tally) error {
	ctx := context.Background()
	buf := make([]uint64, batchSize)
	for {
		n, err := l.batches.RecvMany(ctx, buf)
		if err == queue.ErrClosed {
			return nil
		}
		if err != nil {
			// Producers must not wait for a consumer that is gone.
			l.Close()
			return err
		}
		for _, v := range buf[:n] {
			t.Add(v)
		}
	}
}
