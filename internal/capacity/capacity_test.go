package capacity

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	limit := int(maxBytes / 1024)
	for _, c := range []struct {
		n       int
		size    uintptr
		refused bool
	}{
		{0, 8, false},
		{1, 8, false},
		{limit, 1024, false},
		{limit + 1, 1024, true},
		{math.MaxInt, 0, false},
		{math.MaxInt, 1, true},
		{math.MaxInt, 1 << 16, true}, // the product does not fit a word
		{-1, 8, true},
		{math.MinInt, 0, true},
	} {
		got := func() (r any) {
			defer func() { r = recover() }()
			Check("pkg", c.n, c.size)
			return nil
		}()
		switch text, _ := got.(string); {
		case !c.refused && got != nil:
			t.Errorf("Check(%d, %d) panics: %v", c.n, c.size, got)
		case c.refused && !strings.HasPrefix(text, "pkg.New: capacity is "+strconv.Itoa(c.n)+", want "):
			t.Errorf("Check(%d, %d): %v, want a panic that names the capacity and what is allowed", c.n, c.size, got)
		}
	}
}
