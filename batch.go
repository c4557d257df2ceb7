package queue

import "context"

// SendMany sends vs in order and returns how many were accepted; n < len(vs) only
// with an error, which is the one that Send gave for vs[n] (clause 16). The caller
// still owns vs[n:].
//
// Where s is a [BatchSender] its own SendMany does the work; elsewhere one Send
// follows another. The result is the same, only the cost differs. Other
// producers' values may come between those of one batch.
func SendMany[T any](ctx context.Context, s Sender[T], vs []T) (n int, err error) {
	if b, ok := s.(BatchSender[T]); ok {
		return b.SendMany(ctx, vs)
	}
	return sendSingly(ctx, s, vs)
}

// sendSingly is SendMany by one Send after another.
func sendSingly[T any](ctx context.Context, s Sender[T], vs []T) (n int, err error) {
	for i, v := range vs {
		if err := s.Send(ctx, v); err != nil {
			return i, err
		}
	}
	return len(vs), nil
}

// RecvMany waits until r has at least one value, then takes what is there, at
// most len(buf), without waiting again, and returns how many values it put into
// buf (clause 16). An error comes only with n == 0, and is the one that Recv
// gave. An empty buf returns 0, nil at once.
//
// Where r is a [BatchReceiver] its own RecvMany does the work; elsewhere one
// Recv is followed by as many TryRecv as find something.
func RecvMany[T any](ctx context.Context, r Receiver[T], buf []T) (n int, err error) {
	if b, ok := r.(BatchReceiver[T]); ok {
		return b.RecvMany(ctx, buf)
	}
	return recvSingly(ctx, r, buf)
}

// recvSingly is RecvMany by single steps.
func recvSingly[T any](ctx context.Context, r Receiver[T], buf []T) (n int, err error) {
	if len(buf) == 0 {
		return 0, nil
	}
	v, err := r.Recv(ctx)
	if err != nil {
		return 0, err // with buf as it was
	}
	buf[0] = v
	for n = 1; n < len(buf); n++ {
		v, err := r.TryRecv()
		if err != nil {
			break // the next call will find the same error, or more values
		}
		buf[n] = v
	}
	return n, nil
}
