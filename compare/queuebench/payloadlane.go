package queuebench

import (
	"context"

	"github.com/boundedq/queue"
)

// payloadLane calls a queue of another type than uint64 through the interface. For
// each value there is a call of a function besides, of the payload's, and payloadChan
// has the same.
type payloadLane[T any] struct {
	q queue.BoundedQueue[T]
	*payload[T]
}

// newRoom returns room for one value, which shares no cache line with another
// goroutine's. It is on the heap, since the payload's functions take its address.
func newRoom[T any]() *T {
	room := new(struct {
		_ [padBytes]byte
		x T
		_ [padBytes]byte
	})
	return &room.x
}

func (l payloadLane[T]) Produce(s Source) error {
	ctx := context.Background()
	x := newRoom[T]()
	for v, end := s.Span(); v < end; v++ {
		l.write(x, v)
		if err := l.q.Send(ctx, *x); err != nil {
			return err
		}
	}
	return nil
}

func (l payloadLane[T]) Consume(t *Tally) error {
	ctx := context.Background()
	x := newRoom[T]()
	for {
		var err error
		*x, err = l.q.Recv(ctx)
		if err == queue.ErrClosed {
			return nil
		}
		if err != nil {
			// Producers must not wait for a consumer that is gone.
			l.Close()
			return err
		}
		t.Add(l.read(x))
	}
}

func (l payloadLane[T]) Send(v uint64) error {
	var x T
	l.write(&x, v)
	return l.q.Send(context.Background(), x)
}

func (l payloadLane[T]) Recv() (uint64, error) {
	x, err := l.q.Recv(context.Background())
	if err != nil {
		return 0, err
	}
	return l.read(&x), nil
}

func (l payloadLane[T]) Close() { l.q.Close() }

// payloadChan is the bare channel of another type than uint64.
type payloadChan[T any] struct {
	ch chan T
	*payload[T]
}

func (l payloadChan[T]) Produce(s Source) error {
	x := newRoom[T]()
	for v, end := s.Span(); v < end; v++ {
		l.write(x, v)
		l.ch <- *x
	}
	return nil
}

func (l payloadChan[T]) Consume(t *Tally) error {
	x := newRoom[T]()
	for {
		var ok bool
		*x, ok = <-l.ch
		if !ok {
			return nil
		}
		t.Add(l.read(x))
	}
}

func (l payloadChan[T]) Send(v uint64) error {
	var x T
	l.write(&x, v)
	l.ch <- x
	return nil
}

func (l payloadChan[T]) Recv() (uint64, error) {
	x, ok := <-l.ch
	if !ok {
		return 0, queue.ErrClosed
	}
	return l.read(&x), nil
}

func (l payloadChan[T]) Close() { close(l.ch) }
