package bench

import (
	"flag"
	"testing"
)

var seed = flag.Uint64("shuffle", 0, "run the cells in the random order of this `seed`; 0 keeps the listed order")

func BenchmarkQueue(b *testing.B) {
	cells := matrix()
	shuffle(cells, *seed)
	for _, c := range cells {
		c.RunAs(b, name(c))
	}
}
