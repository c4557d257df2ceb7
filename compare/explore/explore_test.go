package explore

import (
	"strings"
	"testing"

	"github.com/boundedq/queue"
)

func TestBadPrograms(t *testing.T) {
	for _, c := range []struct {
		p    Program
		want string
	}{
		{Program{Text: "S|Q"}, "'Q', want S"},
		{Program{Text: "S|C'"}, `'\'', want S`},
		{Program{Text: "'S"}, `'\'', want S`},
		{Program{Text: "S", Capacity: -1}, "capacity is -1"},
		{Program{Text: "S", Capacity: 1, Fill: 2}, "fill 2"},
		{Program{Text: "S", Preemptions: -1}, "preemptions -1"},
		{Program{Text: strings.Repeat("s", 40), Capacity: 1}, "43 calls"},
		{Program{Text: "S||R"}, "without calls"},
		{Program{}, "without calls"},
	} {
		if _, err := c.p.calls(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want one with %q", c.p, err, c.want)
		}
	}
	parts, err := Program{Text: "S'R | C"}.calls()
	if err != nil || len(parts) != 2 || len(parts[0]) != 2 || parts[0][0] != "S'" {
		t.Errorf("parts %q, %v", parts, err)
	}
}

// The judge, by hand.
func TestLinearizable(t *testing.T) {
	ended := func(what string, before uint32, v int, err error) *call {
		return &call{what: what, began: true, ended: true, before: before, v: v, err: err}
	}
	for _, c := range []struct {
		what     string
		capacity int
		held     []int
		calls    []*call
		want     bool
	}{
		{"nothing", 1, nil, nil, true},
		{"in order", 2, nil, []*call{ended("s", 0, 1, nil), ended("s", 1, 2, nil), ended("r", 3, 1, nil)}, true},
		{"out of order", 2, nil, []*call{ended("s", 0, 1, nil), ended("s", 1, 2, nil), ended("r", 3, 2, nil)}, false},
		{"at once, so in any order", 2, nil, []*call{ended("s", 0, 1, nil), ended("s", 0, 2, nil), ended("r", 3, 2, nil)}, true},
		{"received twice", 1, []int{1}, []*call{ended("r", 0, 1, nil), ended("r", 0, 1, nil)}, false},
		{"never sent", 1, nil, []*call{ended("r", 0, 7, nil)}, false},
		{"too many", 1, []int{1}, []*call{ended("s", 0, 2, nil)}, false},
		{"full", 1, []int{1}, []*call{ended("s", 0, 2, queue.ErrFull)}, true},
		{"full with room", 1, nil, []*call{ended("s", 0, 2, queue.ErrFull)}, false},
		{"full before a receive", 1, []int{1}, []*call{ended("r", 0, 1, nil), ended("s", 0, 2, queue.ErrFull)}, true},
		{"full after a receive", 1, []int{1}, []*call{ended("r", 0, 1, nil), ended("s", 1, 2, queue.ErrFull)}, false},
		{"empty with a value", 1, []int{1}, []*call{ended("r", 0, 0, queue.ErrEmpty)}, false},
		{"closed and drained", 1, []int{1}, []*call{ended("C", 0, 0, nil), ended("r", 1, 1, nil), ended("r", 3, 0, queue.ErrClosed)}, true},
		{"closed and not drained", 1, []int{1}, []*call{ended("C", 0, 0, nil), ended("r", 1, 0, queue.ErrClosed)}, false},
		{"sent after Close", 1, nil, []*call{ended("C", 0, 0, nil), ended("s", 1, 1, nil)}, false},
		{"not closed", 1, nil, []*call{ended("s", 0, 1, queue.ErrClosed)}, false},
		{"Len", 2, []int{1}, []*call{ended("L", 0, 1, nil)}, true},
		{"Len of a moment that never was", 2, []int{1}, []*call{ended("s", 0, 2, nil), ended("L", 1, 1, nil)}, false},
		{"rendezvous", 0, nil, []*call{ended("S", 0, 1, nil), ended("R", 0, 1, nil)}, true},
		{"rendezvous of two that do not wait", 0, nil, []*call{ended("s", 0, 1, nil), ended("r", 0, 1, nil)}, false},
		{"rendezvous with nobody", 0, nil, []*call{ended("S", 0, 1, nil)}, false},
		{"rendezvous one after the other", 0, nil, []*call{ended("S", 0, 1, nil), ended("R", 1, 1, nil)}, false},
		{"waits, and has no effect", 1, []int{1}, []*call{{what: "S", began: true, v: 2}, ended("r", 0, 1, nil), ended("r", 2, 0, queue.ErrEmpty)}, true},
	} {
		if got := linearizable(c.calls, c.capacity, c.held); got != c.want {
			t.Errorf("%s: %t, want %t", c.what, got, c.want)
		}
	}
}
