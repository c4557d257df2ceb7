package queuebench

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

// A contextLane is a lane that can be called with contexts. Its own methods use the
// one that it was opened with.
type contextLane interface {
	Lane
	SendContext(ctx context.Context, v uint64) error
	RecvContext(ctx context.Context) (uint64, error)
}

// ctxcancel is handoff with a context that could be cancelled, as that of a request
// can be, and never is. The channel is called in a select beside it. One operation
// is one value that arrived.
func ctxcancel(b *testing.B, c Cell) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	carry(b, c, c.laneWith(b, ctx), flatOut)
}

// patience is how long an attempt waits in the ctxdeadline scenario.
const patience = time.Millisecond

// ctxdeadline has producers that try to send to a full lane, and consumers that try
// to receive from an empty one, all of them with a deadline for each attempt, and
// all in vain. One operation is one attempt. The latency is how long after its
// deadline an attempt returned.
func ctxdeadline(b *testing.B, c Cell) {
	full, empty := c.laneWith(b, context.Background()), c.laneWith(b, context.Background())
	if err := fill(full, c.Capacity); err != nil {
		b.Fatal(err)
	}
	send := func(ctx context.Context) error { return full.SendContext(ctx, 0) }
	recv := func(ctx context.Context) error {
		_, err := empty.RecvContext(ctx)
		return err
	}

	late := newTimes(b.N)
	rest := late
	var workers []func() error
	for _, share := range sourcesOf(b.N, c.Producers+c.Consumers) {
		attempt := recv
		if share.Producer < c.Producers {
			attempt = send
		}
		mine := rest[:share.N]
		rest = rest[share.N:]
		workers = append(workers, func() error { return outwait(attempt, mine) })
	}
	err := timed(b, workers)
	if err == nil {
		err = errors.Join(expectFilled(full, c.Capacity), endOf(empty))
	}
	if err != nil {
		b.Fatal(err)
	}
	reportQuantiles(b, late)
}

// outwait makes as many attempts as late has room for, each with a deadline of its
// own, and notes how late each returned. It fails unless the deadline ended them.
func outwait(attempt func(context.Context) error, late []time.Duration) error {
	for i := range late {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		err := attempt(ctx)
		deadline, _ := ctx.Deadline()
		late[i] = time.Since(deadline)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("an attempt in vain returned %v, want %v", err, context.DeadlineExceeded)
		}
		if late[i] < 0 {
			return fmt.Errorf("an attempt returned %v before its deadline", -late[i])
		}
	}
	return nil
}

// expectFilled closes l and fails unless exactly the values of fill were in it.
func expectFilled(l Lane, n int) error {
	l.Close()
	for v := range uint64(n) {
		if got, err := l.Recv(); err != nil || got != v+1 {
			return fmt.Errorf("received %d (%v) from what was filled, want %d", got, err, v+1)
		}
	}
	return expectEnd(l)
}
