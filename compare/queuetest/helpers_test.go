package queuetest_test

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/boundedq/queue"
)

// A relay has a goroutine that moves values from one channel to another and holds
// those that are on the way, as that of github.com/eapache/channels does. It
// lives until the relay is closed and drained.
type relay[T any] struct {
	in, out chan T
	length  chan int
	closed  chan struct{}
	once    sync.Once
	size    int
	faults  relayFaults
}

type relayFaults struct {
	diesAfter, losesAfter int             // values; 0 for never
	leaves                bool            // a goroutine behind each wait that was cancelled
	end                   <-chan struct{} // of the test, and of whoever is left
}

func newRelay[T any](faults relayFaults) func(int) queue.BoundedQueue[T] {
	return func(capacity int) queue.BoundedQueue[T] {
		if capacity < 1 || capacity > 1<<30 {
			panic(fmt.Sprintf("a relay cannot have the capacity %d", capacity))
		}
		q := &relay[T]{
			in: make(chan T), out: make(chan T), length: make(chan int),
			closed: make(chan struct{}), size: capacity, faults: faults,
		}
		go q.move()
		return q
	}
}

// move is the goroutine. A select that finds several channels ready chooses at
// random, so whether the relay is closed is asked first.
func (q *relay[T]) move() {
	held := make([]T, q.size)
	first, n, moved := 0, 0, 0
	var none T
	for {
		in, out, closed := q.in, q.out, q.closed
		if q.isClosed() {
			if n == 0 {
				break
			}
			closed = nil
		}
		if n == q.size || closed == nil {
			in = nil
		}
		if n == 0 {
			out = nil
		}
		select {
		case v := <-in:
			moved++
			if moved == q.faults.diesAfter {
				return
			}
			if moved != q.faults.losesAfter {
				held[(first+n)%q.size] = v
				n++
			}
		case out <- held[first]:
			held[first] = none
			first = (first + 1) % q.size
			n--
		case q.length <- n:
		case <-closed:
		case <-q.faults.end:
			return
		}
	}
	close(q.out)
	close(q.length)
}

func (q *relay[T]) isClosed() bool {
	select {
	case <-q.closed:
		return true
	default:
		return false
	}
}

func (q *relay[T]) TrySend(v T) error {
	if q.isClosed() {
		return queue.ErrClosed
	}
	select {
	case q.in <- v:
		return nil
	default:
		return queue.ErrFull
	}
}

func (q *relay[T]) Send(ctx context.Context, v T) error {
	if err := q.TrySend(v); err != queue.ErrFull {
		return err
	}
	if err := errOf(ctx); err != nil {
		return err
	}
	select {
	case q.in <- v:
		return nil
	case <-q.closed:
		return queue.ErrClosed
	case <-ctx.Done():
		q.cancelled()
		return errOf(ctx)
	}
}

func (q *relay[T]) TryRecv() (T, error) {
	select {
	case v, ok := <-q.out:
		return v, answer(ok)
	default:
		var none T
		return none, queue.ErrEmpty
	}
}

func (q *relay[T]) Recv(ctx context.Context) (v T, err error) {
	if v, err = q.TryRecv(); err != queue.ErrEmpty {
		return v, err
	}
	if err := errOf(ctx); err != nil {
		return v, err
	}
	select {
	case v, ok := <-q.out:
		return v, answer(ok)
	case <-q.faults.end:
		return v, queue.ErrClosed
	case <-ctx.Done():
		q.cancelled()
		return v, errOf(ctx)
	}
}

func (q *relay[T]) cancelled() {
	if q.faults.leaves {
		go func() { <-q.faults.end }()
	}
}

func answer(ok bool) error {
	if !ok {
		return queue.ErrClosed
	}
	return nil
}

func (q *relay[T]) Len() int { return <-q.length }
func (q *relay[T]) Cap() int { return q.size }
func (q *relay[T]) Close()   { q.once.Do(func() { close(q.closed) }) }

// An office has one goroutine that does all the work of all its queues, from the
// first that is made for as long as the process lives.
type office struct {
	opens sync.Once
	tasks chan func()
	shut  chan struct{} // a test may end it, and whoever is left there

	diesAfter int  // tasks; 0 for never
	forgets   bool // receivers, when it has a value for them
	leaves    bool // a goroutine behind each wait that was cancelled
}

// opened has a place for tasks, but nobody to do them.
func (o *office) opened() *office {
	o.tasks = make(chan func())
	o.shut = make(chan struct{})
	return o
}

func (o *office) work() {
	for done := 1; done != o.diesAfter; done++ {
		select {
		case task := <-o.tasks:
			task()
		case <-o.shut:
			return
		}
	}
}

// do has the task done and waits until it is.
func (o *office) do(task func()) {
	done := make(chan struct{})
	select {
	case o.tasks <- func() { task(); close(done) }:
		<-done
	case <-o.shut:
	}
}

// tryDo does so if the goroutine has nothing else to do.
func (o *office) tryDo(task func()) bool {
	done := make(chan struct{})
	select {
	case o.tasks <- func() { task(); close(done) }:
		<-done
		return true
	default:
		return false
	}
}

// A file is a queue of an office. Its goroutine alone looks into it.
type file struct {
	*office
	size               int
	closed             bool
	held               []int
	senders, receivers []*client
}

// A client waits. It is told how that ended.
type client struct {
	v    int
	told chan error
}

func (o *office) newQueue(capacity int) queue.BoundedQueue[int] {
	if capacity < 0 {
		panic(fmt.Sprintf("a file cannot have the capacity %d", capacity))
	}
	o.opens.Do(func() { go o.work() })
	return &file{office: o, size: capacity}
}

func (q *file) send(v int) error {
	switch {
	case q.closed:
		return queue.ErrClosed
	case len(q.receivers) > 0 && !q.forgets:
		c := q.receivers[0]
		q.receivers = q.receivers[1:]
		c.v = v
		c.told <- nil
	case len(q.held) < q.size:
		q.held = append(q.held, v)
	default:
		return queue.ErrFull
	}
	return nil
}

func (q *file) recv() (int, error) {
	switch {
	case len(q.held) > 0:
		v := q.held[0]
		q.held = q.held[1:]
		if len(q.senders) > 0 {
			q.held = append(q.held, q.served())
		}
		return v, nil
	case len(q.senders) > 0:
		return q.served(), nil
	case q.closed:
		return 0, queue.ErrClosed
	}
	return 0, queue.ErrEmpty
}

func (q *file) served() int {
	c := q.senders[0]
	q.senders = q.senders[1:]
	c.told <- nil
	return c.v
}

func (q *file) TrySend(v int) error {
	err := queue.ErrFull
	q.tryDo(func() { err = q.send(v) })
	return err
}

func (q *file) TryRecv() (v int, err error) {
	err = queue.ErrEmpty
	q.tryDo(func() { v, err = q.recv() })
	return v, err
}

func (q *file) Send(ctx context.Context, v int) (err error) {
	c := &client{v: v, told: make(chan error, 1)}
	if q.do(func() { err = q.send(v) }); err != queue.ErrFull {
		return err
	}
	done := ctx.Done()
	q.do(func() {
		if err = q.send(v); err == queue.ErrFull {
			q.senders = append(q.senders, c)
		}
	})
	if err != queue.ErrFull {
		return err
	}
	return q.wait(ctx, done, c, &q.senders)
}

func (q *file) Recv(ctx context.Context) (v int, err error) {
	c := &client{told: make(chan error, 1)}
	if q.do(func() { v, err = q.recv() }); err != queue.ErrEmpty {
		return v, err
	}
	done := ctx.Done()
	q.do(func() {
		if v, err = q.recv(); err == queue.ErrEmpty {
			q.receivers = append(q.receivers, c)
		}
	})
	if err != queue.ErrEmpty {
		return v, err
	}
	err = q.wait(ctx, done, c, &q.receivers)
	return c.v, err
}

// wait returns what c is told, or takes it back from the line that it stands in.
func (q *file) wait(ctx context.Context, done <-chan struct{}, c *client, line *[]*client) error {
	select {
	case err := <-c.told:
		return err
	case <-q.shut:
		return queue.ErrClosed
	case <-done:
	}
	ended := errOf(ctx)
	q.do(func() {
		if i := slices.Index(*line, c); i >= 0 {
			*line = slices.Delete(*line, i, i+1)
			c.told <- ended
			if q.leaves {
				go func() { <-q.shut }()
			}
		}
	})
	select {
	case err := <-c.told:
		return err
	case <-q.shut:
		return queue.ErrClosed
	}
}

func (q *file) Len() (n int) {
	q.do(func() { n = len(q.held) })
	return n
}

func (q *file) Cap() int { return q.size }

func (q *file) Close() {
	q.do(func() {
		q.closed = true
		for _, c := range append(q.senders, q.receivers...) {
			c.told <- queue.ErrClosed
		}
		q.senders, q.receivers = nil, nil
	})
}
