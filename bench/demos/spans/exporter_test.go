package spans_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/demos/spans"
	"github.com/boundedq/queue/compare"
	"github.com/boundedq/queue/ring"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

// exporter keeps what it is given.
type exporter struct {
	// If hold is not nil, an export says so in entered, and waits for hold to be
	// closed or for its context.
	entered, hold chan struct{}

	mu        sync.Mutex
	batches   [][]string // the names of the spans
	err       error      // what exports return
	shutdowns int
}

func newHeld() *exporter {
	return &exporter{entered: make(chan struct{}, 100), hold: make(chan struct{})}
}

func (e *exporter) ExportSpans(ctx context.Context, batch []sdktrace.ReadOnlySpan) error {
	if e.hold != nil {
		e.entered <- struct{}{}
		select {
		case <-e.hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	var names []string
	for _, s := range batch {
		names = append(names, s.Name())
	}
	e.batches = append(e.batches, names)
	return e.err
}

func (e *exporter) Shutdown(context.Context) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.shutdowns++
	return errShutdown
}

// errShutdown is what the exporter's Shutdown returns, to see that it is passed on.
var errShutdown = errors.New("exporter is shut down")

func (e *exporter) exported() (batches [][]string, n, shutdowns int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, b := range e.batches {
		n += len(b)
	}
	return e.batches, n, e.shutdowns
}

func span(name string, flags trace.TraceFlags) sdktrace.ReadOnlySpan {
	return tracetest.SpanStub{Name: name, SpanContext: trace.NewSpanContext(trace.SpanContextConfig{
		TraceID: trace.TraceID{1}, SpanID: trace.SpanID{1}, TraceFlags: flags,
	})}.Snapshot()
}

func end(p *spans.Processor, names ...string) {
	for _, name := range names {
		p.OnEnd(span(name, trace.FlagsSampled))
	}
}

// held returns a processor over a queue of the given capacity, whose goroutine is held
// exporting the span "0".
func held(capacity int, o spans.Options) (*spans.Processor, *exporter) {
	e := newHeld()
	o.Batch = 1
	p := spans.New(e, ring.NewMPSC[spans.Item](capacity), o)
	end(p, "0")
	<-e.entered
	return p, e
}

func shutdown(t *testing.T, p *spans.Processor) {
	t.Helper()
	if err := p.Shutdown(context.Background()); err != errShutdown {
		t.Fatal("Shutdown:", err)
	}
}

func cancelled() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

// queues returns the kinds of queue that a processor is tested over.
func queues() map[string]func(capacity int) queue.BoundedQueue[spans.Item] {
	kinds := map[string]func(int) queue.BoundedQueue[spans.Item]{
		"mpsc": func(n int) queue.BoundedQueue[spans.Item] { return ring.NewMPSC[spans.Item](n) },
	}
	for _, impl := range compare.Implementations[spans.Item]() {
		kinds[impl.Name] = impl.New
	}
	return kinds
}
