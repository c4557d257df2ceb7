module github.com/boundedq/queue

go 1.25

// cpu.CacheLinePad: the one place that knows how long a cache line is on each
// architecture. v0.30.0 asks for no newer Go than we do.
require golang.org/x/sys v0.30.0
