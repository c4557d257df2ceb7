// Package counterparts has, for queues of other languages, the Go program that does
// the same with ours. docs/languages.md shows these examples beside the originals,
// and a test here fails if it shows anything else.
package counterparts
