package queuetest

import (
	"math/rand/v2"
	"runtime"
	"sync/atomic"

	"github.com/boundedq/queue"
)

var concurrentCases = []testCase{
	{
		name: "Concurrent/NoLossNoDup", keeps: delivered, run: noLossNoDup,
		about: "Every pair of 1, 2, 4 and 8 producers and consumers, over small capacities: each value arrives exactly once.",
	},
	{
		name: "Concurrent/PerProducerFIFO", keeps: producerOrder, run: perProducerFIFO,
		about: "Each consumer sees the values of each producer in order; a single consumer sees all of them.",
	},
	{
		name: "Concurrent/SPSCExact", keeps: isFIFO, run: spscExact,
		about: "One producer, one consumer, one slot less than a power of two: the very sequence that was sent.",
	},
	{
		name: "Concurrent/SumAndXor", keeps: delivered, run: sumAndXor,
		about: "A longer run, checked by count, sum and xor alone, so that the checking slows nothing down.",
	},
	{
		name: "Concurrent/PingPong", keeps: wakes, run: pingPong,
		about: "Two goroutines hand a number back and forth through two queues, and each waits for every hand-over.",
	},
	{
		name: "Concurrent/MixedOps", keeps: delivered, run: mixedOps,
		about: "All methods at once, by everybody.",
	},
	{
		name: "Concurrent/OneShot", keeps: delivered, run: oneShot,
		about: "A fresh queue for one value, many times: what is set up on first use is set up once.",
	},
}

func noLossNoDup(t *trial) {
	counts := []int{1, 2, 4, 8}
	for _, capacity := range []int{0, 1, 2, 3, 64} {
		for _, p := range counts {
			for _, c := range counts {
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
	for _, capacity := range []int{0, 1, 2, 3, 64} {
		for _, c := range []int{1, 3} {
			t.set("cap=%d p=4 c=%d", capacity, c)
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
	for _, capacity := range []int{0, 1, 3} {
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
	const p, c, capacity = 4, 4, 8
	t.set("cap=%d p=%d c=%d", capacity, p, c)
	q := t.New(capacity)
	each := t.N(20000)
	type tally struct{ count, sum, xor int }
	var sent, received [p]tally
	add := func(to *tally, v int) { to.count++; to.sum += v; to.xor ^= v }
	var sending atomic.Int32
	sending.Store(p)
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
	for i := range p {
		in = tally{in.count + sent[i].count, in.sum + sent[i].sum, in.xor ^ sent[i].xor}
		out = tally{out.count + received[i].count, out.sum + received[i].sum, out.xor ^ received[i].xor}
	}
	if in != out {
		t.Errorf("sent count, sum and xor %v, received %v", in, out)
	}
}

func pingPong(t *trial) {
	for _, capacity := range []int{0, 1, 2} {
		t.set("cap=%d", capacity)
		ping, pong := t.New(capacity), t.New(capacity)
		n := t.N(1000)
		t.Go(func() {
			for range n {
				v, err := ping.Recv(background)
				if err != nil {
					t.Fatalf("Recv() = %v", err)
				}
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
		capacity := round % 4
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
		l.received[crowd] = t.drainAll(q)
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
		if n := q.Len(); n < 0 || n > q.Cap() {
			t.Fatalf("Len() = %d", n)
		}
	case 7:
		runtime.Gosched()
	}
}

func oneShot(t *trial) {
	for round := range t.N(2000) {
		capacity := round % 3
		t.set("cap=%d round=%d", capacity, round)
		q := t.New(capacity)
		t.Go(func() { t.send(background, q, round, nil) })
		t.Go(func() { t.recv(background, q, round, nil) })
		t.Join()
	}
}
