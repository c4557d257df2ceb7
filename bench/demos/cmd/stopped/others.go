package main

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/boundedq/queue"
)

// A producer sends one value each time one is due. If it is held up it makes up for it
// afterwards, and what was due meanwhile counts as late from when it was due: a producer
// that merely pauses would hide what its pauses cost.
type producer struct {
	q     lane
	clock clock
	wait  bool
	id    uint32
	first int64 // when the first is due
	every int64
	count int

	ledger   ledger
	accepted []time.Duration
	err      error
}

func newProducer(q lane, c clock, cfg config, id uint32, first int64) producer {
	n := cfg.each()
	return producer{q: q, clock: c, wait: cfg.wait, id: id, first: first, every: int64(cfg.every),
		count: n, accepted: make([]time.Duration, 0, n)}
}

func (p *producer) run() {
	for i := range p.count {
		due := p.first + int64(i)*p.every
		for p.clock.now() < due {
			yield()
		}
		n := uint32(i + 1)
		if p.err = p.send(value{due, p.id, n}); p.err != nil {
			return
		}
		p.accepted = append(p.accepted, time.Duration(p.clock.now()-due))
		p.ledger.add(n)
	}
}

func (p *producer) send(v value) error {
	if p.wait {
		return p.q.Send(context.Background(), v)
	}
	for {
		if err := p.q.TrySend(v); err != queue.ErrFull {
			return err
		}
		yield()
	}
}

// turn is how many values a consumer takes before it lets others run.
const turn = 32

// A consumer receives until the queue is closed and empty.
type consumer struct {
	q     lane
	clock clock
	wait  bool

	ofVictim *atomic.Int64
	ledgers  []ledger // by producer
	arrivals []arrival
	err      error
}

// An arrival is that of another's value; the victim's own are not measured.
type arrival struct{ due, at int64 }

func newConsumer(q lane, c clock, cfg config, ofVictim *atomic.Int64) consumer {
	// Twice its share: to grow meanwhile would take time.
	n := 2 * cfg.producers * cfg.each() / cfg.consumers
	return consumer{q: q, clock: c, wait: cfg.wait, ofVictim: ofVictim, ledgers: make([]ledger, 1+cfg.producers), arrivals: make([]arrival, 0, n)}
}

func (c *consumer) run() {
	for taken := 1; ; taken++ {
		v, err := c.receive()
		if err == queue.ErrClosed {
			return
		}
		if err != nil {
			c.err = err
			return
		}
		c.ledgers[v.from].add(v.n)
		if v.from == 0 {
			c.ofVictim.Add(1)
		} else {
			c.arrivals = append(c.arrivals, arrival{v.due, c.clock.now()})
		}
		if taken%turn == 0 {
			yield()
		}
	}
}

func (c *consumer) receive() (value, error) {
	if c.wait {
		return c.q.Recv(context.Background())
	}
	for {
		v, err := c.q.TryRecv()
		if err != queue.ErrEmpty {
			return v, err
		}
		yield()
	}
}
