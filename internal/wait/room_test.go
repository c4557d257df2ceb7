package wait

import (
	"bytes"
	"context"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"unsafe"

	"github.com/boundedq/queue/internal/pad"
)

// A shelf is the simplest thing to wait for: values without order.
type shelf struct {
	Room
	values atomic.Int32
	shut   atomic.Bool
}

var background = context.Background()

func (s *shelf) ready() int {
	if s.shut.Load() {
		return 1
	}
	return int(s.values.Load())
}

func (s *shelf) try() bool {
	for {
		n := s.values.Load()
		if n == 0 {
			return s.shut.Load()
		}
		if s.values.CompareAndSwap(n, n-1) {
			return true
		}
	}
}

// take waits for a value.
func (s *shelf) take(ctx context.Context) error { return s.Wait(ctx, s.ready, s.try) }

// put is steps P1 and P2.
func (s *shelf) put() {
	s.values.Add(1)
	s.Notify()
}

func (s *shelf) close() {
	s.shut.Store(true)
	s.NotifyAll()
}

// goTake takes on a goroutine of its own.
func (s *shelf) goTake(ctx context.Context) (back chan error) {
	back = make(chan error, 1)
	go func() { back <- s.take(ctx) }()
	return back
}

// atRest expects that nobody waits any more.
func (s *shelf) atRest(t *testing.T) {
	t.Helper()
	if state := s.state.Load(); state != 0 || s.queue.Len() != 0 {
		t.Errorf("at rest the state is %#x, with %d in the queue", state, s.queue.Len())
	}
}

// untilIn waits until a goroutine is in the function that has this name. It is for
// goroutines that wait for a mutex, which no bubble calls settled.
func untilIn(name string) {
	buf := make([]byte, 1<<16)
	for !bytes.Contains(buf[:runtime.Stack(buf, true)], []byte(name)) {
		runtime.Gosched()
	}
}

// A waiter that found nothing, and then is stopped before it has queued itself, is
// not seen by whoever makes its side ready meanwhile: W2 must find what it missed.
func TestReadyBeforeQueued(t *testing.T) {
	for name, makeReady := range map[string]func(*shelf){
		"value": (*shelf).put,
		"close": func(s *shelf) { s.shut.Store(true) }, // NotifyAll wakes only who is queued
	} {
		t.Run(name, func(t *testing.T) {
			s := new(shelf)
			s.mu.Lock()
			back := s.goTake(background)
			untilIn("(*Room).enter")
			makeReady(s)
			s.mu.Unlock()
			if err := <-back; err != nil { // parked for ever, if it does not look
				t.Errorf("returned %v", err)
			}
			s.atRest(t)
		})
	}
}

// Two values come while the scout is awake but has looked for the last time, and
// nobody is woken for them. It finds one, and must wake the other waiter.
func TestScoutWakesTheNext(t *testing.T) {
	s := new(shelf)
	parked := s.goTake(background)
	untilIn("park.(*Waiter[")
	s.mu.Lock()
	scout := s.goTake(background)
	untilIn("(*Room).enter")
	s.values.Add(1)
	s.Notify()
	s.values.Add(1)
	s.Notify() // takes no mutex: there is a scout
	s.mu.Unlock()
	for _, back := range []chan error{scout, parked} {
		if err := <-back; err != nil {
			t.Errorf("returned %v", err)
		}
	}
	s.atRest(t)
}

// Several values, one wake-up: each who is served wakes the next.
func TestOneWakeUpForMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const many = 5
		s := new(shelf)
		var served atomic.Int32
		for range many {
			go func() {
				if s.take(background) == nil {
					served.Add(1)
				}
			}()
			synctest.Wait()
		}
		s.values.Add(many)
		s.Notify()
		synctest.Wait()
		if n := served.Load(); n != many {
			t.Errorf("%d of %d waiters were served", n, many)
			s.close()
		}
		s.atRest(t)
	})
}

// While there is a scout nobody else is woken.
func TestOneScout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(shelf)
		for range 3 {
			s.goTake(background)
			synctest.Wait()
		}
		if !s.becomeScout() || s.becomeScout() {
			t.Fatal("there can be none, or two")
		}
		s.put()
		synctest.Wait()
		if n := s.values.Load(); n != 1 {
			t.Errorf("%d values are left, and nobody was to be woken", n)
		}
		s.retire(true, s.ready)
		synctest.Wait()
		if n := s.values.Load(); n != 0 {
			t.Errorf("%d values are left, and the scout has retired", n)
		}
		s.close()
		synctest.Wait()
		s.atRest(t)
	})
}

// A waiter that was made the scout and cancelled before it ran hands the role on.
// A parked select ends with what comes first, so the test chooses by hand, cancels,
// and only then lets the wake-up come.
func TestCancelledScoutHandsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(shelf)
		ctx, cancel := context.WithCancel(background)
		gone := s.goTake(ctx)
		synctest.Wait()
		stays := s.goTake(background)
		synctest.Wait()

		s.mu.Lock()
		s.state.Add(scout + minusQueued)
		w := s.queue.Choose()
		w.Value = asScout
		s.mu.Unlock()
		s.put() // wakes nobody: there is a scout
		cancel()
		w.Wake()
		synctest.Wait()
		for _, back := range []struct {
			err  chan error
			want error
		}{{gone, context.Canceled}, {stays, nil}} {
			select {
			case err := <-back.err:
				if err != back.want {
					t.Errorf("returned %v, want %v", err, back.want)
				}
			default:
				t.Errorf("still waits, want %v", back.want)
			}
		}
		s.close()
		synctest.Wait()
		s.atRest(t)
	})
}

// What is put is taken, with cancels in between, and nobody waits for ever.
func TestTraffic(t *testing.T) {
	const waiters, each = 6, 300
	s := new(shelf)
	var all sync.WaitGroup
	var taken atomic.Int32
	for i := range waiters {
		rng := rand.New(rand.NewPCG(1, uint64(i)))
		all.Go(func() {
			for n := 0; n < each; {
				ctx, cancel := background, func() {}
				if rng.IntN(3) == 0 {
					ctx, cancel = context.WithCancel(background)
					go cancel()
				}
				if s.take(ctx) == nil {
					n++
					taken.Add(1)
				}
				cancel()
			}
		})
	}
	for i := range waiters * each {
		s.put()
		if i%7 == 0 {
			runtime.Gosched()
		}
	}
	all.Wait() // the test hangs here if a wake-up was lost
	if n := taken.Load(); n != waiters*each || s.values.Load() != 0 {
		t.Errorf("%d of %d values were taken, %d are left", n, waiters*each, s.values.Load())
	}
	s.atRest(t)
}

// The word that every operation of the other side loads lies a cache line apart
// from what waiters write.
func TestLayout(t *testing.T) {
	var r Room
	if d := unsafe.Offsetof(r.mu) - unsafe.Offsetof(r.state); d < pad.Size {
		t.Errorf("mu is %d bytes behind state, want at least %d", d, pad.Size)
	}
	if d := unsafe.Sizeof(r) - unsafe.Offsetof(r.queue); d < pad.Size {
		t.Errorf("the queue is %d bytes before the end, want at least %d", d, pad.Size)
	}
}
