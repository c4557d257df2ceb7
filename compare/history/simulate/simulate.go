// Package simulate makes random histories: legal ones, from a sequential model of
// a bounded queue, and ones with a fault. With them a checker of histories can be
// tested, that of [github.com/boundedq/queue/compare/history] or another.
package simulate

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/boundedq/queue/compare/history"
)

// A Config describes the histories that Legal makes.
type Config struct {
	Ops      int
	Capacity int
	Overlap  int  // how many operations run at once, about
	Coarse   int  // resolution of the clock; up to 1, no two events share a moment
	Close    bool // the queue may be closed
	Pending  bool // operations may not return
}

// Legal returns a random history of a correct queue, sorted by the moments at which
// the operations took effect. Each operation gets its moment first, and an interval
// around it after, so the history is linearizable by the way it was made.
func Legal(rng *rand.Rand, cfg Config) history.History {
	m := &model{rng: rng, cfg: cfg}
	for len(m.h) < cfg.Ops {
		m.step()
	}
	assignClients(m.h)
	return m.h
}

// spacing is the time from one effect to the next.
const spacing = 100

type model struct {
	rng    *rand.Rand
	cfg    Config
	h      history.History
	held   []int
	sent   int // values are 1, 2, …
	closed bool
	now    int
}

// step lets one more operation take effect, or two that meet.
func (m *model) step() {
	m.now += spacing
	switch n := m.rng.IntN(40); {
	case n == 0 && m.cfg.Close:
		m.closed = true
		m.add(history.Close, 0, history.OK)
	case n < 3:
		m.cancel()
	case m.cfg.Capacity == 0:
		m.meet()
	case n < 22:
		m.send()
	default:
		m.receive()
	}
}

// cancel adds an operation without effect.
func (m *model) cancel() {
	if m.rng.IntN(2) == 0 {
		m.add(history.Send, m.fresh(), history.Cancelled)
	} else {
		m.add(history.Recv, 0, history.Cancelled)
	}
}

func (m *model) send() {
	kind := either(m.rng, history.Send, history.TrySend)
	v := m.fresh()
	switch {
	case m.closed:
		m.add(kind, v, history.Closed)
	case len(m.held) < m.cfg.Capacity:
		m.held = append(m.held, v)
		m.add(kind, v, history.OK)
	default:
		m.add(history.TrySend, v, history.Full)
	}
}

func (m *model) receive() {
	kind := either(m.rng, history.Recv, history.TryRecv)
	switch {
	case len(m.held) > 0:
		m.add(kind, m.held[0], history.OK)
		m.held = m.held[1:]
	case m.closed:
		m.add(kind, 0, history.Closed)
	default:
		m.add(history.TryRecv, 0, history.Empty)
	}
}

// meet is a step of a queue without room.
func (m *model) meet() {
	send := either(m.rng, history.Send, history.TrySend)
	recv := either(m.rng, history.Recv, history.TryRecv)
	v := m.fresh()
	switch n := m.rng.IntN(6); {
	case m.closed:
		m.add(send, v, history.Closed)
		m.add(recv, 0, history.Closed)
	case n == 0:
		m.add(history.TrySend, v, history.Full)
	case n == 1:
		m.add(history.TryRecv, 0, history.Empty)
	case send == history.TrySend && recv == history.TryRecv:
		// They do not meet, since neither waits.
	default:
		m.add(send, v, history.OK)
		m.add(recv, v, history.OK)
	}
}

func (m *model) fresh() int {
	m.sent++
	return m.sent
}

func either(rng *rand.Rand, a, b history.Kind) history.Kind {
	if rng.IntN(2) == 0 {
		return a
	}
	return b
}

// add records an operation that takes effect now.
func (m *model) add(kind history.Kind, v int, outcome history.Outcome) {
	o := history.Op{Kind: kind, Value: v, Outcome: outcome}
	o.Call, o.Return = m.around()
	if m.cfg.Pending && m.rng.IntN(25) == 0 && outcome != history.Full && outcome != history.Empty {
		o.Outcome, o.Return = history.Pending, history.Never
	}
	m.h = append(m.h, o)
}

// around returns a random interval that holds the present moment.
func (m *model) around() (call, ret time.Duration) {
	reach := max(1, m.cfg.Overlap*spacing)
	coarse := max(1, m.cfg.Coarse)
	from := max(0, m.now-m.rng.IntN(reach))
	to := m.now + m.rng.IntN(reach)
	return time.Duration(from / coarse * coarse), time.Duration(to / coarse * coarse)
}

// assignClients gives each operation to a client that has nothing else to do then.
func assignClients(h history.History) {
	order := make([]int, len(h))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(h[a].Call - h[b].Call) })
	var busy []time.Duration // until when, by client
	for _, i := range order {
		h[i].Client = slices.IndexFunc(busy, func(t time.Duration) bool { return t < h[i].Call })
		if h[i].Client < 0 {
			h[i].Client = len(busy)
			busy = append(busy, 0)
		}
		busy[h[i].Client] = h[i].Return
	}
}
