// Package exercises works five exercises on the bounded queue, each in a file of
// its own as an example that runs as a test:
//
//   - timeout_test.go: a send with a time limit; what the error says, and that
//     neither the value nor the queue is harmed;
//   - drops_test.go: a drop counter; what was accepted was drained, and the rest
//     was counted;
//   - pipeline_test.go: three stages joined by queues, closed one after another,
//     with the results in order;
//   - capacity_test.go: capacity 1 against 100 before a CPU-bound stage, with the
//     same result, and a benchmark of when the larger one is faster;
//   - trysend_test.go: a send that answers true or false, and what false leaves out.
//
// Run them with
//
//	go test -v ./docs/examples/exercises
//	go test -run='^$' -bench=Capacity ./docs/examples/exercises
package exercises
