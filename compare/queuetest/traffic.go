package queuetest

import (
	"context"
	"math/rand/v2"
	"runtime"
	"sync/atomic"

	"github.com/boundedq/queue"
)

// Traffic is what goes on in a queue when many goroutines use it at once: each
// producer sends values that nobody else sends, each consumer receives until the
// queue is closed and empty, and the last producer to end closes it. All that a
// consumer and a producer have in common is the queue.
//
// Where a queue cannot be closed, the last producer sends each consumer a pill.
//
// With keepOpen nobody closes, and each consumer receives its share and ends: no
// close comes to the help of who missed a wake-up.
type traffic struct {
	q                    queue.BoundedQueue[int]
	view                 func() queue.BoundedQueue[int] // what each goroutine uses of q; nil for q
	producers, consumers int
	each                 int // values of one producer
	keepOpen             bool

	send func(a *actor, v int) error       // nil for Send that waits as long as it takes
	recv func(a *actor) (int, error)       // nil for Recv that does
	with []func(q queue.BoundedQueue[int]) // more goroutines that join in
}

// An actor is one producer or consumer.
type actor struct {
	q   queue.BoundedQueue[int]
	rng *rand.Rand
}

// id numbers the values: they tell who sent them and when. They stay small
// enough for an int of 32 bits.
func id(producer, seq int) int { return (producer+1)<<idBits | seq }

const idBits = 20

// pill is the last value that a consumer receives from a queue that cannot be
// closed, or, for other consumers, a smaller number. It is nobody's id.
const pill = 0

// A ledger is what a traffic came to, seen from its ends.
type ledger struct {
	accepted [][]int // of each producer, in the order sent
	refused  [][]int
	received [][]int // of each consumer, in the order received
}

// run lets the traffic flow and returns when it has come to an end.
func (t *trial) run(tr traffic) *ledger {
	tr.producers, tr.consumers = t.senders(tr.producers), t.receivers(tr.consumers)
	pills := t.cfg.lacks.noClose && !tr.keepOpen
	if pills && t.cfg.anonymous {
		t.Skipf("%s, and values without ID cannot tell that they are the last", closing(t.cfg))
	}
	if tr.view == nil {
		tr.view = func() queue.BoundedQueue[int] { return tr.q }
	}
	if tr.send == nil {
		tr.send = sendWaits
	}
	if tr.recv == nil {
		tr.recv = recvWaits
	}
	l := &ledger{
		accepted: make([][]int, tr.producers),
		refused:  make([][]int, tr.producers),
		received: make([][]int, tr.consumers),
	}
	var sending atomic.Int32
	sending.Store(int32(tr.producers))
	for c := range tr.consumers {
		a := &actor{tr.view(), t.Rand(-1 - c)}
		t.Go(func() { l.received[c] = t.consume(tr, a, tr.share(c)) })
	}
	for p := range tr.producers {
		a := &actor{tr.view(), t.Rand(p)}
		t.Go(func() {
			l.accepted[p], l.refused[p] = t.produce(tr, a, p)
			switch last := sending.Add(-1) == 0; {
			case last && pills:
				for c := range tr.consumers {
					t.send(background, a.q, pill-c, nil)
				}
			case last && !tr.keepOpen:
				a.q.Close()
			}
		})
	}
	for _, f := range tr.with {
		q := tr.view()
		t.Go(func() { f(q) })
	}
	t.Join()
	return l
}

func (t *trial) produce(tr traffic, a *actor, p int) (accepted, refused []int) {
	for seq := range tr.each {
		v := id(p, seq)
		switch err := tr.send(a, v); err {
		case nil:
			accepted = append(accepted, v)
		case queue.ErrFull, queue.ErrClosed, context.Canceled, context.DeadlineExceeded:
			refused = append(refused, v)
		default:
			t.Fatalf("send of %#x returned %v, which is no error of a queue", v, err)
		}
	}
	return accepted, refused
}

// share is how many values the consumer with number c receives at most.
func (tr *traffic) share(c int) int {
	all := tr.producers * tr.each
	if !tr.keepOpen {
		return all + 1 // one too many would be noticed
	}
	share := all / tr.consumers
	if c < all%tr.consumers {
		share++
	}
	return share
}

func (t *trial) consume(tr traffic, a *actor, share int) (received []int) {
	for len(received) < share {
		v, err := tr.recv(a)
		switch err {
		case nil:
			if v <= pill && t.cfg.lacks.noClose {
				return received
			}
			received = append(received, v)
			continue
		case queue.ErrClosed:
			if v == 0 {
				return received
			}
		case queue.ErrEmpty:
			runtime.Gosched()
		case context.Canceled, context.DeadlineExceeded:
		default:
			t.Fatalf("receive returned %v, which is no error of a queue", err)
		}
		if v != 0 {
			t.Fatalf("receive returned %#x with %v, want the zero value", v, err)
		}
	}
	return received
}

func sendWaits(a *actor, v int) error { return a.q.Send(background, v) }

func recvWaits(a *actor) (int, error) { return a.q.Recv(background) }

// sendAnyhow tries first, sometimes, and then waits: every value is accepted
// unless the queue is closed.
func sendAnyhow(a *actor, v int) error {
	if a.rng.IntN(2) == 0 {
		if err := a.q.TrySend(v); err != queue.ErrFull {
			return err
		}
	}
	if a.rng.IntN(4) == 0 {
		runtime.Gosched()
	}
	return a.q.Send(background, v)
}

// recvAnyhow is the same for receives.
func recvAnyhow(a *actor) (int, error) {
	if a.rng.IntN(2) == 0 {
		if v, err := a.q.TryRecv(); err != queue.ErrEmpty {
			return v, err
		}
	}
	if a.rng.IntN(4) == 0 {
		runtime.Gosched()
	}
	return a.q.Recv(background)
}

// sendImpatiently starts to wait under a context that somebody else ends at
// about the same time, and then in earnest. It gives the queue waiters to lose.
func sendImpatiently(a *actor, v int) error {
	if err := sendAndCancel(a.q, v); err != context.Canceled {
		return err
	}
	return sendAnyhow(a, v)
}

// recvImpatiently is the same for receives.
func recvImpatiently(a *actor) (int, error) {
	if v, err := recvAndCancel(a.q); err != context.Canceled {
		return v, err
	}
	return recvAnyhow(a)
}

// sendAndCancel sends under a context that another goroutine ends at about the
// same time.
func sendAndCancel(q queue.BoundedQueue[int], v int) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go cancel()
	return q.Send(ctx, v)
}

// recvAndCancel is the same for receives.
func recvAndCancel(q queue.BoundedQueue[int]) (int, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go cancel()
	return q.Recv(ctx)
}

// fate is what the ledger says of one value.
type fate struct {
	accepted, refused bool
	received          int
}

// conserved expects that what was received is what was accepted, each value
// once, and nothing else.
func (t *trial) conserved(l *ledger) {
	if t.cfg.anonymous {
		if sent, got := total(l.accepted), total(l.received); sent != got {
			t.Errorf("%d values were accepted and %d received", sent, got)
		}
		return
	}
	fates := make(map[int]fate)
	for _, vs := range l.accepted {
		for _, v := range vs {
			fates[v] = fate{accepted: true}
		}
	}
	for _, vs := range l.refused {
		for _, v := range vs {
			fates[v] = fate{refused: true}
		}
	}
	for _, vs := range l.received {
		for _, v := range vs {
			f := fates[v]
			f.received++
			fates[v] = f
		}
	}
	for _, vs := range append(append(l.accepted, l.refused...), l.received...) {
		for _, v := range vs {
			t.fated(v, fates[v])
			delete(fates, v) // told once
		}
	}
}

func total(vs [][]int) (n int) {
	for _, v := range vs {
		n += len(v)
	}
	return n
}

func (t *trial) fated(v int, f fate) {
	switch {
	case f.accepted && f.received == 0:
		t.Errorf("%#x was accepted and never received", v)
	case f.accepted && f.received > 1:
		t.Errorf("%#x was received %d times", v, f.received)
	case f.refused && f.received > 0:
		t.Errorf("%#x was refused and still received", v)
	case !f.accepted && !f.refused && f.received > 0:
		t.Errorf("%#x was received, and nobody sent it", v)
	}
}

// ordered expects that each consumer saw the values of each producer in the
// order in which they were sent.
func (t *trial) ordered(l *ledger) {
	if t.cfg.anonymous {
		return
	}
	for c, vs := range l.received {
		last := make(map[int]int)
		for _, v := range vs {
			p := v >> idBits
			if before, ok := last[p]; ok && before >= v {
				t.Errorf("consumer %d received %#x after %#x, which was sent later", c, v, before)
			}
			last[p] = v
		}
	}
}
