package spans

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/boundedq/queue"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// An Item is what a [Processor] puts into its queue: a span, or a mark. A mark comes
// from ForceFlush. Since the queue is first in, first out, all spans that ended before
// are ahead of it.
type Item struct {
	span    sdktrace.ReadOnlySpan
	flushed chan<- error // of a mark; has room for the answer
}

// A Processor is a [sdktrace.SpanProcessor] that exports spans in batches on a
// goroutine of its own; [New] makes one.
//
// Invariants:
//
//   - A sampled span is counted once by who ends it: accepted, or under the reason why
//     not. An accepted one is counted once more by the goroutine: exported or failed.
//   - Only the goroutine receives, and only it calls the exporter.
//   - Only Shutdown closes the queue, and before that it says until when, in stop.
type Processor struct {
	q        queue.BoundedQueue[Item]
	o        Options
	exporter sdktrace.SpanExporter

	stop     chan context.Context // the one of the first Shutdown; has room for it
	stopping sync.Once
	base     context.Context // of all exports
	abandon  context.CancelFunc
	done     chan struct{} // closed when the goroutine has ended
	result   error         // of the exporter's Shutdown, once done is closed

	_                      [128]byte // who ends spans writes below, the goroutine further down
	accepted, full, closed atomic.Uint64
	_                      [128]byte
	exported, failed       atomic.Uint64
}

var _ sdktrace.SpanProcessor = (*Processor)(nil)

// New returns a processor that gives exporter what goes through q. It starts a
// goroutine, which ends after Shutdown. It panics if o makes no sense.
func New(exporter sdktrace.SpanExporter, q queue.BoundedQueue[Item], o Options) *Processor {
	p := &Processor{
		q:        q,
		o:        o.checked(),
		exporter: exporter,
		stop:     make(chan context.Context, 1),
		done:     make(chan struct{}),
	}
	p.base, p.abandon = context.WithCancel(context.Background())
	go p.run()
	return p
}

// OnStart does nothing.
func (*Processor) OnStart(context.Context, sdktrace.ReadWriteSpan) {}

// OnEnd puts s into the queue if it is sampled. Under [Block] it waits for room, and
// until Shutdown at the longest: the SDK gives it no context.
func (p *Processor) OnEnd(s sdktrace.ReadOnlySpan) {
	if !s.SpanContext().IsSampled() {
		return
	}
	var err error
	if p.o.Policy == Drop {
		err = p.q.TrySend(Item{span: s})
	} else {
		err = p.q.Send(context.Background(), Item{span: s})
	}
	switch err {
	case nil:
		p.accepted.Add(1)
	case queue.ErrFull:
		p.full.Add(1)
	default: // ErrClosed
		p.closed.Add(1)
	}
}

// ForceFlush waits until all spans that were accepted before the call have been given
// to the exporter, and returns the error of the export that it brought about, if there
// was one. Errors of earlier batches have gone to [go.opentelemetry.io/otel.Handle]. It
// returns ctx.Err() if ctx ends first; the spans are then exported all the same.
//
// It waits for room in the queue under [Drop], too.
func (p *Processor) ForceFlush(ctx context.Context) error {
	flushed := make(chan error, 1)
	if err := p.q.Send(ctx, Item{flushed: flushed}); err == queue.ErrClosed {
		return wait(ctx, p.done) // shutting down exports everything
	} else if err != nil {
		return err
	}
	select {
	case err := <-flushed:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Shutdown ends taking spans, waits until those that were accepted are exported, shuts
// the exporter down, and returns the exporter's error. OnEnd returns at once from now
// on, also where it was waiting.
//
// If ctx ends first, Shutdown returns ctx.Err() and gives up: the export that is running
// is told so by its context, the rest is counted as failed, and the exporter is shut
// down after that. A second Shutdown waits for the first.
func (p *Processor) Shutdown(ctx context.Context) error {
	p.stopping.Do(func() {
		p.stop <- ctx
		p.q.Close()
	})
	if err := wait(ctx, p.done); err != nil {
		p.abandon()
		return err
	}
	return p.result
}

// wait waits until done is closed or ctx ends, and returns nil if done was first.
func wait(ctx context.Context, done <-chan struct{}) error {
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
