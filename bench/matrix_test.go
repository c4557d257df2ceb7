package bench

import (
	"flag"
	"testing"
)

var seed = flag.Uint64("shuffle", 0, "run the cells in the random order of this `seed`; 0 keeps the listed order")

// scenarios holds what each scenario name in the matrix runs.
var scenarios = map[string]func(*testing.B, cell){
	"handoff":   handoff,
	"transform": transform,
}

func BenchmarkQueue(b *testing.B) {
	cells := matrix()
	shuffle(cells, *seed)
	for _, c := range cells {
		b.Run(c.name(), func(b *testing.B) { scenarios[c.scenario](b, c) })
	}
}
