package queuebench

import (
	"testing"

	"github.com/boundedq/queue"
)

// Payloads makes queues of other values than the eight bytes of a uint64, for the
// payload scenarios. A scenario whose constructor is nil is left out. That of payload8
// is [Impl.New].
type Payloads struct {
	// Empty is for payload0: values of no size, of which only the number counts.
	Empty func(capacity int) queue.BoundedQueue[struct{}]

	// Words8 is for payload64: values of 64 bytes.
	Words8 func(capacity int) queue.BoundedQueue[[8]uint64]

	// Words32 is for payload256: values of 256 bytes.
	Words32 func(capacity int) queue.BoundedQueue[[32]uint64]

	// Pointer is for payloadptr: pointers to values that are there before the clock
	// starts, so that nothing is allocated but by the queue.
	Pointer func(capacity int) queue.BoundedQueue[*uint64]
}

// A payload is how a T carries a value.
type payload[T any] struct {
	queues func(Impl) func(capacity int) queue.BoundedQueue[T]
	write  func(x *T, v uint64)
	read   func(x *T) uint64
	lossy  bool // what is read is the same for several values
}

var (
	payload0 = &payload[struct{}]{
		queues: func(i Impl) func(int) queue.BoundedQueue[struct{}] { return i.Payloads.Empty },
		write:  func(*struct{}, uint64) {},
		read:   func(*struct{}) uint64 { return 0 },
		lossy:  true,
	}
	payload8 = &payload[uint64]{
		queues: func(i Impl) func(int) queue.BoundedQueue[uint64] { return i.New },
		write:  func(x *uint64, v uint64) { *x = v },
		read:   func(x *uint64) uint64 { return *x },
	}
	payload64 = &payload[[8]uint64]{
		queues: func(i Impl) func(int) queue.BoundedQueue[[8]uint64] { return i.Payloads.Words8 },
		write:  func(x *[8]uint64, v uint64) { writeWords(x[:], v) },
		read:   func(x *[8]uint64) uint64 { return readWords(x[:]) },
	}
	payload256 = &payload[[32]uint64]{
		queues: func(i Impl) func(int) queue.BoundedQueue[[32]uint64] { return i.Payloads.Words32 },
		write:  func(x *[32]uint64, v uint64) { writeWords(x[:], v) },
		read:   func(x *[32]uint64) uint64 { return readWords(x[:]) },
	}
	payloadptr = &payload[*uint64]{
		queues: func(i Impl) func(int) queue.BoundedQueue[*uint64] { return i.Payloads.Pointer },
		write:  func(x **uint64, v uint64) { *x = &pointed[v%uint64(len(pointed))] },
		read:   func(x **uint64) uint64 { return **x },
		lossy:  true,
	}
)

// writeWords writes v to one end of x and its complement to the other.
func writeWords(x []uint64, v uint64) { x[0], x[len(x)-1] = v, ^v }

// readWords returns what was written, or, if the ends are of two values, 0, which is
// none.
func readWords(x []uint64) uint64 {
	if x[0] != ^x[len(x)-1] {
		return 0
	}
	return x[0]
}

// pointed is what pointers point to. Nobody writes to it while they go round.
var pointed [4096]uint64

func init() {
	for i := range pointed {
		pointed[i] = uint64(i)
	}
}

// in reports whether there are queues of this payload.
func (p *payload[T]) in(i Impl) bool { return i.native || p.queues(i) != nil }

func (p *payload[T]) open(i Impl, capacity int) Lane {
	if i.native {
		return payloadChan[T]{make(chan T, capacity), p}
	}
	return payloadLane[T]{p.queues(i)(capacity), p}
}

// handoff is the handoff scenario with values of another type.
func (p *payload[T]) handoff(b *testing.B, c Cell) {
	l, err := opened(c, func() Lane { return p.open(c.Impl, c.Capacity) })
	carry(b, c, warmed(b, c, l, err), traffic{sendAll, Lane.Consume, p.verify})
}

// verify is the function of that name for what is left of the values. Where that is
// the same for several of them their order cannot be known, but still their number,
// and the sum and the exclusive or of what arrived.
func (p *payload[T]) verify(sources []Source, tallies []*Tally) error {
	if !p.lossy {
		return verify(sources, tallies)
	}
	var want Tally
	var x T
	for _, s := range sources {
		for v, end := s.Span(); v < end; v++ {
			p.write(&x, v)
			want.Add(p.read(&x))
		}
	}
	return total(tallies).differsFrom(&want)
}
