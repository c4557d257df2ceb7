//go:build sched

package ring

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/compare/explore"
	"github.com/boundedq/queue/condq"
	"github.com/boundedq/queue/internal/wait"
)

var (
	exploreFar = flag.Bool("explore.far", false, "explore with as many preemptions as make explore does, and not only as CI does")
	exploreAt  = flag.Int("explore.at", -1, "explore with so many preemptions in every scenario")
)

// explored are queues to explore. Rings are of any capacity here, so that what happens in
// one of 32 slots happens in one or two.
var explored = map[string]func(n int) queue.BoundedQueue[int]{
	"ring":     func(n int) queue.BoundedQueue[int] { return newRing[int](n, role{}) },
	"SPSC":     func(n int) queue.BoundedQueue[int] { return spsc(newRing[int](n, role{true, true})) },
	"MPSC":     func(n int) queue.BoundedQueue[int] { return mpsc(newRing[int](n, role{oneReceiver: true})) },
	"SPMC":     func(n int) queue.BoundedQueue[int] { return spmc(newRing[int](n, role{oneSender: true})) },
	"LockFree": func(n int) queue.BoundedQueue[int] { return newLockFree[int](n, 4) },
	"condq":    func(n int) queue.BoundedQueue[int] { return condq.New[int](n) },

	// With no place for whoever is in the middle of an operation, so that there have to be more.
	"LockFree, no place more": func(n int) queue.BoundedQueue[int] { return newLockFree[int](n, 0) },

	// Who came too late once starves.
	"ring, starving": func(n int) queue.BoundedQueue[int] {
		q := newRing[int](n, role{})
		starving(&q.senders, &q.receivers)
		return q
	},
	"LockFree, starving": func(n int) queue.BoundedQueue[int] {
		q := newLockFree[int](n, 4)
		starving(&q.senders, &q.receivers)
		return q
	},
}

func starving(rooms ...*wait.Room[int]) {
	for _, r := range rooms {
		r.SetBorne(1)
	}
}

// A scenario is some programs on some queues.
type scenario struct {
	what       string
	queues     []string
	texts      []string
	capacities []int
	full       bool // in the beginning, and not empty
	near, far  int  // preemptions
}

var (
	rings   = []string{"ring", "LockFree"}
	mpmc    = []string{"ring", "LockFree", "condq"}
	oneTwo  = []int{1, 2}
	justOne = []int{1}
)

var scenarios = []scenario{
	{"core, 2 senders and 2 receivers", append(rings, "LockFree, no place more"), []string{"s|s|r|r", "sr|sr|r", "ss|rr|s"}, oneTwo, false, 2, 2},
	{"core, full", rings, []string{"s|s|r|r"}, oneTwo, true, 2, 2},
	{"core and Close", mpmc, []string{"ss|rr|C", "sr|s|C"}, oneTwo, false, 2, 3},
	{"core and Close, roles", []string{"SPSC", "MPSC", "SPMC"}, []string{"ss|rr|C"}, oneTwo, false, 2, 3},
	{"all orders", rings, []string{"s|s|r", "s|r|r", "sr|sr", "s|r|C"}, justOne, false, explore.All, explore.All},
	{"all orders, full", rings, []string{"s|s|r", "s|r|r", "rs|rs"}, justOne, true, explore.All, explore.All},
	{"all orders, waiting", rings, []string{"S|R", "S|R|C", "S|R'|X"}, justOne, false, 2, explore.All},
	{"Len", rings, []string{"L|sr|s", "L|rs|r"}, justOne, false, 2, 3},

	{"wait, 1 sender and 1 receiver", append(mpmc, "SPSC"), []string{"SS|RR"}, justOne, false, 3, 4},
	{"wait, 2 senders and 1 receiver", append(mpmc, "MPSC"), []string{"S|S|RR"}, justOne, false, 2, 3},
	{"wait, 2 senders and 1 receiver, full", append(mpmc, "MPSC"), []string{"S|S|RR"}, justOne, true, 2, 3},
	{"wait, 1 sender and 2 receivers", append(mpmc, "SPMC"), []string{"SS|R|R"}, justOne, false, 2, 3},
	{"wait, 2 and 2", mpmc, []string{"S|S|R|R"}, oneTwo, false, 1, 2},
	{"wait, 2 and 2, full", mpmc, []string{"S|S|R|R"}, oneTwo, true, 1, 2},
	{"wait and try", mpmc, []string{"R|R|s|s", "RR|s|sr", "R|R|ss|r"}, justOne, false, 1, 2},
	{"wait and try, full", mpmc, []string{"S|S|r|r"}, justOne, true, 1, 2},
	{"serve", rings, []string{"R|s|ssr"}, []int{2}, false, 2, 3},
	{"wait, starving", []string{"ring, starving", "LockFree, starving"}, []string{"R|R|s|sr", "R|R|s|s"}, justOne, false, 1, 2},
	{"wait, starving, full", []string{"ring, starving", "LockFree, starving"}, []string{"S|S|r|rs", "S|S|r|r"}, justOne, true, 1, 2},
	{"wait, starving, on both sides", []string{"ring, starving", "LockFree, starving"}, []string{"rr|R|S|SS"}, justOne, false, 1, 2},
	{"wait and cancel", mpmc, []string{"R'|R|s|X", "R'|R'|S|X"}, justOne, false, 2, 2},
	{"wait and cancel, full", mpmc, []string{"S'|S|r|X"}, justOne, true, 2, 2},
	{"wait and Close", mpmc, []string{"R|R|S|C", "R|rs|C"}, justOne, false, 2, 2},
	{"wait and Close, full", mpmc, []string{"S|S|r|C"}, justOne, true, 2, 2},
	{"rendezvous", []string{"condq"}, []string{"S|S|R|R", "s|S|R|r", "S'|R|X", "S|R|R|C"}, []int{0}, false, 2, 2},
}

// TestExplore explores every scenario. With -v it prints a table.
func TestExplore(t *testing.T) {
	var table strings.Builder
	fmt.Fprintln(&table, "| scenario | queue | programs | preemptions | schedules | cut | states | time |\n|---|---|---|---:|---:|---:|---:|---:|")
	for _, s := range scenarios {
		for _, name := range s.queues {
			t.Run(strings.ReplaceAll(s.what+"/"+name, ", ", "_"), func(t *testing.T) {
				row := explore.Result{Preemptions: s.near}
				switch {
				case *exploreAt >= 0:
					row.Preemptions = *exploreAt
				case *exploreFar:
					row.Preemptions = s.far
				}
				for _, n := range s.capacities {
					for _, text := range s.texts {
						p := explore.Program{Text: text, Capacity: n, Preemptions: row.Preemptions}
						if s.full {
							p.Fill = n
						}
						r, err := explore.Run(p, explored[name])
						if err != nil {
							t.Fatal(err)
						}
						row.Schedules += r.Schedules
						row.Cut += r.Cut
						row.States += r.States
						row.Took += r.Took
					}
				}
				bound := fmt.Sprint(row.Preemptions)
				if row.Preemptions == explore.All {
					bound = "any"
				}
				fmt.Fprintf(&table, "| %s | %s | %d | %s | %d | %d | %d | %v |\n", s.what, name, len(s.capacities)*len(s.texts),
					bound, row.Schedules, row.Cut, row.States, row.Took.Round(time.Millisecond))
			})
		}
	}
	t.Logf("\n%s", &table)
}
