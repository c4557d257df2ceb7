// Package queuetest holds a queue to the contract of
// [github.com/boundedq/queue]: exact capacity, strict tries, wake-ups that are
// not lost, a close that delivers what was accepted, and so on, clause by
// clause.
//
// Three lines put a queue of your own to the test:
//
//	func TestConformance(t *testing.T) {
//		queuetest.Run(t, func(n int) queue.BoundedQueue[int] { return myq.New[int](n) })
//	}
//
// [Run] has one subtest for each case, so that -run and -v select and show them
// as usual. [Check] goes through the same cases outside a test and returns what
// failed. [RunOf] does it with queues of pointers, strings, large values or
// values without size; the cases about garbage need pointers. [Fuzz] lets the
// fuzzer choose the operations.
//
// A queue that does not mean to keep all of the contract declares what it gives
// up, with an option such as [SingleProducer] or [Weak]. Nothing is guessed: what
// is not declared is tested, and what is skipped says why. A queue that lacks
// something and has not declared it fails one case, which names the option; the
// others run as if it had. The last line of a run is a certificate that has all of it:
//
//	queuetest v3: 124 cases, 119 passed, 0 failed, 5 skipped (declared Weak: Try/TwoFreeSlots, ...)
//
// A failure names the case, the clause that was broken, in words, the
// parameters of the case, the seed to repeat it with, and the line of the suite
// that noticed:
//
//	Close/AcceptedIsDelivered: clause 11 (Accepted is delivered): "a value whose
//	send returned nil is received exactly once ...": 0x200004 was accepted and
//	never received (cap=2 p=4 c=4 seed=8141, close.go:88)
//
// # What a result means
//
// A failure is always a fault of the queue: no case guesses by the clock, but for
// what a queue has declared that nobody can see, and there it has half a minute. Where
// a case has to know that a goroutine waits, it runs in a [testing/synctest]
// bubble, or, outside one, reads from the runtime that every goroutine is
// blocked. A pass proves less: the cases that look for races find them with
// some probability. Run the suite under the race detector, where it finds most;
// a repeated run takes another seed and with it other schedules.
//
// How long that goes on is up to the flags. By default a queue takes about two
// seconds, and a quarter of the work is left with -short; -queuetest.stress=30s
// repeats each of the cases that look for races for thirty seconds, always with
// another seed; and -queuetest.seed=8141 has the choices of the run that printed
// this seed. A queue that is declared [Polling] and slow does less, and is told so.
//
// Two things are counted for the whole process, allocations and reachable
// memory, and a few cases set GOMAXPROCS to 1 and to 2 while they run, so do not
// let other tests run in parallel with the suite.
//
// What may end the process is done in a child process, which the test binary plays:
// such a case is skipped outside a test.
//
// Each case has a watchdog ([Watchdog]). When it fires the case fails with a
// dump of all goroutines, and the other cases go on.
package queuetest
