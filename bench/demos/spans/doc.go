// Package spans exports OpenTelemetry spans in batches: a [Processor] is what
// sdktrace.NewBatchSpanProcessor makes, with a bounded queue in place of its channel
// and one loop around queue.RecvMany in place of its select.
//
//	q := ring.NewMPSC[spans.Item](2048)
//	p := spans.New(exporter, q, spans.Options{Policy: spans.Drop})
//	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p))
//	defer provider.Shutdown(context.Background())
//
// The queue is the caller's choice. Its receiving side belongs to the package: one
// goroutine receives, which is what ring.NewMPSC is for.
//
// A program of its own has little to add to these files, and can copy them.
package spans
