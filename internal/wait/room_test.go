package wait

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"unsafe"

	"github.com/boundedq/queue/internal/pad"
	"github.com/boundedq/queue/internal/park"
	"github.com/boundedq/queue/internal/sched"
)

// A shelf is the simplest thing to wait for: values, in whatever order, that are a number
// each. Who takes is in the room. The other side has nobody who waits.
type shelf struct {
	Room[int]
	values atomic.Int32
	shut   atomic.Bool
	puts   atomic.Uint64 // the position
	told   atomic.Int32
	took   [8]atomic.Int32 // who has taken a value when there were one more than the index
	other  Room[int]       // in which nobody waits
}

const (
	capacity = 4
	stride   = 4 * capacity
)

var (
	background = context.Background()
	errShut    = errors.New("shut")
)

func newShelf() *shelf {
	s := new(shelf)
	s.Init(s, capacity, stride)
	return s
}

// choose chooses whoever sits, by hand.
func (s *shelf) choose() *park.Waiter[int] {
	if !s.sitterChosen() {
		return nil
	}
	return &s.seat
}

func (s *shelf) Ready() int {
	if n := int(s.values.Load()); n > 0 || !s.shut.Load() {
		return n
	}
	return 1
}

func (s *shelf) Attempt(bring int) (got int, err error, over bool) {
	for {
		n := s.values.Load()
		if n == 0 {
			return 0, errShut, s.shut.Load()
		}
		if s.values.CompareAndSwap(n, n-1) {
			if int(n) <= len(s.took) {
				s.took[n-1].Store(int32(bring))
			}
			return -bring, nil, true
		}
	}
}

func (s *shelf) Tell() { s.told.Add(1) }

func (s *shelf) Other() *Room[int] { return &s.other }

// take waits for a value. It comes with a number, and gets it back negative.
func (s *shelf) take(ctx context.Context, bring int) error {
	got, err := s.Wait(ctx, bring)
	if err == nil && got != -bring && got != served {
		return errors.New("got what is another's")
	}
	return err
}

// served is what a test gives with Serve.
const served = 1 << 30

// put is steps P1 and P2.
func (s *shelf) put(n int32) {
	s.values.Add(n)
	s.Notify(s.puts.Add(uint64(n)))
}

// lure is a put of a value that somebody who does not wait has taken before P2.
func (s *shelf) lure() { s.Notify(s.puts.Add(1)) }

func (s *shelf) close() {
	s.shut.Store(true)
	s.NotifyAll()
}

// A taker waits on a goroutine of its own.
type taker struct{ back chan error }

func (s *shelf) goTake(ctx context.Context, bring int) taker {
	back := make(chan error, 1)
	go func() { back <- s.take(ctx, bring) }()
	return taker{back}
}

// waits settles the bubble and expects that the taker is not back.
func (k taker) waits(t *testing.T, when string) {
	t.Helper()
	synctest.Wait()
	select {
	case err := <-k.back:
		t.Errorf("%s: back with %v, and was to wait", when, err)
	default:
	}
}

func (k taker) returns(t *testing.T, when string, want error) {
	t.Helper()
	synctest.Wait()
	select {
	case err := <-k.back:
		if err != want {
			t.Errorf("%s: returned %v, want %v", when, err, want)
		}
	default:
		t.Errorf("%s: still waits, want %v", when, want)
	}
}

// atRest expects that nobody waits any more, and nothing is remembered.
func (s *shelf) atRest(t *testing.T) {
	t.Helper()
	if state := uint32(s.state.Load()); state != 0 || s.list.Len() != 0 || s.starving != 0 {
		t.Errorf("at rest the state is %#x, with %d in the list and %d that starve", state, s.list.Len(), s.starving)
	}
	if s.place != 0 || s.seat.Losses != 0 || s.seat.Served {
		t.Errorf("at rest the seat is %+v with value %d", s.seat, s.place)
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

// A waiter that found nothing, and then is stopped before it has entered, is not seen by
// whoever makes its side ready meanwhile: W2 must find what it missed.
func TestReadyBeforeEntered(t *testing.T) {
	for name, makeReady := range map[string]func(*shelf){
		"value": func(s *shelf) { s.put(1) },
		"close": func(s *shelf) { s.shut.Store(true) }, // NotifyAll wakes only who is there
	} {
		t.Run(name, func(t *testing.T) {
			s := newShelf()
			s.state.Add(taken) // so that it goes to the list
			s.mu.Lock()
			k := s.goTake(background, 1)
			untilIn("enter(")
			makeReady(s)
			s.mu.Unlock()
			if err := <-k.back; err != nil && err != errShut { // parked for ever, if it does not look
				t.Errorf("returned %v", err)
			}
			s.state.Add(minus(taken))
			s.atRest(t)
		})
	}
}

// The same in the seat. Who enters there cannot be stopped, but Ready is asked after it.
func TestReadyBeforeSeated(t *testing.T) {
	s := newShelf()
	s.values.Store(1)
	if err := s.take(background, 1); err != nil {
		t.Errorf("returned %v", err)
	}
	s.atRest(t)
}

// Several values, one wake-up: each who is done wakes the next, from the seat and from
// the list. They take in the order in which they came.
func TestOneWakeUpForMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const many = 5
		s := newShelf()
		var back atomic.Int32
		for i := range many {
			go func() {
				if s.take(background, i+1) == nil {
					back.Add(1)
				}
			}()
			synctest.Wait()
		}
		s.put(many)
		synctest.Wait()
		if n := back.Load(); n != many {
			t.Errorf("%d of %d waiters were woken", n, many)
			s.close()
		}
		for i := range many {
			if who := s.took[many-1-i].Load(); who != int32(i+1) {
				t.Errorf("value %d was taken by waiter %d", i+1, who)
			}
		}
		if n := s.told.Load(); n != many {
			t.Errorf("the other side was told %d times of %d values", n, many)
		}
		s.atRest(t)
	})
}

// While somebody is awake nobody else is woken, for as many values as four times the
// capacity, and no more.
func TestOneAwake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		first, second := s.goTake(background, 1), s.taker2(t)
		s.state.Add(awake) // somebody who does not run
		s.woken.Store(0)
		for range stride - 1 {
			s.lure()
		}
		first.waits(t, "less than four laps")
		s.put(1)
		first.returns(t, "four laps", nil)
		second.waits(t, "for one value")
		s.put(1)
		second.waits(t, "one is awake, and one was just woken")
		s.retire(awake)
		second.returns(t, "the one that was awake has retired", nil)
		s.atRest(t)
	})
}

// taker2 is a second taker, after the first has come.
func (s *shelf) taker2(t *testing.T) taker {
	synctest.Wait()
	k := s.goTake(background, 2)
	synctest.Wait()
	return k
}

// A waiter that was chosen and is cancelled before it ran hands its wake-up on. A parked
// select ends with what comes first, so the test chooses by hand, cancels, and only then
// lets the wake-up come.
func TestCancelledHandsOn(t *testing.T) {
	for _, listed := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newShelf()
			if listed {
				s.state.Add(taken)
			}
			ctx, cancel := context.WithCancel(background)
			gone := s.goTake(ctx, 1)
			stays := s.taker2(t)
			w := s.choose()
			if listed {
				s.mu.Lock()
				w = s.chooseListed()
			}
			if w == nil {
				t.Fatal("nobody waits")
			}
			s.put(1) // wakes nobody: somebody is awake
			cancel()
			gone.waits(t, "chosen")
			w.Wake()
			gone.returns(t, "woken", context.Canceled)
			stays.returns(t, "handed on", nil)
			if listed {
				s.state.Add(minus(taken))
			}
			s.atRest(t)
		})
	}
}

// One that is cancelled and was not chosen leaves nothing, and wakes nobody.
func TestCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		ctx, cancel := context.WithCancel(background)
		seated := s.goTake(ctx, 1)
		listed := s.taker2(t)
		third := s.goTake(ctx, 3)
		synctest.Wait()
		cancel()
		seated.returns(t, "cancelled", context.Canceled)
		third.returns(t, "cancelled", context.Canceled)
		listed.waits(t, "not cancelled")
		s.put(1)
		listed.returns(t, "a value", nil)
		s.atRest(t)
	})
}

// Who was served and cancelled before it ran has what it was served.
func TestServedAndCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		ctx, cancel := context.WithCancel(background)
		k := s.goTake(ctx, 1)
		synctest.Wait()
		w := s.choose()
		if w == nil {
			t.Fatal("nobody sits")
		}
		cancel()
		k.waits(t, "chosen")
		w.Serve(served, nil)
		k.returns(t, "served", nil)
		s.atRest(t)
	})
	synctest.Test(t, func(t *testing.T) { // in the list, by who feeds
		s := newShelf()
		s.state.Add(taken)
		s.borne = 0
		ctx, cancel := context.WithCancel(background)
		k := s.goTake(ctx, 1)
		synctest.Wait()
		s.mu.Lock()
		cancel()
		untilIn("withdraw(")
		w := s.list.First()
		s.list.Remove(w)
		s.left(w, awake)
		s.mu.Unlock()
		w.Serve(served, nil)
		k.returns(t, "served", nil)
		s.state.Add(minus(taken))
		s.atRest(t)
	})
}

// serve gives who sits a value past the shelf, as a ring does.
func (s *shelf) serve() bool {
	return s.Serve(served, func() bool { return true })
}

// Only who sits can be served, and better nobody while somebody is awake who may do it.
func TestServe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		if s.Servable() || s.serve() {
			t.Error("served nobody")
		}
		seated := s.goTake(background, 1)
		listed := s.taker2(t)
		s.state.Add(awake)
		if s.Servable() {
			t.Error("servable, though somebody is awake")
		}
		s.state.Add(minus(awake))
		if !s.Servable() || !s.serve() {
			t.Error("did not serve who sits")
		}
		seated.returns(t, "served", nil)
		if s.Servable() || s.serve() {
			t.Error("served who is in the list")
		}
		if n := s.told.Load(); n != 0 {
			t.Errorf("told %d times of what did not pass the shelf", n)
		}
		s.put(1)
		listed.returns(t, "a value", nil)
		s.atRest(t)
	})
}

// Who is about to be served counts as awake: whoever brings a value then relies on it. So
// it hands on, although it has what it came for.
func TestServedHandsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		seated := s.goTake(background, 1)
		listed := s.taker2(t)
		w := s.choose()
		s.put(1)
		listed.waits(t, "one is awake")
		w.Serve(served, nil)
		seated.returns(t, "served", nil)
		listed.returns(t, "handed on", nil)
		s.atRest(t)
	})
	synctest.Test(t, func(t *testing.T) { // and who is in the list, and fed
		s := newShelf()
		s.state.Add(taken)
		first := s.goTake(background, 1)
		second := s.taker2(t)
		s.mu.Lock()
		w := s.chooseListed() // as feed does
		s.put(1)
		second.waits(t, "one is awake")
		w.Serve(served, nil)
		first.returns(t, "fed", nil)
		second.returns(t, "handed on", nil)
		s.state.Add(minus(taken))
		s.atRest(t)
	})
}

// Nobody who brings a value waits for the mutex. It asks whoever has it, who wakes in its
// stead.
func TestAsked(t *testing.T) {
	for name, bring := range map[string]func(*shelf){
		"value":   func(s *shelf) { s.put(1) },
		"close":   (*shelf).close,
		"starves": func(s *shelf) { s.put(1) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newShelf()
				s.state.Add(taken)
				if name == "starves" {
					s.borne = 0
				}
				k := s.goTake(background, 1)
				synctest.Wait()
				s.mu.Lock()
				bring(s)
				k.waits(t, "asked")
				s.unlock()
				want := error(nil)
				if name == "close" {
					want = errShut
				}
				k.returns(t, "mutex given up", want)
				s.state.Add(minus(taken))
				s.atRest(t)
			})
		})
	}
}

// Who does not find the list free leaves those in it that starve to who has it.
func TestFeedDoesNotWait(t *testing.T) {
	s := newShelf()
	s.mu.Lock()
	s.starving = 1
	s.Feed()
	s.starving = 0
	s.mu.Unlock()
}

// Whoever parks wakes one of the other side if that is ready, even if somebody is awake
// there, unless somebody was woken there last.
func TestUrge(t *testing.T) {
	for _, latest := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newShelf()
			k := s.goTake(background, 1)
			synctest.Wait()
			s.urge()
			k.waits(t, "nothing is there")
			s.state.Add(awake) // and does not run
			s.put(1)
			k.waits(t, "one is awake")
			s.latest.Store(latest)
			s.urge()
			if latest {
				k.waits(t, "the one that was woken is next to run")
				s.retire(awake)
				k.returns(t, "handed on", nil)
			} else {
				k.returns(t, "urged", nil)
				s.state.Add(minus(awake))
			}
			if s.other.latest.Load() {
				t.Error("the other side was the last, too")
			}
			s.atRest(t)
		})
	}
}

// Whoever is urged to go on does not lengthen the sleep of others: the next is woken when
// four laps have passed since then.
func TestUrgedAndFourLaps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		first := s.goTake(background, 1)
		second := s.taker2(t)
		s.state.Add(awake) // and does not run
		s.values.Add(1)
		s.urge()
		first.returns(t, "urged", nil)
		for range stride {
			s.lure()
		}
		s.values.Add(1)
		s.Notify(s.puts.Load())
		second.returns(t, "four laps after that", nil)
		s.state.Add(minus(awake))
		s.close()
		synctest.Wait()
	})
}

// A waiter may be late lossesBorne times. From then on its operation is done for it, by
// the one who puts a value or by one who comes to take.
func TestLossesBorne(t *testing.T) {
	for _, byTaker := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := newShelf()
			k := s.goTake(background, 1)
			other := s.taker2(t)
			losses := 0
			for !s.Starves() {
				if losses > 100 {
					t.Fatal("it never starves")
				}
				s.lure()
				synctest.Wait()
				losses++
			}
			if losses != lossesBorne {
				t.Errorf("it starves after %d losses, want %d", losses, lossesBorne)
			}
			s.Feed() // with nothing
			if byTaker {
				s.values.Add(1)
				if s.Feed(); s.values.Load() != 0 {
					t.Error("a newcomer did not feed who starves")
				}
			} else {
				s.put(1)
				if s.values.Load() != 0 {
					t.Error("the one who brings a value did not feed who starves")
				}
			}
			if s.Starves() {
				t.Error("somebody still starves")
			}
			k.returns(t, "fed", nil)
			other.waits(t, "it has not lost")
			s.close()
			other.returns(t, "closed", errShut)
			s.atRest(t)
		})
	}
}

// Others who do not wait are faster nearly always. Of those who wait nobody loses more often
// than lossesBorne says: of so many values and one more, one comes to them.
func TestFairness(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		rng := rand.New(rand.NewPCG(3, 4))
		const waiters, rounds = 5, 1000
		var done [waiters]atomic.Int32
		for i := range waiters {
			go func() {
				for s.take(background, i+1) == nil {
					done[i].Add(1)
				}
			}()
		}
		synctest.Wait()
		fed := 0
		for range rounds {
			if s.Starves() || rng.IntN(50) == 0 {
				s.put(1) // nobody may be faster now
				fed++
			} else {
				s.lure()
			}
			synctest.Wait()
			s.mu.Lock()
			most := s.seat.Losses
			if w := s.list.First(); w != nil { // only the first can have lost
				most = max(most, w.Losses)
			}
			s.mu.Unlock()
			if most > lossesBorne {
				t.Fatalf("a waiter has lost %d times", most)
			}
		}
		all, least := 0, rounds
		for i := range done {
			n := int(done[i].Load())
			all, least = all+n, min(least, n)
		}
		if all != fed || all < rounds/(lossesBorne+1) {
			t.Errorf("%d of %d values came to those who wait, of %d that were for them", all, rounds, fed)
		}
		if least < all/waiters-2 {
			t.Errorf("somebody got %d of %d values", least, all)
		}
		s.close()
		synctest.Wait()
		s.atRest(t)
	})
}

// What waits again keeps its place: of two in the list the one that has lost comes first.
func TestLateKeepsItsPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		s.state.Add(taken) // both in the list
		first := s.goTake(background, 1)
		second := s.taker2(t)
		for range lossesBorne / 2 {
			s.lure()
			synctest.Wait()
		}
		s.put(1)
		first.returns(t, "a value", nil)
		second.waits(t, "for one value")
		s.put(1)
		second.returns(t, "another", nil)
		s.state.Add(minus(taken))
		s.atRest(t)
	})
}

// A nil context panics before anything has changed.
func TestNilContext(t *testing.T) {
	s := newShelf()
	func() {
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		var none context.Context
		s.Wait(none, 1)
	}()
	s.atRest(t)
}

// What is put is taken, with cancels and thieves in between, and nobody waits for ever.
func TestTraffic(t *testing.T) {
	for _, borne := range []int{1, 3, lossesBorne} {
		const waiters, each = 6, 300
		s := newShelf()
		s.borne = borne
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
					switch err := s.take(ctx, i+1); err {
					case nil:
						n++
						taken.Add(1)
					case context.Canceled:
					default:
						t.Error(err)
					}
					cancel()
				}
			})
		}
		for i := range waiters * each {
			s.put(1)
			if i%5 == 0 {
				if s.Starves() {
					s.Feed()
				}
				if _, _, over := s.Attempt(0); over {
					s.put(1) // it is put back
				}
			}
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
}

// Close wakes all, wherever they wait.
func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		var all []taker
		for i := range 4 {
			all = append(all, s.goTake(background, i+1))
			synctest.Wait()
		}
		s.close()
		for _, k := range all {
			k.returns(t, "closed", errShut)
		}
		if n := s.told.Load(); n != 0 {
			t.Errorf("told %d times of nothing", n)
		}
		s.atRest(t)
	})
}

// To wait again allocates nothing.
func TestWaitingAllocatesNothing(t *testing.T) {
	if sched.Enabled {
		t.Skip("schedules allocate")
	}
	synctest.Test(t, func(t *testing.T) {
		s := newShelf()
		ctx, cancel := context.WithCancel(background)
		cancel()
		seated := s.goTake(background, 1)
		synctest.Wait()
		listed := s.taker2(t)
		if n := testing.AllocsPerRun(100, func() { s.take(ctx, 1) }); n > 0 {
			t.Errorf("a wait in the list allocates %v times", n)
		}
		s.close()
		seated.returns(t, "closed", errShut)
		listed.returns(t, "closed", errShut)
	})
}

// The words that every operation of the other side loads lie a cache line apart from what
// waiters write, and from what comes before and after the room.
func TestLayout(t *testing.T) {
	var r Room[int]
	if d := unsafe.Offsetof(r.side) - unsafe.Offsetof(r.state); d < pad.Size {
		t.Errorf("side is %d bytes behind state, want at least %d", d, pad.Size)
	}
	if d := unsafe.Sizeof(r) - unsafe.Offsetof(r.starving); d < pad.Size {
		t.Errorf("the last word is %d bytes before the end, want at least %d", d, pad.Size)
	}
}
