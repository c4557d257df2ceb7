// Package history records what goroutines did to a queue, and checks that a queue
// which keeps the contract of [github.com/boundedq/queue] could have answered so.
//
//	rec := history.NewRecorder()
//	for range 4 {
//		c := rec.Client()
//		wg.Go(func() {
//			c.TrySend(q, <a value that nobody else sends>)
//			c.Recv(ctx, q)
//		})
//	}
//	wg.Wait()
//	if err := history.Check(rec.History(), q.Cap()); err != nil {
//		t.Fatal(err)
//	}
//
// The error is one line; a [Violation] also has a String, which shows the operations
// concerned on a time-line.
//
// # What is checked
//
// A history is that of a correct queue if it is linearizable: if each operation can
// be given a moment between its call and its return such that one goroutine that
// did the same at these moments, one after the other, would have got the same
// answers. This covers the clauses 1 to 5, 10, 11 and 13 of the contract as far as
// one queue's answers show them: values are neither invented nor doubled nor
// received out of order; no more than Cap are held; a refusal is true at some moment
// of the call; what failed had no effect; nothing is accepted after Close, and
// nobody hears that the queue is drained while it is not. At capacity 0, each send
// must meet its receive.
//
// Whether linearizability can be decided is a matter of exponential time in general;
// [Check] does not decide it. It is sound: what it reports is a violation, without
// exception, also when the clock is coarse, operations were cancelled, or some have
// not returned. And it is not complete: some illegal histories pass. Of random
// histories of 4 to 12 operations with one to three faults it found, by the judgement
// of a complete checker, more than 99.9 % at capacities 1, 2 and 3 and without a
// bound; bench/crosscheck repeats the comparison.
//
// Not checked: values that were accepted and that nobody asked for; waiting, waking
// and fairness; when a context ends a wait (a cancelled operation is legal
// anywhere); Len; batches; and, at capacity 0, whether somebody waited when a try
// was refused. A value may be sent again after a send of it has failed, and not
// otherwise: it is how a send and its receive are brought together.
//
// # How
//
// The rules for values, order and emptiness are those of Henzinger, Sezgin and
// Vafeiadis, "Aspect-Oriented Linearizability Proofs" (CONCUR 2013), in a form that
// a sweep over time decides, as in Lee and Mathur, "Efficient Decrease-and-Conquer
// Linearizability Monitoring" (arXiv:2410.04581). The rules for capacity, fullness,
// closing, ranks and the rendezvous are ours. Beside each rule in the source stands
// why it is sound.
//
// None of these rules is complete for a queue with a capacity, where a refusal says
// something about the values that were there, and so about other operations. So
// Check does not only look for contradictions. Each rule also narrows the interval
// in which a send or receive can have taken effect, and the rules are applied again
// to the narrower intervals, up to a fixed number of rounds.
//
// Each round sorts the bounds of the intervals and sweeps over them, so the whole
// takes O(n log n) for n operations, and O(n) memory. A million operations take
// about three seconds on one core.
package history
