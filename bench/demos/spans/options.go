package spans

import (
	"fmt"
	"time"
)

// A Policy says what becomes of a span for which the queue has no room.
type Policy int

const (
	// Block lets who ends a span wait for room. Nothing is lost, and a slow exporter
	// slows the program down.
	Block Policy = iota

	// Drop drops the span, and counts it. The program is never slowed down, and
	// traces have holes.
	Drop
)

// Options says how to export spans. The zero value is fit for use.
type Options struct {
	Policy Policy

	// Batch is how many spans are exported at once, at most. 0 stands for 512.
	Batch int

	// Delay is how long the first span of a batch waits for the batch to fill. With
	// 0 it does not wait: each batch is what has come while the one before was
	// exported, so that batches are as large as the exporter is slow.
	Delay time.Duration

	// ExportTimeout ends the context of one export. 0 stands for 30 seconds.
	ExportTimeout time.Duration
}

// checked returns o with defaults filled in. It panics if o makes no sense.
func (o Options) checked() Options {
	switch {
	case o.Policy != Block && o.Policy != Drop:
		panic(fmt.Sprintf("spans.New: Policy is %d, want Block or Drop", int(o.Policy)))
	case o.Batch < 0:
		panic(fmt.Sprintf("spans.New: Batch is %d, want 1 or more, or 0 for 512", o.Batch))
	case o.Delay < 0:
		panic(fmt.Sprintf("spans.New: Delay is %v, want 0 or more", o.Delay))
	case o.ExportTimeout < 0:
		panic(fmt.Sprintf("spans.New: ExportTimeout is %v, want more than 0, or 0 for 30s", o.ExportTimeout))
	}
	if o.Batch == 0 {
		o.Batch = 512
	}
	if o.ExportTimeout == 0 {
		o.ExportTimeout = 30 * time.Second
	}
	return o
}
