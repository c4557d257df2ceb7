package queuetest

import (
	"context"
	"fmt"
	"math/bits"
	"reflect"
	"strconv"
	"testing"

	"github.com/boundedq/queue"
)

// Values says how the values of a queue of T carry the numbers that the cases
// send. [Pointers], [Empty], [Large], [Interfaces] and [Strings] are ready-made.
type Values[T any] struct {
	// Make returns a value for id, which may be any int. The zero value of T is
	// a good one for 0: it is as valid as any other.
	Make func(id int) T

	// ID returns the id that v was made for, and an error if v is no value that
	// Make returned, because it was torn on its way. Without ID all values are
	// alike, and the cases only count them.
	ID func(v T) (id int, err error)
}

// RunOf is [Run] for queues of another element type than int: all cases go over
// an adapter that makes a value for each number they send, and reads the number
// from each value they receive. A few cases need values of a certain type, those
// about garbage those of [Pointers], and are skipped with others.
//
//	func TestPointers(t *testing.T) {
//		queuetest.RunOf(t, func(n int) queue.BoundedQueue[*queuetest.Box] {
//			return myq.New[*queuetest.Box](n)
//		}, queuetest.Pointers())
//	}
func RunOf[T any](t *testing.T, newQueue func(capacity int) queue.BoundedQueue[T], values Values[T], opts ...Option) {
	t.Helper()
	runConfig(t, configOf(newQueue, values, opts))
}

// CheckOf is to [Check] what [RunOf] is to [Run].
func CheckOf[T any](newQueue func(capacity int) queue.BoundedQueue[T], values Values[T], opts ...Option) error {
	return checkConfig(configOf(newQueue, values, opts))
}

func configOf[T any](newQueue func(int) queue.BoundedQueue[T], values Values[T], opts []Option) *config {
	cfg := newConfig(opts)
	cfg.anonymous = values.ID == nil
	cfg.pointers, _ = any(newQueue).(func(int) queue.BoundedQueue[*Box])
	cfg.newQueue = func(t *trial, capacity int) queue.BoundedQueue[int] {
		return adapt(t, newQueue(capacity), values)
	}
	return cfg
}

// ints are for queues of int that are adapted all the same.
var ints = Values[int]{
	Make: func(id int) int { return id },
	ID:   func(v int) (int, error) { return v, nil },
}

// A Box is the value of [Pointers]. It has a pointer in it, so that the
// allocator gives each one memory of its own and it can be seen being collected.
type Box struct {
	ID   int
	Next *Box
}

// Pointers is for queues of *[Box]. One in the place of 0 is nil.
func Pointers() Values[*Box] {
	return Values[*Box]{
		Make: func(id int) *Box {
			if id == 0 {
				return nil
			}
			return &Box{ID: id, Next: new(Box)}
		},
		ID: func(b *Box) (int, error) {
			if b == nil {
				return 0, nil
			}
			return b.ID, nil
		},
	}
}

// Empty is for queues of a type without size.
func Empty() Values[struct{}] {
	return Values[struct{}]{Make: func(int) struct{} { return struct{}{} }}
}

// A Block is the value of [Large]: 256 bytes, which no machine copies in one
// step.
type Block [64]uint32

// Large is for queues of [Block]. Each word follows from the number, so that a
// word of another value is noticed.
func Large() Values[Block] {
	return Values[Block]{Make: makeBlock, ID: blockID}
}

func makeBlock(id int) (b Block) {
	for i := range b {
		b[i] = blockWord(uint64(id), i)
	}
	return b
}

func blockID(b Block) (int, error) {
	const golden = 0x9e3779b9
	id := uint64(b[0]) | uint64(b[1]-golden)<<32
	for i, word := range b {
		if want := blockWord(id, i); word != want {
			return 0, fmt.Errorf("the value is torn: word 0 belongs to %#x, and word %d is %#x instead of %#x", int(id), i, word, want)
		}
	}
	return int(id), nil
}

// blockWord is one half of the id, the low one first, plus something to tell the
// words from each other and from zero.
func blockWord(id uint64, i int) uint32 {
	const golden = 0x9e3779b9
	return uint32(id>>(32*(i%2))) + uint32(i)*golden
}

// Interfaces is for queues of any. Neighbours have different dynamic types, and
// the one in the place of 0 is nil.
func Interfaces() Values[any] {
	boxes, strings := Pointers(), Strings()
	return Values[any]{
		Make: func(id int) any {
			switch {
			case id == 0:
				return nil
			case id%4 == 1:
				return boxes.Make(id)
			case id%4 == 2:
				return strings.Make(id)
			case id%4 == 3:
				return makeBlock(id)
			}
			return id
		},
		ID: func(v any) (int, error) {
			switch v := v.(type) {
			case nil:
				return 0, nil
			case *Box:
				return boxes.ID(v)
			case string:
				return strings.ID(v)
			case Block:
				return blockID(v)
			case int:
				return v, nil
			}
			return 0, fmt.Errorf("a %T was received, and none was sent", v)
		},
	}
}

// Strings is for queues of strings. The one in the place of 0 is empty.
func Strings() Values[string] {
	return Values[string]{
		Make: func(id int) string {
			if id == 0 {
				return ""
			}
			return strconv.Itoa(id)
		},
		ID: func(s string) (int, error) {
			if s == "" {
				return 0, nil
			}
			return strconv.Atoi(s)
		},
	}
}

// An adapted queue is a queue of T that the cases take for one of int.
type adapted[T any] struct {
	q      queue.BoundedQueue[T]
	t      *trial
	values Values[T]
	big    T // for bigID
}

// adapt returns an adapter with the optional methods of q.
func adapt[T any](t *trial, q queue.BoundedQueue[T], values Values[T]) queue.BoundedQueue[int] {
	a := &adapted[T]{q: q, t: t, values: values, big: values.Make(bigID)}
	s, sends := q.(queue.BatchSender[T])
	r, receives := q.(queue.BatchReceiver[T])
	switch {
	case sends && receives:
		return struct {
			*adapted[T]
			sendsMany[T]
			receivesMany[T]
		}{a, sendsMany[T]{a, s}, receivesMany[T]{a, r}}
	case sends:
		return struct {
			*adapted[T]
			sendsMany[T]
		}{a, sendsMany[T]{a, s}}
	case receives:
		return struct {
			*adapted[T]
			receivesMany[T]
		}{a, receivesMany[T]{a, r}}
	}
	return a
}

// value returns what is sent for id. Who counts allocations sends nothing but
// bigID, so that none is the adapter's.
func (a *adapted[T]) value(id int) T {
	if id == bigID {
		return a.big
	}
	return a.values.Make(id)
}

// id returns what v was made for. With an error it has to be the zero value,
// which is 0 then; if it is not, the answer is one that no case expects.
func (a *adapted[T]) id(v T, err error) int {
	switch {
	case err != nil:
		if !a.t.lean && !isZero(v) {
			return notZero
		}
		return 0
	case a.values.ID == nil:
		return 0
	}
	id, err := a.values.ID(v)
	if err != nil {
		a.t.Fatalf("%v", err)
	}
	return id
}

const notZero = -1 << (bits.UintSize - 3)

// isZero makes v escape.
//
//go:noinline
func isZero[T any](v T) bool { return reflect.ValueOf(&v).Elem().IsZero() }

func (a *adapted[T]) Send(ctx context.Context, id int) error {
	return a.t.heel(a.q.Send(a.t.leashed(ctx), a.value(id)))
}

func (a *adapted[T]) TrySend(id int) error { return a.t.heel(a.q.TrySend(a.value(id))) }

func (a *adapted[T]) Recv(ctx context.Context) (int, error) {
	v, err := a.q.Recv(a.t.leashed(ctx))
	return a.id(v, err), a.t.heel(err)
}

func (a *adapted[T]) TryRecv() (int, error) {
	v, err := a.q.TryRecv()
	return a.id(v, err), a.t.heel(err)
}

func (a *adapted[T]) Len() int { return a.q.Len() }

func (a *adapted[T]) Cap() int { return a.q.Cap() }

func (a *adapted[T]) Close() { a.q.Close() }

type sendsMany[T any] struct {
	a *adapted[T]
	s queue.BatchSender[T]
}

func (s sendsMany[T]) SendMany(ctx context.Context, ids []int) (int, error) {
	vs := make([]T, len(ids))
	for i, id := range ids {
		vs[i] = s.a.value(id)
	}
	n, err := s.s.SendMany(s.a.t.leashed(ctx), vs)
	return n, s.a.t.heel(err)
}

type receivesMany[T any] struct {
	a *adapted[T]
	r queue.BatchReceiver[T]
}

func (r receivesMany[T]) RecvMany(ctx context.Context, ids []int) (int, error) {
	vs := make([]T, len(ids))
	n, err := r.r.RecvMany(r.a.t.leashed(ctx), vs)
	for i := range min(n, len(ids)) {
		ids[i] = r.a.id(vs[i], nil)
	}
	return n, r.a.t.heel(err)
}

// inner returns the queue that an adapter adapts, and any other as it is. So the
// adapters need not have every optional method that there is.
func inner(q any) any {
	for {
		a, ok := q.(interface{ inner() any })
		if !ok {
			return q
		}
		q = a.inner()
	}
}

func (a *adapted[T]) inner() any { return a.q }
