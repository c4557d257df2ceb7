package peers

import (
	"context"
	"runtime"

	"github.com/boundedq/queue"
)

// Backoff says what an adapter does where its peer cannot wait, for reports.
// Gosched is what the documentation of xsync advises and what Workiva does
// itself.
const Backoff = "try; when refused, end if ctx is done, else runtime.Gosched and try again"

// sendAgain goes on with a send that was refused once.
func sendAgain[T any](ctx context.Context, s queue.Sender[T], v T) error {
	for {
		if err := endOf(ctx); err != nil {
			return err
		}
		runtime.Gosched()
		if err := s.TrySend(v); err != queue.ErrFull {
			return err
		}
	}
}

// recvAgain goes on with a receive that found nothing once.
func recvAgain[T any](ctx context.Context, r queue.Receiver[T]) (T, error) {
	for {
		if err := endOf(ctx); err != nil {
			var zero T
			return zero, err
		}
		runtime.Gosched()
		if v, err := r.TryRecv(); err != queue.ErrEmpty {
			return v, err
		}
	}
}

// endOf returns the error of a context if it is done, whether it has one or not. What
// decides is Done: a context that ends between two looks has an error in the second.
func endOf(ctx context.Context) error {
	select {
	case <-ctx.Done():
	default:
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return context.Canceled
}
