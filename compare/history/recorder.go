package history

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue"
)

// A Recorder collects what the clients of one queue saw.
//
// Recording orders nothing: no lock and no word is shared by two clients, so the
// race detector sees the edges that the queue makes and no others.
type Recorder struct {
	base time.Time

	mu      sync.Mutex // guards clients, and is never taken while an operation is recorded
	clients []*Client
}

// NewRecorder returns a recorder whose clock starts now. In a bubble of
// [testing/synctest], call it inside the bubble: times of two clocks cannot be
// compared. Fake time stands still while goroutines run, so most operations of a
// bubble count as concurrent there; what Check then finds is still true, but it
// finds less.
func NewRecorder() *Recorder { return &Recorder{base: time.Now()} }

// Client returns a new client for use by one goroutine. Calls to it order the
// goroutines that make them, so make the clients before starting those.
func (r *Recorder) Client() *Client {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := new(chunk)
	c := &Client{base: r.base, first: first, last: first, id: len(r.clients)}
	r.clients = append(r.clients, c)
	return c
}

// History returns what has been recorded. It may be called at any time: an
// operation that has not returned by then is Pending. But it orders all that the
// clients did so far before what its caller does next, and it is not a snapshot of
// one moment: a receive may be in it whose send is missing, if clients still
// begin operations. Call it when each client is done or hangs.
func (r *Recorder) History() History {
	r.mu.Lock()
	defer r.mu.Unlock()
	var h History
	for _, c := range r.clients {
		h = c.appendTo(h)
	}
	return h
}

// A Client calls a queue and records each call with its result and times. Only one
// goroutine may use it.
type Client struct {
	_    [128]byte // the clients of two goroutines share no cache line
	base time.Time
	id   int

	first, last *chunk
	next        int // free entry of last

	// steps counts the beginnings and the ends of operations, so it is odd while
	// one runs. Entry i is written, all but its result, before steps becomes
	// 2i+1, and its result before steps becomes 2i+2; History reads no more than
	// that. Only History ever loads what a client stores here, which is why it
	// makes no edge between two clients.
	//
	// It has a second use. The store of an odd number stands between the reading
	// of the clock and the operation, and no processor moves a load of the
	// operation before it. Without it a refused try, which may be made of loads
	// alone, could be carried out a little before its own Call.
	steps atomic.Uint64
	_     [128]byte
}

// A chunk is a part of a client's buffer. Entries stay where they are, since
// History may read the old ones while the client adds new ones.
type chunk struct {
	entries [256]entry
	next    *chunk
}

type entry struct {
	kind Kind
	sent int
	call time.Duration

	// The result.
	outcome  Outcome
	received int
	end      time.Duration
}

// begin records the call of an operation.
func (c *Client) begin(kind Kind, sent int) *entry {
	if c.next == len(c.last.entries) {
		c.last.next = new(chunk)
		c.last, c.next = c.last.next, 0
	}
	e := &c.last.entries[c.next]
	c.next++
	e.kind, e.sent = kind, sent
	e.call = time.Since(c.base)
	c.steps.Add(1)
	return e
}

// finish records the result of the operation that began last.
func (c *Client) finish(e *entry, received int, err error) {
	e.end = time.Since(c.base)
	e.received, e.outcome = received, outcomeOf(err)
	c.steps.Add(1)
}

func outcomeOf(err error) Outcome {
	switch err {
	case nil:
		return OK
	case queue.ErrFull:
		return Full
	case queue.ErrEmpty:
		return Empty
	case queue.ErrClosed:
		return Closed
	}
	return Cancelled
}

// appendTo appends what the client has recorded.
func (c *Client) appendTo(h History) History {
	steps := c.steps.Load()
	in := c.first
	for i := uint64(0); 2*i < steps; i++ {
		at := i % uint64(len(in.entries))
		if at == 0 && i > 0 {
			in = in.next
		}
		h = append(h, in.entries[at].op(c.id, steps >= 2*i+2))
	}
	return h
}

// op returns the entry as an operation. It does not look at the result of one that
// has not ended.
func (e *entry) op(client int, ended bool) Op {
	o := Op{Client: client, Kind: e.kind, Value: e.sent, Call: e.call, Outcome: Pending, Return: Never}
	if ended {
		o.Outcome, o.Return = e.outcome, e.end
		if e.kind.receives() {
			o.Value = e.received
		}
	}
	return o
}

// Send calls q.Send and records it.
func (c *Client) Send(ctx context.Context, q queue.Sender[int], v int) error {
	e := c.begin(Send, v)
	err := q.Send(ctx, v)
	c.finish(e, 0, err)
	return err
}

// TrySend calls q.TrySend and records it.
func (c *Client) TrySend(q queue.Sender[int], v int) error {
	e := c.begin(TrySend, v)
	err := q.TrySend(v)
	c.finish(e, 0, err)
	return err
}

// Recv calls q.Recv and records it.
func (c *Client) Recv(ctx context.Context, q queue.Receiver[int]) (int, error) {
	e := c.begin(Recv, 0)
	v, err := q.Recv(ctx)
	c.finish(e, v, err)
	return v, err
}

// TryRecv calls q.TryRecv and records it.
func (c *Client) TryRecv(q queue.Receiver[int]) (int, error) {
	e := c.begin(TryRecv, 0)
	v, err := q.TryRecv()
	c.finish(e, v, err)
	return v, err
}

// Close calls q.Close and records it.
func (c *Client) Close(q queue.BoundedQueue[int]) {
	e := c.begin(Close, 0)
	q.Close()
	c.finish(e, 0, nil)
}
