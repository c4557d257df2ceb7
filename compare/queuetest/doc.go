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
// failed. Options add queues of other element types, which the cases about
// types and memory need; a case that lacks its queue is skipped and says which
// option to give.
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
// A failure is always a fault of the queue: no case guesses by the clock. Where
// a case has to know that a goroutine waits, it runs in a [testing/synctest]
// bubble, or, outside one, reads from the runtime that every goroutine is
// blocked. A pass proves less: the cases that look for races find them with
// some probability. Run the suite under the race detector, where it finds most;
// a repeated run takes another seed and with it other schedules.
//
// Two things are counted for the whole process, allocations and reachable
// memory, so do not let other tests run in parallel with the suite.
//
// Each case has a watchdog ([Watchdog]). When it fires the case fails with a
// dump of all goroutines, and the other cases go on.
package queuetest
