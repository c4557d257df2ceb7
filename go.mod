module github.com/boundedq/queue

go 1.25

// cpu.CacheLinePad, which knows how long a cache line is on each architecture.
// v0.30.0 has it and asks users for no newer Go than we do.
require golang.org/x/sys v0.30.0
