// Package quantile reads quantiles off measured times.
package quantile

import (
	"math"
	"time"
)

// Of returns the smallest of sorted that is no less than a share p of them: the
// nearest rank.
func Of(sorted []time.Duration, p float64) time.Duration {
	rank := int(math.Ceil(p * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}
