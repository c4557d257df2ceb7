package misuse

import (
	"math"
	"strconv"
	"testing"
)

// panicOf returns what f panics with.
func panicOf(f func()) (p any) {
	defer func() { p = recover() }()
	f()
	return nil
}

func TestCapacity(t *testing.T) {
	limit := int(maxBytes / 1024)
	for _, c := range []struct {
		n    int
		b    Buffer
		want string // after the name and the capacity, or "" for no panic
	}{
		{0, Buffer{Value: 8}, ""},
		{1, Buffer{Value: 8}, ""},
		{limit, Buffer{Value: 1024}, ""},
		{limit + 1, Buffer{Value: 1024}, "want at most " + strconv.Itoa(limit) + " where a value takes 1024 bytes"},
		{limit, Buffer{Value: 1000, Beside: 24}, ""},
		{limit + 1, Buffer{Value: 1000, Beside: 24}, "want at most " + strconv.Itoa(limit) + " where a value takes 1000 bytes and its slot 24 more"},
		{limit - 3, Buffer{Value: 1024, Spare: 3}, ""},
		{limit - 2, Buffer{Value: 1024, Spare: 3}, "want at most " + strconv.Itoa(limit-3) + " where a value takes 1024 bytes"},
		{0, Buffer{Value: math.MaxInt}, ""},
		{1, Buffer{Value: math.MaxInt, Spare: 3}, "want at most 0 where a value takes " + strconv.Itoa(math.MaxInt) + " bytes"},
		{math.MaxInt, Buffer{}, ""},
		{math.MaxInt, Buffer{Spare: 1}, "want at most " + strconv.Itoa(math.MaxInt-1) + " where a value takes 0 bytes"},
		{math.MaxInt, Buffer{Beside: 2}, "want at most " + strconv.Itoa(int(maxBytes/2)) + " where a value takes 0 bytes and its slot 2 more"},
		{5, Buffer{Most: 5}, ""},
		{6, Buffer{Most: 5}, "want at most 5 where a value takes 0 bytes"},
		{limit + 1, Buffer{Value: 1024, Most: math.MaxInt}, "want at most " + strconv.Itoa(limit) + " where a value takes 1024 bytes"},
		{-1, Buffer{Value: 8}, "want 0 or more"},
		{math.MinInt, Buffer{}, "want 0 or more"},
	} {
		var want any
		if c.want != "" {
			want = "pkg.New: capacity is " + strconv.Itoa(c.n) + ", " + c.want
		}
		if got := panicOf(func() { Capacity("pkg.New", c.n, c.b) }); got != want {
			t.Errorf("Capacity(%d, %+v) panics with %v, want %v", c.n, c.b, got, want)
		}
	}
}

func TestZeroValue(t *testing.T) {
	const want = "pkg.New makes a queue, and this one is a zero value"
	if got := panicOf(func() { ZeroValue("pkg.New") }); got != want {
		t.Errorf("ZeroValue panics with %v, want %s", got, want)
	}
}
