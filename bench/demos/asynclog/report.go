package asynclog

// A Report counts records. Once [Writer.Close] or [Handler.Close] has waited for all of
// them, and nobody is logging,
//
//	records logged = Accepted + Dropped()
//	Accepted       = Written + Failed
//
// Until then the figures may be of slightly different moments.
type Report struct {
	Accepted uint64 // went into the queue

	Full      uint64 // dropped because the queue was full, under Drop
	Cancelled uint64 // dropped because a context ended while waiting, under Block
	Closed    uint64 // dropped because they came after Close

	Written uint64 // came out of the queue and were written
	Failed  uint64 // came out of the queue, and the writer returned an error
}

// Dropped returns how many records never went into the queue, for whatever reason.
func (r Report) Dropped() uint64 { return r.Full + r.Cancelled + r.Closed }
