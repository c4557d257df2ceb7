// Package crosscheck compares the checker of
// [github.com/boundedq/queue/compare/history] with porcupine, which decides
// linearizability completely, by search, in exponential time. It holds tests only.
package crosscheck
