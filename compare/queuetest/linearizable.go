package queuetest

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/history"
)

var historyCases = []testCase{
	{
		name: "Concurrent/LinearizableHistory", keeps: isFIFO, run: linearizableHistory, needs: distinct, stress: true, since: 2,
		about: "Traffic with tries, waits and cancels, closed in its midst or at its end: there is an order in which one goroutine would have got the same answers.",
	},
	{
		name: "Concurrent/LinearizableSmall", keeps: isFIFO, run: linearizableSmall, needs: distinct, stress: true, since: 2,
		about: "The same for very many short histories, in which every goroutine does everything.",
	},
}

// A view is a queue as one goroutine sees it, who keeps a diary.
type view struct {
	queue.BoundedQueue[int]
	client *history.Client
}

func (v view) Send(ctx context.Context, x int) error { return v.client.Send(ctx, v.BoundedQueue, x) }

func (v view) TrySend(x int) error { return v.client.TrySend(v.BoundedQueue, x) }

func (v view) Recv(ctx context.Context) (int, error) { return v.client.Recv(ctx, v.BoundedQueue) }

func (v view) TryRecv() (int, error) { return v.client.TryRecv(v.BoundedQueue) }

func (v view) Close() { v.client.Close(v.BoundedQueue) }

// recorded makes a queue and a function that makes views of it, and one that
// checks what was seen through them.
func (t *trial) recorded(capacity int) (q queue.BoundedQueue[int], newView func() queue.BoundedQueue[int], check func()) {
	q = t.New(capacity)
	rec := history.NewRecorder()
	newView = func() queue.BoundedQueue[int] { return view{q, rec.Client()} }
	var opts []history.Option
	if t.cfg.lacks.weak {
		opts = append(opts, history.Weak())
	}
	check = func() {
		err := history.Check(rec.History(), capacity, opts...)
		var v *history.Violation
		if errors.As(err, &v) {
			t.Fatalf("%s", v)
		} else if err != nil {
			t.Fatalf("%v", err)
		}
	}
	return q, newView, check
}

func linearizableHistory(t *trial) {
	for _, capacity := range t.caps(0, 1, 2, 3, 64) {
		for _, closed := range []bool{false, true} {
			p, c := t.senders(1+t.rng.IntN(3)), t.receivers(1+t.rng.IntN(3))
			t.set("cap=%d p=%d c=%d closed=%v", capacity, p, c, closed)
			q, newView, check := t.recorded(capacity)
			tr := traffic{
				q: q, view: newView, producers: p, consumers: c, each: t.N(1000),
				send: sendInAnyWay, recv: recvInAnyWay,
			}
			if closed && !t.cfg.lacks.noClose {
				tr.with = append(tr.with, t.closeSoon())
			}
			t.run(tr)
			check()
		}
	}
}

// recvInAnyWay is for traffic that comes to its end: it tries, waits, or waits
// under a context that somebody cancels.
func recvInAnyWay(a *actor) (int, error) {
	switch a.rng.IntN(3) {
	case 0:
		return a.q.TryRecv()
	case 1:
		return a.q.Recv(background)
	}
	return recvAndCancel(a.q)
}

func linearizableSmall(t *trial) {
	for round := range t.N(1500) {
		capacity := t.cap(round % 4)
		n := 2 + t.rng.IntN(3)
		t.set("cap=%d goroutines=%d round=%d", capacity, n, round)
		scripts := make([][]byte, n)
		for g := range scripts {
			scripts[g] = randomScript(t.rng)
		}
		t.playScripts(capacity, scripts)
	}
}

func randomScript(rng *rand.Rand) []byte {
	script := make([]byte, 2+rng.IntN(6))
	for i := range script {
		script[i] = byte(rng.Uint32())
	}
	return script
}

// playScripts has one goroutine for each script, all of them on one new queue,
// and then receives what is left. No operation waits for good.
func (t *trial) playScripts(capacity int, scripts [][]byte) {
	_, newView, check := t.recorded(capacity)
	var start sync.WaitGroup
	start.Add(len(scripts))
	for g, script := range scripts {
		q := newView()
		t.Go(func() {
			start.Done()
			start.Wait()
			for i, op := range script {
				t.perform(q, g, op, id(g, i))
			}
		})
	}
	rest := newView()
	t.Join()
	t.drainAll(rest)
	check()
}

// perform does what op says, unless it is for others than goroutine g to do.
func (t *trial) perform(q queue.BoundedQueue[int], g int, op byte, v int) {
	sends := g == 0 || !t.cfg.lacks.singleProducer
	receives := g == 1 || !t.cfg.lacks.singleConsumer
	switch n := op % 16; {
	case op == 255 && !t.cfg.lacks.noClose:
		q.Close()
	case n < 5 && sends:
		_ = q.TrySend(v)
	case n == 5 && sends:
		_ = q.Send(ended(), v)
	case n == 6 && sends:
		_ = sendAndCancel(q, v)
	case n >= 7 && n < 12 && receives:
		_, _ = q.TryRecv()
	case n == 12 && receives:
		_, _ = q.Recv(ended())
	case n == 13 && receives:
		_, _ = recvAndCancel(q)
	default:
		runtime.Gosched()
	}
}
