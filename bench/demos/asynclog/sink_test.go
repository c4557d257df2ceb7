package asynclog_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/demos/asynclog"
	"github.com/boundedq/queue/compare"
	"github.com/boundedq/queue/ring"
)

// gate is a writer that says when a Write begins and waits until it may go on. So a
// test knows that the goroutine is held there, with nothing but the queue to fill.
type gate struct {
	entered chan struct{}
	open    chan struct{}
	bytes.Buffer
}

func newGate() *gate { return &gate{entered: make(chan struct{}, 100), open: make(chan struct{})} }

func (g *gate) Write(p []byte) (int, error) {
	g.entered <- struct{}{}
	<-g.open
	return g.Buffer.Write(p)
}

// held returns a writer over a queue of the given capacity, whose goroutine is held by
// the gate with the line "0\n".
func held(t *testing.T, capacity int, o asynclog.Options) (*asynclog.Writer, *gate) {
	t.Helper()
	g := newGate()
	w := asynclog.NewWriter(g, ring.NewMPSC[*asynclog.Line](capacity), o)
	write(t, w, "0\n")
	<-g.entered
	return w, g
}

func write(t *testing.T, w *asynclog.Writer, line string) {
	t.Helper()
	if n, err := w.Write([]byte(line)); n != len(line) || err != nil {
		t.Errorf("Write(%q): %d, %v", line, n, err)
	}
}

func closeAll(t *testing.T, c interface{ Close(context.Context) error }) {
	t.Helper()
	if err := c.Close(context.Background()); err != nil {
		t.Fatal("Close:", err)
	}
}

// queues returns the kinds of queue that a logger is tested over.
func queues[T any]() map[string]func(capacity int) queue.BoundedQueue[T] {
	kinds := map[string]func(int) queue.BoundedQueue[T]{
		"mpsc": func(n int) queue.BoundedQueue[T] { return ring.NewMPSC[T](n) },
	}
	for _, impl := range compare.Implementations[T]() {
		kinds[impl.Name] = impl.New
	}
	return kinds
}
