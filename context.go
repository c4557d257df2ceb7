package queue

import "context"

// A sound context is the one that it holds, but has an error as soon as it is done.
//
// A context that somebody has written may close the channel of its Done and have no error
// yet. It counts as cancelled (clause 9). The contexts of the standard library do not expect
// such a parent: they panic, some of them on a goroutine of their own, which ends the
// process. So none is made from a caller's context that is not sound.
//
// Done and Value are those of the context inside. By them the standard library knows its own
// contexts, and attaches a child to them without a goroutine.
type sound struct{ context.Context }

// soundly returns ctx as a sound context. It panics in the name of who looks at ctx if ctx is
// nil (clause 17).
func soundly(who string, ctx context.Context) sound {
	if ctx == nil {
		panic(who + ": the context is nil")
	}
	return sound{ctx}
}

func (s sound) Err() error {
	select {
	case <-s.Done():
		if err := s.Context.Err(); err != nil {
			return err
		}
		return context.Canceled
	default:
		return s.Context.Err()
	}
}
