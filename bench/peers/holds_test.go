package peers_test

import (
	"context"
	"strings"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/peers"
	"github.com/boundedq/queue/ring"
)

// lossy drops every other value.
type lossy struct {
	queue.BoundedQueue[uint64]
	calls int
}

func (l *lossy) Send(ctx context.Context, v uint64) error {
	if l.calls++; l.calls%2 == 0 {
		return nil
	}
	return l.BoundedQueue.Send(ctx, v)
}

func TestHolds(t *testing.T) {
	newRing := func(n int) queue.BoundedQueue[uint64] { return ring.New[uint64](n) }
	for _, test := range []struct {
		name     string
		newQueue func(int) queue.BoundedQueue[uint64]
		capacity int
		want     string // in the error; "" is none
	}{
		{"ring", newRing, 0, ""},
		{"ring", newRing, 3, ""},
		{"ring", newRing, 1024, ""},
		{"xsync-mpmc", newMPMC[uint64], 1, ""},
		{"xsync-mpmc", newMPMC[uint64], 16, ""},
		{"xsync-mpmc", newMPMC[uint64], 3, "holds 4"},
		{"xsync-mpmc", newMPMC[uint64], 0, "panics: capacity must be positive"},
		{"xsync-spsc", newSPSC[uint64], 3, ""},
		{"workiva", newWorkiva[uint64], 2, ""},
		{"workiva", newWorkiva[uint64], 100, "holds 128"},
		{"workiva", newWorkiva[uint64], 1, "holds 10 or more"},
		{"workiva", newWorkiva[uint64], 0, "panics: runtime error"},
		{"bytedance", newBytedance[uint64], 1, "panics: bytedance: capacity 1: must be 2 or more"},
		{"bytedance", newBytedance[uint64], 2, ""},
		{"bytedance", newBytedance[uint64], 100, ""},
		{"eapache-resizable", newResizable[uint64], 1, ""},
		{"eapache-resizable", newResizable[uint64], 100, ""},
		{"eapache-resizable", newResizable[uint64], 0, "panics: channels: ResizableChannel does not support unbuffered behaviour"},
		{"gammazero-deque", newDeque[uint64], 1, ""},
		{"gammazero-deque", newDeque[uint64], 100, ""},
		{"gammazero-deque", newDeque[uint64], 0, "panics: deque: capacity 0: must be 1 or more"},
		{"smaller", func(n int) queue.BoundedQueue[uint64] { return ring.New[uint64](n - 1) }, 5, "holds 4"},
		{"lossy", func(n int) queue.BoundedQueue[uint64] { return &lossy{BoundedQueue: newRing(n)} }, 4, "does not give back"},
	} {
		err := peers.Holds(test.newQueue, test.capacity)
		if (err == nil) != (test.want == "") || err != nil && !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s of %d: %v, want %q", test.name, test.capacity, err, test.want)
		}
	}
}
