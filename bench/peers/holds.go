package peers

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue"
)

// How long a queue that accepts nothing is watched before it is taken to be full.
// One that has not even accepted what it was asked for gets more time, because the
// machine may be busy.
const (
	still    = 20 * time.Millisecond
	patience = time.Second
)

// Holds returns nil if a queue that is asked for a capacity accepts exactly so many
// values while nobody receives, and else an error that says what it does instead. It
// finds out by sending and does not believe Cap. Queues can be compared at a capacity
// only if all of them hold it.
func Holds(newQueue func(capacity int) queue.BoundedQueue[uint64], capacity int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panics: %v", p)
		}
	}()
	q := newQueue(capacity)
	limit := 2*capacity + 8 // is more than a queue holds that rounds up to a power of two
	var accepted atomic.Int64
	sent := make(chan error, 1)
	go func() { sent <- fill(q, limit, &accepted) }()
	n := settled(&accepted, capacity, limit)
	if n == limit {
		return fmt.Errorf("holds %d or more", n)
	}
	if err := takeAll(q, limit, sent); err != nil {
		return err
	}
	if n != capacity {
		return fmt.Errorf("holds %d", n)
	}
	return nil
}

// fill sends n values and counts those that were accepted.
func fill(q queue.BoundedQueue[uint64], n int, accepted *atomic.Int64) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panics: %v", p)
		}
	}()
	for i := range n {
		if err := q.Send(context.Background(), uint64(i)); err != nil {
			return err
		}
		accepted.Add(1)
	}
	return nil
}

// settled waits until accepted stands still, or is limit, and returns it.
func settled(accepted *atomic.Int64, capacity, limit int) int {
	n, since := 0, time.Now()
	for n < limit {
		wait := still
		if n < capacity {
			wait = patience
		}
		if time.Since(since) > wait {
			break
		}
		time.Sleep(time.Millisecond)
		if now := int(accepted.Load()); now != n {
			n, since = now, time.Now()
		}
	}
	return n
}

// takeAll receives n values, so that the sender of them ends, which waits for room, and
// closes q. It returns the sender's error, or one if values do not come.
func takeAll(q queue.BoundedQueue[uint64], n int, sent <-chan error) error {
	defer q.Close()
	for last := time.Now(); n > 0; {
		if _, err := q.TryRecv(); err == nil {
			n, last = n-1, time.Now()
			continue
		}
		select {
		case err := <-sent:
			if err != nil {
				return err
			}
			sent = nil // has sent everything
		default:
		}
		if time.Since(last) > patience {
			return errors.New("does not give back what it accepts")
		}
		runtime.Gosched()
	}
	return nil
}
