package queuetest

import (
	"math/rand/v2"
	"runtime"
	"sync/atomic"

	"github.com/boundedq/queue"
)

var concurrentCases = []testCase{
	{
		name: "Concurrent/NoLossNoDup", keeps: delivered, run: noLossNoDup, stress: true,
		about: "Every pair of 1, 2, 4 and 8 producers and consumers, over small capacities: each value arrives exactly once.",
	},
	{
		name: "Concurrent/PerProducerFIFO", keeps: producerOrder, run: perProducerFIFO, needs: distinct, stress: true,
		about: "Each consumer sees the values of each producer in order; a single consumer sees all of them.",
	},
	{
		name: "Concurrent/SPSCExact", keeps: isFIFO, run: spscExact, needs: distinct,
		about: "One producer, one consumer, one slot less than a power of two: the very sequence that was sent.",
	},
	{
		name: "Concurrent/SumAndXor", keeps: delivered, run: sumAndXor, needs: all(distinct, closing), stress: true,
		about: "A longer run, checked by count, sum and xor alone, so that the checking slows nothing down.",
	},
	{
		name: "Concurrent/PingPong", keeps: wakes, run: pingPong,
		about: "Two goroutines hand a number back and forth through two queues, and each waits for every hand-over.",
	},
	{
		name: "Concurrent/MixedOps", keeps: delivered, run: mixedOps, needs: all(manyOnBothSides, closing), stress: true,
		about: "All methods at once, by everybody.",
	},
	{
		name: "Concurrent/QueueThroughQueue", keeps: delivered, run: queueThroughQueue, since: 2,
		about: "Each value leads to the queue that the next one comes through, a thousand deep.",
	},
	{
		name: "Concurrent/OneShot", keeps: delivered, run: oneShot, stress: true,
		about: "A fresh queue for one value, many times: what is set up on first use is set up once.",
	},
}

func noLossNoDup(t *trial) {
	for _, capacity := range t.caps(0, 1, 2, 3, 64) {
		for _, p := range t.sides(t.senders, 1, 2, 4, 8) {
			for _, c := range t.sides(t.receivers, 1, 2, 4, 8) {
				t.set("cap=%d p=%d c=%d", capacity, p, c)
				tr := traffic{q: t.New(capacity), producers: p, consumers: c, each: t.N(240)}
				if t.rng.IntN(2) == 0 {
					tr.send, tr.recv = sendAnyhow, recvAnyhow
				}
				t.conserved(t.run(tr))
				t.closed(tr.q)
			}
		}
	}
}

func perProducerFIFO(t *trial) {
	for _, capacity := range t.caps(0, 1, 2, 3, 64) {
		for _, c := range t.sides(t.receivers, 1, 3) {
			t.set("cap=%d p=%d c=%d", capacity, t.senders(4), c)
			l := t.run(traffic{
				q: t.New(capacity), producers: 4, consumers: c, each: t.N(2000),
				send: sendAnyhow, recv: recvAnyhow,
			})
			t.ordered(l)
			t.conserved(l)
		}
	}
}

func spscExact(t *trial) {
	n := t.N(20000)
	for _, capacity := range t.caps(0, 1, 3) {
		t.set("cap=%d p=1 c=1", capacity)
		l := t.run(traffic{q: t.New(capacity), producers: 1, consumers: 1, each: n})
		for i, v := range l.received[0] {
			if v != id(0, i) {
				t.Fatalf("receive number %d brought %#x, want %#x", i, v, id(0, i))
			}
		}
		t.conserved(l)
	}
}

func sumAndXor(t *trial) {
	p, c, capacity := t.senders(4), t.receivers(4), t.cap(8)
	t.set("cap=%d p=%d c=%d", capacity, p, c)
	q := t.New(capacity)
	each := t.N(20000)
	type tally struct{ count, sum, xor int }
	sent, received := make([]tally, p), make([]tally, c)
	add := func(to *tally, v int) { to.count++; to.sum += v; to.xor ^= v }
	var sending atomic.Int32
	sending.Store(int32(p))
	for i := range p {
		t.Go(func() {
			for seq := range each {
				t.send(background, q, id(i, seq), nil)
				add(&sent[i], id(i, seq))
			}
			if sending.Add(-1) == 0 {
				q.Close()
			}
		})
	}
	for i := range c {
		t.Go(func() {
			for v, err := q.Recv(background); err == nil; v, err = q.Recv(background) {
				add(&received[i], v)
			}
		})
	}
	t.Join()
	var in, out tally
	join := func(to *tally, part tally) { to.count += part.count; to.sum += part.sum; to.xor ^= part.xor }
	for i := range sent {
		join(&in, sent[i])
	}
	for i := range received {
		join(&out, received[i])
	}
	if in != out {
		t.Errorf("sent count, sum and xor %v, received %v", in, out)
	}
}

func pingPong(t *trial) {
	for _, capacity := range t.caps(0, 1, 2) {
		t.set("cap=%d", capacity)
		ping, pong := t.New(capacity), t.New(capacity)
		n := t.N(1000)
		t.Go(func() {
			for v := range n {
				t.recv(background, ping, v, nil)
				t.send(background, pong, v+1, nil)
			}
		})
		for v := range n {
			t.send(background, ping, v, nil)
			t.recv(background, pong, v+1, nil)
		}
		t.Join()
	}
}

// mixedOps lets every goroutine do everything. That each of them may wait, and
// all of them at once, is avoided by contexts that end.
func mixedOps(t *trial) {
	for round := range t.N(16) {
		capacity := t.cap(round % 4)
		t.set("cap=%d goroutines=%d round=%d", capacity, crowd, round)
		q := t.New(capacity)
		l := &ledger{
			accepted: make([][]int, crowd),
			refused:  make([][]int, crowd),
			received: make([][]int, crowd+1),
		}
		for g := range crowd {
			rng := t.Rand(g)
			t.Go(func() {
				for seq := range 200 {
					t.anyOp(q, rng, l, g, seq)
				}
			})
		}
		t.Join()
		q.Close()
		l.received[crowd] = t.drainClosed(q)
		t.conserved(l)
		t.closed(q)
	}
}

func (t *trial) anyOp(q queue.BoundedQueue[int], rng *rand.Rand, l *ledger, g, seq int) {
	v := id(g, seq)
	sent := func(err error) {
		if err == nil {
			l.accepted[g] = append(l.accepted[g], v)
		} else {
			l.refused[g] = append(l.refused[g], v)
		}
	}
	received := func(v int, err error) {
		if err == nil {
			l.received[g] = append(l.received[g], v)
		} else if v != 0 {
			t.Fatalf("a receive returned %#x with %v", v, err)
		}
	}
	switch rng.IntN(8) {
	case 0, 1:
		sent(q.TrySend(v))
	case 2:
		sent(sendAndCancel(q, v))
	case 3, 4:
		received(q.TryRecv())
	case 5:
		received(recvAndCancel(q))
	case 6:
		if t.cfg.lacks.noLen {
			return
		}
		if n := q.Len(); n < 0 || n > q.Cap() {
			t.Fatalf("Len() = %d", n)
		}
	case 7:
		runtime.Gosched()
	}
}

func oneShot(t *trial) {
	for round := range t.N(2000) {
		capacity := t.cap(round % 3)
		t.set("cap=%d round=%d", capacity, round)
		q := t.New(capacity)
		t.Go(func() { t.send(background, q, round, nil) })
		t.Go(func() { t.recv(background, q, round, nil) })
		t.Join()
	}
}

// queueThroughQueue makes each queue just before the value that leads to it is
// sent, so that the receiver finds it by nothing but that value.
func queueThroughQueue(t *trial) {
	depth := t.N(1000)
	for _, capacity := range t.caps(0, 1, 2) {
		t.set("cap=%d depth=%d", capacity, depth)
		qs := make([]queue.BoundedQueue[int], depth+1)
		qs[0] = t.New(capacity)
		t.Go(func() {
			for i := range depth {
				qs[i+1] = t.New(capacity)
				t.send(background, qs[i], i+1, nil)
			}
		})
		t.Go(func() {
			for i := range depth {
				t.recv(background, qs[i], i+1, nil)
			}
		})
		t.Join()
	}
}
