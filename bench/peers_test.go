package bench

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/boundedq/queue/bench/internal/lane"
	"github.com/boundedq/queue/bench/peers"
	"github.com/boundedq/queue/compare/queuebench"
)

// BenchmarkPeers is the handoff scenario, and what company does to it, for queues of
// others beside the ring and the bare channel.
func BenchmarkPeers(b *testing.B) { runEqual(b, peersMatrix()) }

// peersMatrix returns the cells of BenchmarkPeers, before those are left out that a
// peer does not hold the capacity of.
func peersMatrix() []queuebench.Cell {
	queues := rivals("ring", "spsc")
	return append(
		cellsOf(queues, queuebench.Scenarios("handoff"), queuebench.Controls(), queuebench.Capacities(1, 2, 16, 1024)),
		cellsOf(queues, queuebench.Scenarios("busy", "wake", "busywake"), queuebench.Controls(), queuebench.Capacities(16))...)
}

// rivals returns queues of this module by name and all of others, each called through
// the interface.
func rivals(names ...string) []queuebench.Impl {
	named := byName(append(lane.Direct(), lane.Queues()...))
	var impls []queuebench.Impl
	for _, name := range names {
		impl := named[name]
		impl.Lane = nil
		impls = append(impls, impl)
	}
	return append(impls, lane.Peers()...)
}

// runEqual measures the cells in which each queue holds the capacity that it is asked
// for, and prints, as settings of the benchmark format, what was left out and how the
// peers wait.
func runEqual(b *testing.B, cells []queuebench.Cell) {
	cells, notes := equal(cells)
	for _, note := range notes {
		fmt.Println(note)
	}
	shuffle(cells, *seed)
	for _, c := range cells {
		c.RunAs(b, name(c))
	}
}

// equal returns the cells but for those of peers at capacities that they do not hold,
// and a line about each peer.
func equal(cells []queuebench.Cell) (kept []queuebench.Cell, notes []string) {
	capacities := map[int]bool{}
	for _, c := range cells {
		capacities[c.Capacity] = true
	}
	notes = []string{"peer-backoff: " + peers.Backoff}
	unfit := map[string]map[int]bool{}
	for _, peer := range lane.Peers() {
		unfit[peer.Name] = map[int]bool{}
		note := fmt.Sprintf("peer-%s:", peer.Name)
		for _, capacity := range slices.Sorted(maps.Keys(capacities)) {
			if err := peers.Holds(peer.New, capacity); err != nil {
				unfit[peer.Name][capacity] = true
				note += fmt.Sprintf(" not at cap=%d, %v;", capacity, err)
			} else {
				note += fmt.Sprintf(" holds cap=%d;", capacity)
			}
		}
		notes = append(notes, strings.TrimSuffix(note, ";"))
	}
	kept = slices.DeleteFunc(cells, func(c queuebench.Cell) bool { return unfit[c.Impl.Name][c.Capacity] })
	return kept, notes
}
