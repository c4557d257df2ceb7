package queuetest

import "context"

// A goroutine that polls cannot be seen to wait in vain, and if Close does not end
// its wait, because there is none or because it fails, nothing does: after a
// failure it would go on, on a processor that the next cases need, for as long as
// the process lives. So such queues are used on a leash: where a case waits as
// long as it takes, the context ends with the trial, and so does the goroutine.

// leash is for the trials that need one.
func (t *trial) leash() {
	if t.cfg.lacks.polling {
		ctx, cancel := context.WithCancel(background)
		t.life = ctx
		t.atEnd(cancel)
	}
}

// leashed returns the context that an operation under ctx is to have.
func (t *trial) leashed(ctx context.Context) context.Context {
	if ctx == background && t.life != nil {
		return t.life
	}
	return ctx
}

// heel is told the answer of each operation. It ends the calling goroutine if err may
// have come from the end of the leash.
func (t *trial) heel(err error) error {
	if t.life == nil {
		return err
	}
	beat(&t.pulse)
	if err != nil && t.life.Err() != nil {
		panic(stopTrial{})
	}
	return err
}
