package mutants

import (
	"context"

	"github.com/boundedq/queue"
)

// Batches is the monitor with the optional methods for batches.
type Batches[T any] struct {
	*Queue[T]
	kept [][]T // of BatchKept
}

// SendMany sends vs in order and returns how many were accepted.
func (b *Batches[T]) SendMany(ctx context.Context, vs []T) (n int, err error) {
	b.mustBeMade()
	if b.capacity > 0 {
		switch b.fault {
		case BatchErrUnderLock:
			return b.sendUnderLock(ctx, vs)
		case BatchAllOrNothing:
			if err := b.awaitRoom(ctx, len(vs)); err != nil {
				return 0, err
			}
		case BatchHidden:
			return b.sendHidden(ctx, vs)
		case BatchWakesOne:
			n = b.sendSilently(vs)
		case BatchKept:
			b.keep(vs)
		}
	}
	for ; n < len(vs); n++ {
		if err := b.Send(ctx, vs[n]); err != nil {
			return b.cutShort(n, err)
		}
	}
	return n, nil
}

// cutShort is what a batch returns that ends with an error after n values.
func (b *Batches[T]) cutShort(n int, err error) (int, error) {
	switch b.fault {
	case BatchOvercounts:
		n++
	case BatchSilent:
		err = nil
	case BatchWithdraws:
		b.mu.Lock()
		defer b.mu.Unlock()
		b.held = b.held[:len(b.held)-min(n, b.n())]
	}
	return n, err
}

func (b *Batches[T]) keep(vs []T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.kept = append(b.kept, vs)
}

// awaitRoom waits until n values fit.
func (b *Batches[T]) awaitRoom(ctx context.Context, n int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.n()+n > b.limit && !b.closed {
		if err := b.pauseToSend(ctx); err != nil {
			return err
		}
	}
	return nil
}

// pauseToSend waits, under the lock, until there is room or ctx is done.
func (b *Batches[T]) pauseToSend(ctx context.Context) error {
	var zero T
	if ctx.Err() != nil {
		return ctx.Err()
	}
	w, chosen := b.pause(ctx, zero, &b.senders)
	if !chosen {
		b.leave(ctx, w, &zero, &b.senders)
		return ctx.Err()
	}
	b.free(w)
	return nil
}

// sendUnderLock sends and waits under the lock, context and all.
func (b *Batches[T]) sendUnderLock(ctx context.Context, vs []T) (n int, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for n < len(vs) {
		switch err := b.trySend(vs[n]); {
		case err == nil:
			n++
			continue
		case err != queue.ErrFull:
			return n, err
		}
		if err := b.pauseToSend(ctx); err != nil {
			return n, err
		}
	}
	return n, nil
}

// sendHidden takes up the room for each value and fills it in the end.
func (b *Batches[T]) sendHidden(ctx context.Context, vs []T) (n int, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer func() {
		b.limit += n
		for _, v := range vs[:n] {
			b.admit(v)
		}
	}()
	for n < len(vs) {
		switch {
		case b.closed:
			return n, queue.ErrClosed
		case b.n() < b.limit:
			b.limit--
			n++
			continue
		}
		if err := b.pauseToSend(ctx); err != nil {
			return n, err
		}
	}
	return n, nil
}

// sendSilently sends what there is room for and wakes one receiver.
func (b *Batches[T]) sendSilently(vs []T) (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for n < len(vs) && b.n() < b.limit && !b.closed {
		b.held = append(b.held, vs[n])
		n++
	}
	b.choose(&b.receivers)
	return n
}

// RecvMany waits until there is a value and takes what is there.
func (b *Batches[T]) RecvMany(ctx context.Context, buf []T) (n int, err error) {
	b.mustBeMade()
	if len(buf) == 0 {
		if b.fault == EmptyBufferWaits {
			_, err = b.Recv(ctx)
		}
		return 0, err
	}
	if buf[0], err = b.Recv(ctx); err != nil {
		return 0, err
	}
	for n = 1; n < len(buf) && err == nil; {
		if buf[n], err = b.next(ctx); err == nil {
			n++
		}
	}
	switch {
	case b.fault == ErrorWithValues && err == queue.ErrClosed:
		return n, err
	case b.fault == DropsOverflow:
		for err == nil {
			_, err = b.TryRecv()
		}
	}
	return n, nil
}

// next receives one more value of a batch.
func (b *Batches[T]) next(ctx context.Context) (T, error) {
	if b.fault == FillsBuffer {
		return b.Recv(ctx)
	}
	return b.TryRecv()
}
