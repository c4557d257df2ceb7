package main

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue/bench/demos/spans"
	"github.com/boundedq/queue/ring"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"
)

// Both processors wait for as long, and for as many spans, until they export.
const (
	exportDelay = 5 * time.Second // the SDK's default
	exportBatch = 512             // so too
)

func sections() []section {
	return []section{
		zerologSection(),
		slogSection(),
		spansSection("spans, from Start to the exporter", tracing),
		spansSection("spans, the processor's OnEnd alone", ending),
	}
}

func spansSection(title string, drive func(sdktrace.SpanProcessor) func(producer, i int)) section {
	sdk := func(p promise, dropped int, options ...sdktrace.BatchSpanProcessorOption) func(int) (client, error) {
		return func(capacity int) (client, error) {
			var e countingExporter
			options := append(options,
				sdktrace.WithMaxQueueSize(capacity),
				sdktrace.WithMaxExportBatchSize(min(exportBatch, capacity)),
				sdktrace.WithBatchTimeout(exportDelay))
			processor := sdktrace.NewBatchSpanProcessor(&e, options...)
			return client{
				send:  drive(processor),
				close: processor.Shutdown,
				tally: func() tally { return tally{arrived: int(e.n.Load()), promise: p, dropped: dropped} },
			}, nil
		}
	}
	ours := func(policy spans.Policy) func(int) (client, error) {
		return func(capacity int) (client, error) {
			var e countingExporter
			processor := spans.New(&e, ring.NewMPSC[spans.Item](capacity),
				spans.Options{Policy: policy, Batch: min(exportBatch, capacity), Delay: exportDelay})
			return client{
				send:  drive(processor),
				close: processor.Shutdown,
				tally: func() tally {
					r := processor.Report()
					return tally{arrived: int(e.n.Load()), promise: addsUp, accepted: int(r.Accepted), dropped: int(r.Dropped())}
				},
			}, nil
		}
	}
	return section{title, []variant{
		{"SDK, drop", sdk(bestEffort, -1)},
		{"spans, drop", ours(spans.Drop)},
		{"SDK, WithBlocking", sdk(lossless, 0, sdktrace.WithBlocking())},
		{"spans, block", ours(spans.Block)},
	}}
}

// tracing makes real spans with a tracer.
func tracing(p sdktrace.SpanProcessor) func(producer, i int) {
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p), sdktrace.WithResource(resource.Empty()))
	tracer := provider.Tracer("demos")
	return func(producer, i int) {
		_, span := tracer.Start(context.Background(), spanName,
			trace.WithAttributes(attribute.Int("producer", producer), attribute.Int("seq", i)))
		span.End()
	}
}

// ending hands over one span again and again.
func ending(p sdktrace.SpanProcessor) func(producer, i int) {
	span := tracetest.SpanStub{
		Name: spanName,
		SpanContext: trace.NewSpanContext(trace.SpanContextConfig{
			TraceID: trace.TraceID{1}, SpanID: trace.SpanID{1}, TraceFlags: trace.FlagsSampled,
		}),
	}.Snapshot()
	return func(int, int) { p.OnEnd(span) }
}

const spanName = "request"

// countingExporter counts the spans with the right name.
type countingExporter struct{ n atomic.Int64 }

func (e *countingExporter) ExportSpans(_ context.Context, batch []sdktrace.ReadOnlySpan) error {
	n := 0
	for _, s := range batch {
		if s.Name() == spanName {
			n++
		}
	}
	e.n.Add(int64(n))
	return nil
}

func (*countingExporter) Shutdown(context.Context) error { return nil }
