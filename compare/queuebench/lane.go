package queuebench

// A Lane is what a scenario sees of a queue: it carries values from producers to
// consumers. [Impl.New] is enough for most queues; a Lane of its own is for a queue
// that is to be called as the type that it is, without the interface, or that has
// other methods.
//
// Produce and Consume are loops and not single steps so that each kind of lane
// pays per value for its own operation and for nothing else. Send and Recv are
// single steps for scenarios in which one more call, about 1 ns and the same for
// every kind, cannot be seen.
type Lane interface {
	// Produce sends the values of s in order.
	Produce(s Source) error
	// Consume receives into t until the lane is closed and drained. Where it
	// fails before that it closes the lane, for producers must not wait for a
	// consumer that is gone.
	Consume(t *Tally) error
	// Send puts v into the lane, waiting for room.
	Send(v uint64) error
	// Recv takes the oldest value, waiting for one. When the lane is closed and
	// drained it returns [github.com/boundedq/queue.ErrClosed].
	Recv() (uint64, error)
	// Close ends the lane. The last producer calls it, once, after its last
	// value, because that is the only moment at which a bare channel can be
	// closed. After an error it may be called again, and by others.
	Close()
}

// warm fills and drains a new lane once, so that a run does not pay for the
// first touch of the buffer's pages.
func warm(l Lane, capacity int) error {
	for range capacity {
		if err := l.Send(0); err != nil {
			return err
		}
	}
	for range capacity {
		if _, err := l.Recv(); err != nil {
			return err
		}
	}
	return nil
}

// fill sends the values 1 to n.
func fill(l Lane, n int) error {
	for v := range uint64(n) {
		if err := l.Send(v + 1); err != nil {
			return err
		}
	}
	return nil
}

// hangUp closes lanes if err is not nil, so that nobody waits for a goroutine that
// is gone, and returns err.
func hangUp(err error, lanes ...Lane) error {
	if err != nil {
		for _, l := range lanes {
			l.Close()
		}
	}
	return err
}

var (
	_ Lane = chanLane(nil)
	_ Lane = queueLane{}
	_ Lane = batchLane{}
	_ Lane = selectLane{}
	_ Lane = &nopLane{}
	_ Lane = &faaLane{}
)
