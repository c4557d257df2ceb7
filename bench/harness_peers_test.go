package bench

import (
	"slices"
	"strings"
	"testing"

	"github.com/boundedq/queue/compare/queuebench"
)

func TestPeersAreMeasuredAtWhatTheyHold(t *testing.T) {
	cells, notes := equal(peersMatrix())
	var names []string
	for _, c := range cells {
		names = append(names, name(c))
	}
	seen := checkNames(t, names)
	for _, name := range []string{
		"scenario=handoff/impl=chan/cap=1/p=1/c=1",
		"scenario=handoff/impl=spsc/cap=16/p=1/c=1",
		"scenario=handoff/impl=xsync-mpmc/cap=1/p=4/c=4",
		"scenario=handoff/impl=xsync-spsc/cap=1024/p=1/c=1",
		"scenario=handoff/impl=workiva/cap=2/p=4/c=4",
		"scenario=handoff/impl=bytedance/cap=2/p=1/c=1",
		"scenario=handoff/impl=ring-again/cap=1024/p=4/c=4",
		"scenario=busy/impl=xsync-mpmc/cap=16/p=4/c=4",
		"scenario=busywake/impl=workiva/cap=16/p=1/c=1",
	} {
		if !seen[name] {
			t.Errorf("%s is missing", name)
		}
	}
	for _, name := range []string{
		"scenario=handoff/impl=workiva/cap=1/p=1/c=1",
		"scenario=handoff/impl=bytedance/cap=1/p=1/c=1",
		"scenario=handoff/impl=xsync-spsc/cap=16/p=4/c=4",
	} {
		if seen[name] {
			t.Errorf("%s is measured", name)
		}
	}
	for _, note := range []string{
		"peer-backoff: try; when refused,",
		"peer-xsync-mpmc: holds cap=1; holds cap=2; holds cap=16; holds cap=1024",
		"peer-workiva: not at cap=1, holds 10 or more; holds cap=2;",
		"peer-bytedance: not at cap=1, panics: bytedance: capacity 1: must be 2 or more; holds cap=2;",
	} {
		if !slices.ContainsFunc(notes, func(s string) bool { return strings.HasPrefix(s, note) }) {
			t.Errorf("nothing begins with %q in %q", note, notes)
		}
	}
}

func TestSoundPeerHasNumbers(t *testing.T) {
	cells, _ := equal(peersMatrix())
	for _, c := range cells {
		if c.Capacity == 1024 {
			continue
		}
		t.Run(name(c), func(t *testing.T) {
			n := some(c)
			if r := measure(t, c, n); r.N != n || r.T <= 0 {
				t.Errorf("got %v", r)
			}
		})
	}
}

// Each scenario is there, and each queue in each scenario that it can be in.
func TestFullMatrix(t *testing.T) {
	var names []string
	queues := map[string]map[string]bool{} // by scenario
	for _, c := range fullMatrix() {
		names = append(names, name(c))
		if queues[c.Scenario] == nil {
			queues[c.Scenario] = map[string]bool{}
		}
		queues[c.Scenario][c.Impl.Name] = true
	}
	checkNames(t, names)
	cells, err := queuebench.Cells(rivals("ring"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cells {
		if !queues[c.Scenario][c.Impl.Name] {
			t.Errorf("%s is in no cell of scenario %s", c.Impl.Name, c.Scenario)
		}
	}
}
