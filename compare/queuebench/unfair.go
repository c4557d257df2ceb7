package queuebench

import "testing"

// enough is the number of values for each consumer from which on their shares say
// something about the queue and not about who came first.
const enough = 1000

// reportUnfair reports how far the consumer that got least was below its share. Of
// producers nothing like it can be said, since each has a fixed number of values: all
// have sent their share in the end, and what they had sent before that could be known
// only by counting while the clock runs.
func reportUnfair(b *testing.B, tallies []*Tally) {
	if percent, ok := unfair(tallies); ok {
		b.ReportMetric(percent, "unfair-%")
	}
}

// unfair returns 100 x (1 - smallest share / fair share), and false if it would mean
// nothing.
func unfair(tallies []*Tally) (percent float64, ok bool) {
	total, least := uint64(0), tallies[0].count
	for _, t := range tallies {
		total += t.count
		least = min(least, t.count)
	}
	n := uint64(len(tallies))
	if n == 1 || total < n*enough {
		return 0, false
	}
	return 100 * (1 - float64(least*n)/float64(total)), true
}
