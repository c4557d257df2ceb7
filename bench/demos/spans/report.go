package spans

// A Report counts spans that were sampled; others are not looked at. Once
// [Processor.Shutdown] has returned nil and nobody ends spans,
//
//	spans ended = Accepted + Dropped()
//	Accepted    = Exported + Failed
//
// Until then the figures may be of slightly different moments.
type Report struct {
	Accepted uint64 // went into the queue

	Full   uint64 // dropped because the queue was full, under Drop
	Closed uint64 // dropped because they ended after Shutdown

	Exported uint64 // were in a batch that was exported
	Failed   uint64 // were in a batch that was not, for an error or because Shutdown gave up
}

// Dropped returns how many spans never went into the queue, for whatever reason.
func (r Report) Dropped() uint64 { return r.Full + r.Closed }

// Report returns what became of the spans so far.
func (p *Processor) Report() Report {
	return Report{
		Accepted: p.accepted.Load(),
		Full:     p.full.Load(),
		Closed:   p.closed.Load(),
		Exported: p.exported.Load(),
		Failed:   p.failed.Load(),
	}
}
