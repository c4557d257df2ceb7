package spin

import (
	"testing"
	"time"
)

// No compiler leaves the rounds out: a million of them take six million instructions, one
// after the other.
func TestForTakesTime(t *testing.T) {
	start := time.Now()
	For(1_000_000)
	if d := time.Since(start); d < 200*time.Microsecond {
		t.Errorf("a million rounds took %v", d)
	}
	For(0)
}
