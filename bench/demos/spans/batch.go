package spans

import (
	"context"

	"github.com/boundedq/queue"
	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
)

// run is the goroutine: it makes batches of what comes out of the queue and exports
// them, until the queue is closed and drained.
func (p *Processor) run() {
	defer close(p.done)
	defer p.abandon() // frees base
	items := make([]Item, p.o.Batch)
	b := batch{p: p, spans: make([]sdktrace.ReadOnlySpan, 0, p.o.Batch)}
	for {
		// Never more than the batch has room for. While it is empty there is no
		// hurry: a receive waits for as long as it takes.
		n, err := queue.RecvMany[Item](b.deadline(), p.q, items[:p.o.Batch-len(b.spans)])
		for _, item := range items[:n] {
			b.add(item)
		}
		clear(items[:n]) // or the spans would live as long as the next batch is small
		if err != nil || len(b.spans) == p.o.Batch {
			p.handle(b.export())
		}
		if err == queue.ErrClosed {
			p.result = p.exporter.Shutdown(<-p.stop)
			return
		}
	}
}

// handle reports the error of an export that nobody waits for.
func (p *Processor) handle(err error) {
	if err != nil {
		otel.Handle(err)
	}
}

// batch is the spans that are to be exported next.
type batch struct {
	p     *Processor
	spans []sdktrace.ReadOnlySpan

	// The context that ends when the first of the spans has waited for Delay; nil
	// while there are none.
	ctx    context.Context
	cancel context.CancelFunc
}

// deadline returns a context that ends when the batch should be exported.
func (b *batch) deadline() context.Context {
	if len(b.spans) == 0 {
		return context.Background()
	}
	if b.ctx == nil {
		b.ctx, b.cancel = context.WithTimeout(context.Background(), b.p.o.Delay)
	}
	return b.ctx
}

// add adds a span to the batch. On a mark it exports the batch, and answers.
func (b *batch) add(item Item) {
	if item.flushed != nil {
		item.flushed <- b.export()
		return
	}
	b.spans = append(b.spans, item.span)
}

// export exports the batch, if there is anything in it, and empties it.
func (b *batch) export() error {
	if b.ctx != nil {
		b.cancel()
		b.ctx = nil
	}
	n := uint64(len(b.spans))
	if n == 0 {
		return nil
	}
	err := b.p.base.Err()
	if err == nil {
		ctx, cancel := context.WithTimeout(b.p.base, b.p.o.ExportTimeout)
		err = b.p.exporter.ExportSpans(ctx, b.spans)
		cancel()
	}
	if err == nil {
		b.p.exported.Add(n)
	} else {
		b.p.failed.Add(n)
	}
	clear(b.spans) // or the spans would live as long as the next batch is small
	b.spans = b.spans[:0]
	return err
}
