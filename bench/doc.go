// Package bench is the benchmark matrix of the queues: every implementation of
// this module and the bare native channel, in the same scenarios, at the same
// capacities, with the same numbers of producers and consumers.
//
// The matrix is one benchmark, BenchmarkQueue, whose sub-benchmarks are named by
// what they are:
//
//	BenchmarkQueue/scenario=handoff/impl=ring/cap=64/p=4/c=4-2
//
// so that -test.bench chooses a part of it and benchstat puts any key into
// columns or rows. BenchmarkPeers has queues of others beside the ring, and
// BenchmarkFull everything. BenchmarkDirect compares the rings alone, called as the types
// that they are, and in more cells; BenchmarkLatency measures how long one value
// takes. What measures is [github.com/boundedq/queue/compare/queuebench].
// README.md says how to run them and how to read them.
package bench
