package quantile

import (
	"testing"
	"time"
)

func TestNearestRank(t *testing.T) {
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i + 1)
	}
	for _, test := range []struct {
		samples []time.Duration
		p       float64
		want    time.Duration
	}{
		{hundred, 0.50, 50},
		{hundred, 0.99, 99},
		{hundred, 0.999, 100},
		{[]time.Duration{1, 100}, 0.50, 1},
		{[]time.Duration{7}, 0.50, 7},
		{[]time.Duration{7}, 0, 7},
	} {
		if got := Of(test.samples, test.p); got != test.want {
			t.Errorf("quantile %v of %d samples: %d, want %d", test.p, len(test.samples), got, test.want)
		}
	}
}
