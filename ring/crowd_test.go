package ring

import (
	"bytes"
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/boundedq/queue"
)

// large is a value whose place nobody wants to pay for when nobody waits.
type large [10 << 10]byte

// heap returns how much is reachable. A pool keeps things over the first collection.
func heap() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// A crowd of receivers waited once on an empty queue of large values, and was served,
// turned away, or cancelled. Of the places for its values nothing stays. It is the crowd of a
// queue of capacity 0 or 1, which is condq's, and of a ring.
func TestCrowdKeepsNoPlaces(t *testing.T) {
	for name, q := range map[string]*Queue[large]{
		"capacity 0": New[large](0),
		"capacity 1": New[large](1),
		"ring of 1":  newRing[large](1, role{}),
	} {
		for how, end := range map[string]func(*Queue[large], context.CancelFunc, int){
			"served": func(q *Queue[large], _ context.CancelFunc, crowd int) {
				for range crowd {
					if err := q.Send(background, large{1}); err != nil {
						t.Error(err)
					}
				}
			},
			"cancelled": func(_ *Queue[large], cancel context.CancelFunc, _ int) { cancel() },
		} {
			t.Run(name+"/"+how, func(t *testing.T) { crowd(t, q, end) })
		}
		t.Run(name+"/turned away", func(t *testing.T) {
			crowd(t, q, func(q *Queue[large], _ context.CancelFunc, _ int) { q.Close() })
		})
	}
}

// crowd lets a crowd receive until end ends it.
func crowd(t *testing.T, q *Queue[large], end func(*Queue[large], context.CancelFunc, int)) {
	const goroutines = 1000
	before := heap()
	ctx, cancel := context.WithCancel(background)
	defer cancel()
	var all sync.WaitGroup
	for range goroutines {
		all.Go(func() {
			switch v, err := q.Recv(ctx); {
			case err == nil && v[0] != 1:
				t.Error("received nothing")
			case err != nil && err != queue.ErrClosed && err != context.Canceled:
				t.Error(err)
			}
		})
	}
	for parked() < goroutines {
		time.Sleep(10 * time.Millisecond)
	}
	end(q, cancel, goroutines)
	all.Wait()
	if stays := heap() - before; stays > 1<<20 {
		t.Errorf("%d kB stay of %d receivers that are gone", stays>>10, goroutines)
	}
	runtime.KeepAlive(q)
}

// parked returns how many goroutines wait in a queue.
func parked() int {
	buf := make([]byte, 16<<20)
	return bytes.Count(buf[:runtime.Stack(buf, true)], []byte("park.(*Waiter["))
}
