package spans_test

import (
	"context"
	"fmt"

	"github.com/boundedq/queue/bench/demos/spans"
	"github.com/boundedq/queue/ring"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

func ExampleProcessor() {
	exporter := tracetest.NewInMemoryExporter()
	p := spans.New(exporter, ring.NewMPSC[spans.Item](2048), spans.Options{Policy: spans.Drop})
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(p))

	_, span := provider.Tracer("shop").Start(context.Background(), "request")
	span.End()

	if err := provider.Shutdown(context.Background()); err != nil {
		fmt.Println(err)
	}
	fmt.Println(p.Report().Exported, "exported,", p.Report().Dropped(), "dropped")
	// Output: 1 exported, 0 dropped
}
