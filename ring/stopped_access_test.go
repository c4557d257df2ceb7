//go:build sched

package ring

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/condq"
	"github.com/boundedq/queue/internal/sched"
)

// Proof by stopping. Somebody is stopped for good in the middle of an operation: before its
// first access to what is shared, before its second, and so on to its end, so no place is
// left out. Then others operate, and each of their operations must come to its end within a
// bound of accesses of its own. Where one does not, it is held up.
//
// That shows of one who runs that it comes to an end. That two who run do not keep each other
// from it is shown by letting them take turns, access by access.

// A house is a queue, and what is done to it apart from its methods.
type house struct {
	queue.BoundedQueue[int]
	bring func(v int) error // sends v, and wakes somebody for it rather than serve it
	borne func()            // from now on a waiter starves after one loss
	bound func(s *scene) int
}

// A builder makes houses of one kind.
type builder struct {
	name string
	role
	build func(capacity int) house
}

// lockFree makes LockFrees with so many spare places.
func lockFree(spare int) builder {
	return builder{"LockFree", role{}, func(capacity int) house {
		q := newLockFree[int](capacity, spare)
		return house{
			BoundedQueue: q,
			bring: func(v int) error {
				p, err := q.put(v)
				if err == nil {
					q.receivers.Notify(p)
				}
				return err
			},
			borne: func() { q.senders.SetBorne(1); q.receivers.SetBorne(1) },
			bound: func(s *scene) int { return boundOf(capacity, spare, len(s.stopped), len(s.stopped)+len(s.waiters)) },
		}
	}}
}

// manyAccesses is more than any operation takes that is not held up.
const manyAccesses = 1000

func loose(*scene) int { return manyAccesses }

// ringOf makes rings with roles.
func ringOf(name string, as role, on func(*Queue[int]) queue.BoundedQueue[int]) builder {
	return builder{name, as, func(capacity int) house {
		q := newRing[int](capacity, as)
		put := q.put
		if as.oneSender {
			put = q.putAlone
		}
		return house{
			BoundedQueue: on(q),
			bring: func(v int) error {
				p, err := put(v)
				if err == nil {
					q.receivers.Notify(p)
				}
				return err
			},
			borne: func() { q.senders.SetBorne(1); q.receivers.SetBorne(1) },
			bound: loose,
		}
	}}
}

// builders returns all kinds.
func builders() []builder {
	all := []builder{lockFree(1), ringOf("Queue", role{}, func(q *Queue[int]) queue.BoundedQueue[int] { return q })}
	for _, k := range slices.Backward(kinds) {
		all = append(all, ringOf(k.name, k.role, k.on))
	}
	return append(all, builder{"condq", role{}, func(capacity int) house {
		q := condq.New[int](capacity)
		return house{q, q.TrySend, func() {}, loose}
	}})
}

// boundOf returns in how many accesses an operation that need not wait comes to its end while
// so many are stopped, and so many wait.
//
//   - A walk begins at a hint. The hint is at most farWalk positions, or a lap if that is less,
//     behind where the last one came to, or it would have moved it; and one further for each of those
//     that were stopped before they moved it. In each lap the walk looks at the hint again.
//   - To put a number into cells, or to get one, is to load the hint, a walk, the
//     compare-and-swap, and another for the hint. The numbers of a chunk of places that
//     is used up cost a walk, too; each of the stopped holds one at most.
//   - To send is to load the words of both sides and the hint, to walk, to see whether there is
//     room, to get a place, and to fill the cell; to receive is to get a number, and to put
//     it back. The new chunk of places costs a store for each, and two to link it.
//   - For each that waits, it may have to look whether the side is ready, do the
//     operation, choose and wake it, and note all that: some twenty accesses.
func boundOf(capacity, spare, stopped, waiting int) int {
	walk := func(cells int) int {
		far := min(farWalk, cells) + 1 + stopped
		return far + far/cells + 1
	}
	held := walk(capacity + 1)
	places := 2 + walk(capacity+spare)
	grow := fewSpare
	for more := stopped + 1 - spare; more > 0; more -= grow / 2 {
		places += 3 + walk(grow)
		grow *= 2
	}
	grow += 4
	operation := 4 + held + 1 + places + grow + 3
	if waiting == 0 {
		return operation
	}
	ready := 4 + 3*held
	return operation + (waiting+1)*(operation+ready+20)
}

// A scene is a queue on which things have happened, in a script.
type scene struct {
	*sched.Script
	house
	role
	capacity int
	book     book
	waiters  []performer // who wait, or were woken and do not run
	stopped  []performer
	ends     []func()    // of the contexts of the stopped
	others   []performer // those that are held up

	doing  string          // what the others are at
	most   int             // accesses that one operation of theirs took
	heldUp map[string]bool // operations of theirs
}

// A performer is somebody in an operation.
type performer struct {
	*sched.Actor
	op string
}

// A book says what became of values. Their numbers are given out in order.
type book struct {
	fates  []fate
	last   int // value that the others have received
	closed bool
	wrong  []string
}

// A fate is what became of one value.
type fate struct {
	inOrder            bool // sent by one goroutine, in the order of the numbers
	accepted, received bool
	over               bool
}

func (b *book) fail(format string, args ...any) {
	b.wrong = append(b.wrong, fmt.Sprintf(format, args...))
}

// next returns a new value.
func (b *book) next(inOrder bool) int {
	b.fates = append(b.fates, fate{inOrder: inOrder})
	return len(b.fates) - 1
}

// sent notes what a send of v came to.
func (b *book) sent(v int, err error) {
	b.fates[v].accepted, b.fates[v].over = err == nil, true
	if err == queue.ErrClosed {
		b.closed = true
	}
}

// got notes that v was received; by the others, who run one after another, or not.
func (b *book) got(v int, byOthers bool) {
	switch f := &b.fates[v]; {
	case f.received:
		b.fail("%d was received twice", v)
	case f.over && !f.accepted:
		b.fail("%d was received, and its send had failed", v)
	case byOthers && f.inOrder:
		if v < b.last {
			b.fail("%d was received after %d", v, b.last)
		}
		b.last = v
	}
	b.fates[v].received = true
}

// judge looks at the book when all have ended and nothing is held any more.
func (b *book) judge() {
	for v, f := range b.fates {
		switch {
		case !f.over:
			b.fail("the send of %d has no end", v)
		case f.accepted && !f.received:
			b.fail("%d is lost", v)
		case !f.accepted && f.received:
			b.fail("%d was received, and its send has failed", v)
		}
	}
}

// accessOps are the operations to be stopped in.
var accessOps = []string{"Send", "TrySend", "SendMany", "Recv", "TryRecv", "RecvMany", "Len", "Close"}

func sends(op string) bool    { return strings.Contains(op, "Send") }
func receives(op string) bool { return strings.Contains(op, "Recv") }

// operate does an operation and notes what it came to.
func (s *scene) operate(ctx context.Context, op string) {
	b := &s.book
	switch op {
	case "Send":
		v := b.next(false)
		b.sent(v, s.Send(ctx, v))
	case "TrySend":
		v := b.next(false)
		b.sent(v, s.TrySend(v))
	case "SendMany":
		vs := []int{b.next(false), b.next(false)}
		n, err := queue.SendMany(ctx, s.BoundedQueue, vs)
		for i, v := range vs {
			if i < n {
				b.sent(v, nil)
			} else {
				b.sent(v, err)
			}
		}
	case "Recv":
		if v, err := s.Recv(ctx); err == nil {
			b.got(v, false)
		}
	case "TryRecv":
		if v, err := s.TryRecv(); err == nil {
			b.got(v, false)
		}
	case "RecvMany":
		buf := make([]int, 2)
		n, _ := queue.RecvMany(ctx, s.BoundedQueue, buf)
		for _, v := range buf[:n] {
			b.got(v, false)
		}
	case "Len":
		s.Len()
	case "Close":
		s.Close()
		b.closed = true
	}
}

// quiet is a test that cleans nothing up, and notes no helpers: there are hundreds of
// thousands of scenes, and each comes to its end by itself.
type quiet struct{ testing.TB }

func (quiet) Cleanup(func()) {}
func (quiet) Helper()        {}

// set makes a scene. Words say what happens, in order:
//
//	half, fill         there are so many values
//	R, S               a receiver or a sender comes and waits
//	run                the one of these that came first goes on as far as it can
//	send, recv, close  somebody else does that, with a try
//	laps               somebody sends and receives, many times
//	bring              somebody sends a value, and wakes for it rather than serves it
//	stopped            the one to be stopped comes and waits
//	cancel             the context of the one to be stopped ends
//	borne              waiters starve after one loss
//
// It returns nil if there was nothing for which the stopped one would wait.
func set(t testing.TB, b builder, capacity int, words, op string) *scene {
	s := &scene{Script: sched.NewAccessScript(quiet{t}), house: b.build(capacity), role: b.role, capacity: capacity}
	for word := range strings.FieldsSeq(words) {
		if word == "stopped" {
			a := s.enters(op)
			a.Run(manyAccesses)
			if !a.Waits() {
				return nil
			}
			continue
		}
		s.happens(word)
	}
	return s
}

// happens lets something happen.
func (s *scene) happens(word string) {
	switch word {
	case "half":
		for range (s.capacity + 1) / 2 {
			s.trySend()
		}
	case "fill":
		for s.trySend() == nil {
		}
	case "R", "S":
		op := map[string]string{"R": "Recv", "S": "Send"}[word]
		a := s.Go(word, func() { s.operate(background, op) })
		a.Run(manyAccesses)
		s.waiters = append(s.waiters, performer{a, op})
	case "run":
		s.waiters[0].Run(manyAccesses)
	case "send":
		s.then(func() { s.trySend() })
	case "recv":
		s.then(func() { s.tryRecv() })
	case "laps":
		n := 20
		if *stoppedAll {
			n = 100
		}
		s.then(func() {
			for range n {
				s.trySend()
				s.tryRecv()
			}
		})
	case "bring":
		s.then(func() {
			v := s.book.next(true)
			s.book.sent(v, s.bring(v))
		})
	case "close":
		s.then(s.Close)
	case "cancel":
		s.ends[0]()
	case "borne":
		s.borne()
	default:
		panic(word)
	}
}

// then lets somebody do something, who must come to the end of it.
func (s *scene) then(f func()) {
	a := s.Go("then", f)
	a.Run(100 * manyAccesses)
	if !a.Done() {
		s.isHeldUp(a, "then")
	}
}

// isHeldUp notes that a is held up in an operation.
func (s *scene) isHeldUp(a *sched.Actor, op string) {
	s.others = append(s.others, performer{a, op})
	if s.heldUp == nil {
		s.heldUp = make(map[string]bool)
	}
	s.heldUp[op] = true
}

// enters lets somebody begin an operation, who will be stopped.
func (s *scene) enters(op string) *sched.Actor {
	ctx, cancel := context.WithCancel(background)
	s.ends = append(s.ends, cancel)
	a := s.Go(op, func() { s.operate(ctx, op) })
	s.stopped = append(s.stopped, performer{a, op})
	return a
}

// stops lets somebody begin an operation, if it has not, and stops it after so many steps. It
// reports whether it took them all.
func (s *scene) stops(op string, i, steps int) bool {
	if i == len(s.stopped) {
		s.enters(op)
	}
	return s.stopped[i].Run(steps) == steps && !s.stopped[i].Done()
}

func (s *scene) trySend() error {
	v, closed := s.book.next(true), s.book.closed
	err := s.TrySend(v)
	if err == nil && closed {
		s.book.fail("TrySend has sent %d, and the queue was closed before", v)
	}
	s.book.sent(v, err)
	return err
}

func (s *scene) tryRecv() error {
	v, err := s.TryRecv()
	if err == nil {
		s.book.got(v, true)
	}
	return err
}

// may reports whether the others may do an operation, by their role, and are not held up in it.
func (s *scene) may(op string) bool {
	return !s.heldUp[op] && !(op == "send" && s.oneSender && s.some(sends)) && !(op == "receive" && s.oneReceiver && s.some(receives))
}

// some reports whether somebody is in such an operation.
func (s *scene) some(kind func(op string) bool) bool {
	return slices.ContainsFunc(slices.Concat(s.waiters, s.stopped), func(p performer) bool { return kind(p.op) && !p.Done() })
}

// within does an operation of the others.
func (s *scene) within(op string, f func()) {
	s.doing = op
	s.most = max(s.most, sched.Within(s.bound(s), f))
	s.doing = ""
}

func (s *scene) sends() (err error) {
	s.within("send", func() { err = s.trySend() })
	return err
}

func (s *scene) receives() (err error) {
	s.within("receive", func() { err = s.tryRecv() })
	return err
}

func (s *scene) length() (n int) {
	s.within("Len", func() { n = s.Len() })
	return n
}

// A plan is what the others do while somebody is stopped.
type plan struct {
	values int    // to pass by tries, and as many by those who may wait
	leave  string // how they leave the queue: closed, empty or full
}

// operates lets the others do their plan, and notes what they are held up in.
func (s *scene) operates(p plan) {
	if p.leave == "as it is" { // so nobody wakes for those who were to be woken
		return
	}
	phases := []func(){
		func() { s.inTurn(p.values) },
		s.fills,
		s.drains,
		func() { s.inTurnWithoutTries(p.values) },
		s.fills,
		func() {
			if p.leave != "full" {
				s.drains()
			}
		},
		func() {
			if s.may("Len") {
				s.length()
			}
		},
		func() {
			if p.leave == "closed" {
				s.closes()
			}
		},
	}
	for next := 0; next < len(phases); {
		a := s.Go("other", func() {
			for next < len(phases) {
				next++
				phases[next-1]()
			}
		})
		a.Step()
		if !a.Done() {
			s.isHeldUp(a, s.doing)
		}
	}
}

// inTurn sends n values and receives as many, one after another. Somebody who waits may get
// one of them, and one who waits may put one in between.
func (s *scene) inTurn(n int) {
	if !s.may("send") || !s.may("receive") {
		return
	}
	for failed := 0; n > 0; {
		sent, received := s.sends(), s.receives()
		switch {
		case sent == queue.ErrClosed:
			return
		case sent == nil:
			n--
		}
		if sent == queue.ErrFull && received == queue.ErrEmpty {
			if failed++; failed > len(s.waiters)+len(s.stopped) {
				s.book.fail("TrySend: full, and then TryRecv: empty, %d times", failed)
				return
			}
		}
	}
}

// inTurnWithoutTries is inTurn by Send and Recv, where there is room, or a value.
func (s *scene) inTurnWithoutTries(n int) {
	if !s.may("send") || !s.may("receive") || !s.may("Len") {
		return
	}
	b := &s.book
	for range n {
		if s.length() < s.capacity {
			v := b.next(true)
			var err error
			s.within("send", func() { err = s.Send(background, v) })
			if b.sent(v, err); err != nil {
				break
			}
		}
		if s.length() > 0 {
			s.within("receive", func() {
				if v, err := s.Recv(background); err == nil {
					b.got(v, true)
				} else {
					b.fail("Recv of one of %d values: %v", s.Len(), err)
				}
			})
		}
	}
}

// fills sends until the queue is full.
func (s *scene) fills() { s.toTheEnd("send", s.sends, s.capacity) }

// drains receives until the queue is empty.
func (s *scene) drains() { s.toTheEnd("receive", s.receives, 0) }

// toTheEnd does an operation until it would have to wait, and then Len is as it says. What is
// not in Len has come from those who waited, or went to them.
func (s *scene) toTheEnd(op string, f func() error, length int) {
	if !s.may(op) {
		return
	}
	if s.heldUp != nil {
		for f() == nil {
		}
		return
	}
	before, n := s.length(), 0
	err := f()
	for ; err == nil; err = f() {
		n++
	}
	if op == "send" && err == queue.ErrClosed {
		return
	}
	after, want, most := s.length(), max(length-before, before-length), 0
	if s.some(sends) || s.some(receives) {
		most = len(s.waiters) + len(s.stopped)
	}
	if after != length {
		s.book.fail("%s: %v, and Len is %d", op, err, after)
	}
	if n < want-most || n > want+most {
		s.book.fail("%s: %d times in a queue of %d with %d, where %d waited at most", op, n, s.capacity, before, most)
	}
}

// closes closes the queue with some values in it, and drains it.
func (s *scene) closes() {
	if s.may("send") {
		for range (s.capacity + 1) / 2 {
			s.sends()
		}
	}
	s.within("Close", s.Close)
	s.book.closed = true
	if s.may("send") {
		if err := s.sends(); err != queue.ErrClosed {
			s.book.fail("TrySend after Close: %v", err)
		}
	}
	s.drains()
	if s.may("receive") && s.heldUp == nil {
		if err := s.receives(); err != queue.ErrClosed {
			s.book.fail("TryRecv of a queue that is closed and drained: %v", err)
		}
	}
}

// goesOn lets all who are stopped go on, and sees that everybody comes to the end, or waits
// rightly; and at last that nothing is lost.
func (s *scene) goesOn() {
	all := slices.Concat(s.stopped, s.waiters, s.others)
	run := func() {
		for again, rounds := true, 0; again && rounds < 100; rounds++ {
			again = false
			for _, p := range all {
				again = p.Run(manyAccesses) > 0 || again
			}
		}
	}
	run()
	if s.book.closed {
		s.happens("send")
	}
	for _, p := range all {
		switch n := s.Len(); {
		case p.Done():
		case p.At() != "parked":
			s.book.fail("%s stands at %q for ever", p.op, p.At())
		case s.book.closed:
			s.book.fail("%s waits, and the queue is closed", p.op)
		case receives(p.op) && n > 0:
			s.book.fail("%s waits, and there are %d values", p.op, n)
		case sends(p.op) && n < s.capacity:
			s.book.fail("%s waits, and there are %d values in a queue of %d", p.op, n, s.capacity)
		}
	}
	s.then(s.Close)
	run()
	for _, p := range all {
		if !p.Done() {
			s.book.fail("%s stands at %q, and the queue is closed", p.op, p.At())
			return
		}
	}
	s.then(func() {
		for s.tryRecv() == nil {
		}
	})
	s.book.judge()
	for _, end := range s.ends {
		end()
	}
}

// What has happened before somebody is stopped, see set. The first are for whoever then
// begins an operation, the others for whoever has begun one and waits.
var (
	accessStarts = []string{
		"", "half", "fill",
		"R", "R R", "R R R send run", "R bring", "R R bring", "R R R send run bring",
		"fill S", "fill S S", "fill S S S recv run", "fill S recv", "fill S S recv", "fill S S S recv run recv",
		"borne R bring recv", "borne R bring recv run", "borne R bring recv run R",
		"borne fill S recv send", "borne fill S recv send run", "borne fill S recv send run S",
		"R close", "half close", "fill S close",
	}
	accessWaits = []string{
		"stopped", "stopped send", "stopped bring", "stopped bring recv", "stopped cancel", "stopped send cancel", "stopped bring cancel", "stopped cancel bring", "stopped close",
		"stopped R", "stopped R bring", "stopped R bring bring", "stopped R cancel", "stopped R bring cancel",
		"R stopped send", "R stopped cancel", "R stopped send bring", "R stopped send run bring", "R stopped send run bring cancel",
		"R stopped R send run bring", "R stopped R send run bring bring", "R stopped R send run bring cancel", "R stopped R send run cancel",
		"borne stopped bring recv", "borne R stopped R send run bring recv",
		"fill stopped", "fill stopped recv", "fill stopped recv send", "fill stopped cancel", "fill stopped recv cancel", "fill stopped close",
		"fill stopped S", "fill stopped S recv", "fill stopped S recv recv", "fill stopped S cancel", "fill stopped S recv cancel",
		"fill S stopped recv", "fill S stopped cancel", "fill S stopped recv run recv", "fill S stopped recv run recv cancel",
		"fill S stopped S recv run recv", "fill S stopped S recv run recv cancel", "fill S stopped S recv run cancel",
		"borne fill stopped recv send", "borne fill S stopped S recv run recv send",
	}
)

// fits reports whether what happens keeps to the roles of a queue, with an operation to be
// stopped.
func (as role) fits(words, op string) bool {
	senders, receivers := 0, 0
	waits := strings.Contains(words, "stopped")
	for word := range strings.FieldsSeq(words) {
		switch word {
		case "S":
			senders++
		case "R":
			receivers++
		case "stopped":
			if sends(op) {
				senders++
			} else {
				receivers++
			}
		case "half", "fill", "send", "bring":
			if as.oneSender && senders > 0 {
				return false
			}
		case "recv":
			if as.oneReceiver && receivers > 0 {
				return false
			}
		}
	}
	if !waits && sends(op) {
		senders++
	}
	if !waits && receives(op) {
		receivers++
	}
	return (senders < 2 || !as.oneSender) && (receivers < 2 || !as.oneReceiver)
}

// report ends the test if something has failed in a scene, or if somebody was held up who
// must not be.
func (s *scene) report(t *testing.T, strict bool, what string, args ...any) {
	t.Helper()
	if strict && s.heldUp != nil {
		s.book.fail("held up: %v; others stand at %v", s.heldUp, at(s.others))
	}
	if s.book.wrong != nil {
		t.Fatalf("%s:\n%s", fmt.Sprintf(what, args...), strings.Join(s.book.wrong, "\n"))
	}
}

func at(all []performer) (places []string) {
	for _, p := range all {
		places = append(places, fmt.Sprintf("%s: %q", p.op, p.At()))
	}
	return places
}

// eachPoint sets all scenes in which somebody is stopped in op after what the words say, and
// calls f.
func eachPoint(t *testing.T, b builder, capacity int, words, op string, f func(s *scene, steps int)) {
	if !b.fits(words, op) {
		return
	}
	for steps := 0; ; steps++ {
		s := set(t, b, capacity, words, op)
		if s == nil {
			return
		}
		if !s.stops(op, 0, steps) && steps > 0 {
			s.goesOn()
			s.report(t, false, "%s: %q, and %s", b.name, words, op)
			return
		}
		f(s, steps)
	}
}

// heldUpAt says at how many points of an operation, at capacity 2, others are held up when
// somebody is stopped there: in sending, receiving, Len and Close. What is not in it is 0, so
// all that LockFree has. How many points there are is not written down here: it changes with
// every access that somebody saves.
var heldUpAt = map[string]map[string][4]int{
	"Queue": {
		"Send": {4, 42, 0, 0}, "TrySend": {4, 24, 0, 0}, "SendMany": {4, 58, 0, 0},
		"Recv": {50, 4, 0, 0}, "TryRecv": {28, 4, 0, 0}, "RecvMany": {65, 4, 0, 0},
	},
	"SPMC": {"Recv": {32, 0, 0, 0}, "TryRecv": {10, 0, 0, 0}, "RecvMany": {37, 0, 0, 0}},
	"MPSC": {"Send": {0, 28, 0, 0}, "TrySend": {0, 10, 0, 0}, "SendMany": {0, 31, 0, 0}},
	"condq": {
		"Send": {51, 51, 51, 51}, "TrySend": {24, 24, 24, 24}, "SendMany": {91, 91, 91, 91},
		"Recv": {56, 56, 56, 56}, "TryRecv": {24, 24, 24, 24}, "RecvMany": {86, 86, 86, 86},
		"Len": {24, 24, 24, 24}, "Close": {88, 88, 88, 88},
	},
}

// TestStoppedAnywhere stops one in every operation of every kind of queue at every point. With
// -v it prints a table.
func TestStoppedAnywhere(t *testing.T) {
	var table strings.Builder
	fmt.Fprintln(&table, "| queue | stopped in | points | others held up: send | receive | Len | Close |\n|---|---|---:|---:|---:|---:|---:|")
	most := 0
	for _, b := range builders() {
		strict := b.name == "LockFree"
		values := 4 * 2
		if strict {
			values = 1000
		}
		for _, op := range accessOps {
			points := 0
			var heldUp [4]int
			for _, words := range slices.Concat(accessStarts, accessWaits) {
				eachPoint(t, b, 2, words, op, func(s *scene, steps int) {
					s.operates(plan{values, "closed"})
					points++
					for i, op := range []string{"send", "receive", "Len", "Close"} {
						if s.heldUp[op] {
							heldUp[i]++
						}
					}
					if strict {
						most = max(most, s.most)
					}
					s.goesOn()
					s.report(t, strict, "%s: %q, stopped in %s after %d", b.name, words, op, steps)
				})
			}
			if want := heldUpAt[b.name][op]; heldUp != want {
				t.Errorf("%s, stopped in %s: others are held up at so many points: %d, want %d", b.name, op, heldUp, want)
			}
			row := fmt.Sprintf("| %s | %s | %d |", b.name, op, points)
			for i, n := range heldUp {
				if i == 0 && b.oneSender && sends(op) || i == 1 && b.oneReceiver && receives(op) {
					row += " - |" // there are no others
				} else {
					row += fmt.Sprintf(" %d |", n)
				}
			}
			fmt.Fprintln(&table, row)
		}
	}
	t.Logf("somebody is stopped for good at every point of an operation on a queue of 2:\n%s", &table)
	t.Logf("no operation of the others on LockFree takes more than %d accesses", most)
}

var stoppedAll = flag.Bool("stopped.all", false, "stop somebody later, and two, on more queues")

// A variant is a LockFree of small capacity with few places more, or the usual number.
type variant struct{ capacity, spare int }

func (v variant) String() string { return fmt.Sprintf("capacity %d and %d", v.capacity, v.spare) }

// someOf returns the first few of the variants, or more of them if all are asked for.
func someOf(few int, vs ...variant) []variant {
	if *stoppedAll {
		return vs
	}
	return vs[:few]
}

// leaves are how the others leave the queue.
var leaves = []string{"closed", "empty", "full"}

// TestStoppedLockFree is the same for more of them, and for whatever the others leave when the
// stopped one goes on.
func TestStoppedLockFree(t *testing.T) {
	n := 0
	for _, v := range []variant{{1, 0}, {1, 1}, {2, 0}, {2, 1}, {4, 1}, {4, fewSpare}, {40, 1}} {
		for _, op := range accessOps {
			for _, words := range slices.Concat(accessStarts, accessWaits) {
				for _, leave := range append(leaves, "as it is") {
					eachPoint(t, lockFree(v.spare), v.capacity, words, op, func(s *scene, steps int) {
						n++
						s.operates(plan{4 * v.capacity, leave})
						s.goesOn()
						s.report(t, true, "%v: %q, stopped in %s after %d, left %s", v, words, op, steps, leave)
					})
				}
			}
		}
	}
	t.Logf("%d scenes", n)
}

// TestStoppedLater stops somebody who was stopped before, while something happened.
func TestStoppedLater(t *testing.T) {
	starts := accessStarts
	if *stoppedAll {
		starts = slices.Concat(accessStarts, accessWaits)
	}
	n := 0
	for _, v := range someOf(1, variant{1, 1}, variant{2, 0}) {
		for _, op := range accessOps {
			for _, words := range starts {
				for _, then := range []string{"send", "recv", "send recv", "recv send", "laps", "close", "cancel", "R", "S"} {
					eachPoint(t, lockFree(v.spare), v.capacity, words, op, func(s *scene, steps int) {
						for again := 0; ; again++ {
							if again > 0 {
								s = set(t, lockFree(v.spare), v.capacity, words, op)
								s.stops(op, 0, steps)
							}
							for word := range strings.FieldsSeq(then) {
								s.happens(word)
							}
							if !s.stops(op, 0, again) && again > 0 {
								s.goesOn()
								s.report(t, true, "%v: %q, stopped in %s after %d, then %q", v, words, op, steps, then)
								return
							}
							n++
							s.operates(plan{4 * v.capacity, leaves[again%3]})
							s.goesOn()
							s.report(t, true, "%v: %q, stopped in %s after %d, then %q, then after %d", v, words, op, steps, then, again)
						}
					})
				}
			}
		}
	}
	t.Logf("%d scenes", n)
}

// TestStoppedTwo stops two.
func TestStoppedTwo(t *testing.T) {
	ops := []string{"Send", "TrySend", "Recv", "TryRecv", "Len", "Close"}
	n := 0
	for _, v := range someOf(2, variant{1, 0}, variant{2, 1}, variant{1, 1}, variant{2, 0}) {
		for _, words := range accessStarts {
			for _, first := range ops {
				for _, second := range ops {
					eachPoint(t, lockFree(v.spare), v.capacity, words, first, func(s *scene, steps int) {
						for later := 0; ; later++ {
							if later > 0 {
								s = set(t, lockFree(v.spare), v.capacity, words, first)
								s.stops(first, 0, steps)
							}
							if !s.stops(second, 1, later) && later > 0 {
								s.goesOn()
								s.report(t, true, "%v: %q, stopped in %s after %d, and %s", v, words, first, steps, second)
								return
							}
							n++
							s.operates(plan{2 * v.capacity, leaves[(steps+later)%3]})
							s.goesOn()
							s.report(t, true, "%v: %q, stopped in %s after %d and in %s after %d", v, words, first, steps, second, later)
						}
					})
				}
			}
		}
	}
	t.Logf("%d scenes", n)
}

// manyStopped is more than there are places for in the beginning, and in the first chunk that
// is added, and in the second.
const manyStopped = 40

// stopMany stops many, in operations that take turns, where stop says. It reports whether all
// of them were stopped.
func stopMany(s *scene, ops []string, stop func(op string, i int) bool) (all bool) {
	all = true
	for i := range manyStopped {
		op := ops[i%len(ops)]
		all = stop(op, i) && all
		switch {
		case receives(op):
			s.happens("send") // for the next
		case sends(op) && len(ops) == 1:
			s.happens("recv")
		}
	}
	return all
}

// placesOf returns how many places there are, and how many of them are neither empty nor
// of a value that is held: those of the stopped.
func placesOf(q *LockFree[int]) (all, owned int) {
	owned = -q.Len()
	for p := &q.places; p != nil; p = p.next.Load() {
		all += len(p.values)
		owned += len(p.values)
		for i := range p.empty.word { // len does not come to an end where all cells are filled
			if p.empty.lap.index(p.empty.word[i].Load()) > 0 {
				owned--
			}
		}
	}
	return all, owned
}

// operatesWithoutGrowth is operates, and at the end no send and no receive allocates.
func (s *scene) operatesWithoutGrowth(p plan) {
	q := s.BoundedQueue.(*LockFree[int])
	before, _ := placesOf(q)
	s.operates(p)
	if all, _ := placesOf(q); all > before+max(fewSpare, 2*before) { // one chunk more
		s.book.fail("there were %d places, and then %d", before, all)
	}
	if p.leave == "closed" || s.heldUp != nil {
		return
	}
	s.happens("recv")
	s.book.fates = slices.Grow(s.book.fates, 200)
	if n := testing.AllocsPerRun(100, func() {
		s.trySend()
		s.tryRecv()
	}); n > 0 {
		s.book.fail("a send and a receive allocate %v times", n)
	}
}

// TestStoppedMany stops many, all after so many steps.
func TestStoppedMany(t *testing.T) {
	for _, ops := range [][]string{{"Send"}, {"TrySend"}, {"Recv"}, {"TryRecv"}, {"Send", "Recv"}, {"TrySend", "TryRecv"}, {"Send", "Recv", "TrySend", "TryRecv", "Len"}} {
		for _, words := range []string{"", "half", "fill", "R R", "fill S S"} {
			for steps := 0; ; steps++ {
				s := set(t, lockFree(1), 2, words, "")
				some := false
				stopMany(s, ops, func(op string, i int) bool {
					some = s.stops(op, i, steps) || some
					return some
				})
				if !some && steps > 0 {
					s.goesOn()
					s.report(t, true, "%q, %d in %v", words, manyStopped, ops)
					break
				}
				s.operatesWithoutGrowth(plan{40, leaves[steps%3]})
				s.goesOn()
				s.report(t, true, "%q, %d stopped in %v after %d", words, manyStopped, ops, steps)
			}
		}
	}
}

// TestStoppedWithPlaces stops many who own a place each. Then there are more places, and from
// then on no more.
func TestStoppedWithPlaces(t *testing.T) {
	for _, ops := range [][]string{{"Send"}, {"TrySend"}, {"Recv"}, {"TryRecv"}, {"Recv", "Send"}, {"TryRecv", "TrySend"}} {
		for _, spare := range []int{0, 1, fewSpare} {
			for _, leave := range leaves {
				s := set(t, lockFree(spare), 2, "half", "")
				q := s.BoundedQueue.(*LockFree[int])
				all := stopMany(s, ops, func(op string, i int) bool {
					_, before := placesOf(q)
					for s.stops(op, i, 1) {
						if _, now := placesOf(q); now > before {
							return true
						}
					}
					return false
				})
				n, owned := placesOf(q)
				if !all || owned != manyStopped || n < manyStopped || n > manyStopped+2+spare+fewSpare {
					s.book.fail("%d places, and %d of them owned by those who are stopped", n, owned)
				}
				s.operatesWithoutGrowth(plan{1000, leave})
				s.goesOn()
				if _, owned := placesOf(q); owned != 0 {
					s.book.fail("%d places are not given back", owned)
				}
				s.report(t, true, "%d and %d, %d stopped in %v", 2, spare, manyStopped, ops)
			}
		}
	}
}

// TestStoppedAndTwoRun lets two run while one is stopped, by turns of so many accesses: one of
// them comes to the end of an operation again and again, or they would keep each other from it.
func TestStoppedAndTwoRun(t *testing.T) {
	for _, turns := range [][2]int{{1, 1}, {1, 2}, {2, 3}, {3, 1}} {
		for _, op := range accessOps {
			for _, words := range accessStarts {
				eachPoint(t, lockFree(1), 1, words, op, func(s *scene, steps int) {
					ended := 0
					run := func() {
						for range 10 {
							s.operate(background, "TrySend")
							ended++
							s.operate(background, "TryRecv")
							ended++
						}
					}
					two := []performer{{s.Go("one", run), "TrySend"}, {s.Go("two", run), "TryRecv"}}
					s.others = two
					last, accesses := 0, 0
					for !two[0].Done() || !two[1].Done() {
						taken := 0
						for i, p := range two {
							taken += p.Run(turns[i])
						}
						if ended > last {
							last, accesses = ended, 0
						}
						if accesses += taken; taken == 0 || accesses > 4*s.bound(s) {
							s.book.fail("both are held up, at %v", at(two))
							break
						}
					}
					if s.book.wrong == nil {
						s.goesOn()
					}
					s.report(t, true, "%q, stopped in %s after %d, turns of %v", words, op, steps, turns)
				})
			}
		}
	}
}
