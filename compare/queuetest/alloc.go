package queuetest

import (
	"context"
	"runtime"

	"github.com/boundedq/queue"
)

var allocCases = []testCase{
	{
		name: "Alloc/SteadyStateZero", keeps: allocatesNone, run: steadyStateZero, needs: noRaceDetector, claims: allocationFree, lack: "Allocates",
		about: "Operations that need not wait, refused ones included, allocate nothing.",
	},
	{
		name: "Alloc/WaitingIsReused", keeps: allocatesNone, run: waitingIsReused, needs: all(noRaceDetector, parking, closing), claims: allocationFree, lack: "Allocates",
		about: "Goroutines that wait over and over allocate nothing for each wait.",
	},
}

// bigID is what is sent where allocations are counted. It is too large for the
// numbers that Go has ready in an interface: a queue that boxes it allocates.
const bigID = 1 << idBits

func noRaceDetector(*config) string {
	if raceEnabled {
		return "the race detector allocates"
	}
	return ""
}

// mallocs returns the fewest objects that were allocated by f in several goes.
// The count is the whole process's, so it can only be too high: an allocation of
// f's own is in every one of them.
func (t *trial) mallocs(f func()) uint64 {
	const goes = 20
	t.count(true)
	defer t.count(false)
	fewest := ^uint64(0)
	for range goes {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		if fewest = min(fewest, after.Mallocs-before.Mallocs); fewest == 0 {
			break
		}
	}
	return fewest
}

func steadyStateZero(t *trial) {
	const n = 500
	t.lean = true
	ctx := ended()
	for _, capacity := range t.caps(1, 2, 3, 64) {
		q := t.New(capacity)
		for _, work := range []struct {
			name    string
			refused bool
			once    func()
		}{
			{"TrySend+TryRecv", false, func() { _ = q.TrySend(bigID); _, _ = q.TryRecv() }},
			{"Send+Recv", false, func() { _ = q.Send(background, bigID); _, _ = q.Recv(background) }},
			{"empty TryRecv", true, func() { _, _ = q.TryRecv() }},
			{"empty Recv(done)", true, func() { _, _ = q.Recv(ctx) }},
			{"Cap", false, func() { _ = q.Cap() }},
			{"Len", false, func() {
				if !t.cfg.lacks.noLen {
					_ = q.Len()
				}
			}},
			{"fill, refuse, drain", true, func() {
				for range capacity + 1 {
					_ = q.TrySend(bigID)
				}
				for range capacity + 1 {
					_, _ = q.TryRecv()
				}
			}},
		} {
			if work.refused && t.cfg.lacks.wrapsErrors {
				continue // what wraps an error is allocated
			}
			t.set("cap=%d op=%s", capacity, work.name)
			t.drainAll(q) // refused tries may have left something
			work.once()
			got := t.mallocs(func() {
				for range n {
					work.once()
				}
			})
			if got > n/100 {
				t.Errorf("%d calls allocated %d objects", n, got)
			}
		}
	}
}

// waitingIsReused passes a token round a circle of goroutines, all of which wait
// but the one that has it; and then a hole round a circle of full queues.
func waitingIsReused(t *trial) {
	t.lean = true
	for _, kind := range []string{"Background", "Cancellable"} {
		ctx := background
		if kind == "Cancellable" {
			ctx, _ = t.Cancellable()
		}
		for _, capacity := range t.caps(0, 1, 2) {
			t.set("cap=%d ctx=%s op=Recv", capacity, kind)
			t.tokenRing(ctx, capacity)
			if capacity > 0 {
				t.set("cap=%d ctx=%s op=Send", capacity, kind)
				t.holeRing(ctx, capacity)
			}
		}
	}
}

const ringSize = 16

func (t *trial) newRing(capacity int) []queue.BoundedQueue[int] {
	qs := make([]queue.BoundedQueue[int], ringSize+1)
	for i := range qs {
		qs[i] = t.New(capacity)
	}
	return qs
}

func (t *trial) tokenRing(ctx context.Context, capacity int) {
	qs := t.newRing(capacity)
	for i := range ringSize {
		t.Go(func() {
			for {
				v, err := qs[i].Recv(ctx)
				if err != nil {
					return
				}
				t.send(ctx, qs[i+1], v, nil)
			}
		})
	}
	t.laps(qs, func() {
		t.send(ctx, qs[0], bigID, nil)
		t.recv(ctx, qs[ringSize], bigID, nil)
	})
}

func (t *trial) holeRing(ctx context.Context, capacity int) {
	qs := t.newRing(capacity)
	for i := range qs {
		for range capacity {
			t.trySend(qs[i], bigID, nil)
		}
	}
	for i := range ringSize {
		t.Go(func() {
			for qs[i].Send(ctx, bigID) == nil {
				t.recv(ctx, qs[i+1], bigID, nil)
			}
		})
	}
	t.laps(qs, func() {
		t.recv(ctx, qs[0], bigID, nil)
		t.send(ctx, qs[ringSize], bigID, nil)
	})
}

func (t *trial) laps(qs []queue.BoundedQueue[int], lap func()) {
	const laps = 20
	for range laps {
		lap()
	}
	got := t.mallocs(func() {
		for range laps {
			lap()
		}
	})
	if waits := uint64(laps * ringSize); got > waits/10 {
		t.Errorf("about %d waits allocated %d objects", waits, got)
	}
	t.Settle()
	for _, q := range qs {
		q.Close()
	}
	t.Join()
}
