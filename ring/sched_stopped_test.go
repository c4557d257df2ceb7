//go:build sched

package ring

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/internal/sched"
)

// The scheduler may stop a goroutine anywhere, for as long as others compute. What can
// the rest do meanwhile? In each row somebody is stopped for good, in a ring of capacity 4.
// The columns say how far others come then, each on a ring of its own:
//
//	send     how many values TrySend sends, and what it comes to then: "full", as it
//	         must, or "claimed", where TrySend looks again and again. Send sends as many,
//	         and there it waits
//	receive  the same of TryRecv and Recv, which may also find it "empty"
//	pairs    how often in turn somebody sends a value and somebody receives one, by
//	         tries; "all" is four laps
//	waiters  how many of the others who wait come to their ends when after four laps
//	         there is what they wait for
//	after    how many values are received after Close, until receivers hear of the end
//	         ("closed"); or come to "claimed", and do not hear
//
// Len and Close never wait for anybody. Len counts what is claimed as held.
//
// Whoever is stopped while it feeds those who starve has the mutex of those who wait on
// that side. Who has to wait there then waits for the mutex first.
//
// A row holds on every ring in which so many goroutines may operate as it takes, and
// that has the role for one on the side of the stopped one if it is alone.
//
// In condq there is no point inside the mutex: whoever is stopped there holds up all
// others, and whoever is stopped outside nobody but the one that it has chosen.
type stopped struct {
	op      string
	alone   bool   // it has the role for one goroutine
	before  string // see befores
	at      string
	length  int
	send    string
	receive string
	pairs   string
	waiters string
	after   string
}

const stoppedCapacity = 4

var stoppedTable = []stopped{
	{"Send", false, "empty", "send: to look at head", 0, "4, full", "0, empty", "all", "-", "0, closed"},
	{"Send", false, "2 held", "claim: about to", 2, "2, full", "2, empty", "all", "-", "2, closed"},
	{"Send", false, "2 held", "send: claimed", 3, "1, full", "2, claimed", "2, claimed", "-", "2, claimed"},
	{"Send", false, "2 held", "send: written", 3, "1, full", "2, claimed", "2, claimed", "-", "2, claimed"},
	{"Send", false, "2 held", "send: published", 3, "1, full", "3, empty", "all", "-", "3, closed"},
	{"Send", false, "full", "send: no room", 4, "0, full", "4, empty", "all", "-", "4, closed"},
	{"Send", false, "full", "wait: not ready", 4, "0, full", "4, empty", "all", "-", "4, closed"},
	{"Send", false, "full", "wait: entered", 4, "0, full", "4, empty", "all", "-", "4, closed"},
	{"Send", false, "full", "ready: at tail", 4, "0, full", "4, empty", "all", "-", "4, closed"},
	{"Send", false, "woken, full", "wait: woken", 3, "1, full", "3, empty", "all", "-", "3, closed"},
	{"Send", false, "woken, full", "send: claimed", 4, "0, full", "3, claimed", "3, claimed", "-", "3, claimed"},
	{"Send", false, "woken, full", "wait: over", 4, "0, full", "4, empty", "all", "-", "4, closed"},
	{"Send", false, "woken, full", "retire: not awake", 4, "0, full", "4, empty", "all", "-", "4, closed"},
	{"Send", false, "woken late, full", "wait: too late", 4, "0, full", "4, empty", "all", "-", "4, closed"},
	{"Send", false, "woken, 1 behind, full", "wait: woken", 3, "1, full", "3, empty", "all", "1 of 1", "3, closed"},
	{"Send", false, "woken, 1 behind, full", "retire: not awake", 4, "0, full", "4, empty", "all", "1 of 1", "4, closed"},
	{"Send", false, "woken for two, 1 behind, full", "retire: somebody waits", 3, "1, full", "3, empty", "all", "1 of 1", "3, closed"},
	{"Send", false, "cancelled, 1 behind, full", "wait: cancelled", 4, "0, full", "4, empty", "all", "1 of 1", "4, closed"},
	{"Send", false, "cancelled, 1 behind, full", "wait: gives up", 4, "0, full", "4, empty", "all", "1 of 1", "4, closed"},
	{"Send", false, "cancelled, 1 behind, full", "retire: not awake", 4, "0, full", "4, empty", "all", "1 of 1", "4, closed"},
	{"Send", false, "woken, cancelled, 1 behind, full", "wait: gives up", 3, "1, full", "3, empty", "all", "1 of 1", "3, closed"},
	{"Send", false, "woken, cancelled, 1 behind, full", "retire: not awake", 3, "1, full", "3, empty", "all", "1 of 1", "3, closed"},
	{"Send", false, "woken, cancelled, 1 behind, full", "retire: somebody waits", 3, "1, full", "3, empty", "all", "1 of 1", "3, closed"},
	{"Send", false, "ready meanwhile, full", "wait: ready", 3, "1, full", "3, empty", "all", "-", "3, closed"},
	{"Send", false, "1 waits", "serve: at head", 0, "5, full", "0, empty", "all", "1 of 1", "0, closed"},
	{"Send", false, "1 waits", "serve: nothing held", 0, "5, full", "0, empty", "all", "1 of 1", "0, closed"},
	{"Send", false, "1 waits", "choose: somebody sits", 0, "5, full", "0, empty", "all", "1 of 1", "0, closed"},
	{"Send", false, "1 waits", "serve: chosen", 0, "4, full", "0, empty", "all", "0 of 1", "0, closed"},
	{"Send", false, "1 waits", "serve: nothing held still", 0, "4, full", "0, empty", "all", "0 of 1", "0, closed"},
	{"SendMany", false, "2 held", "claim: about to", 2, "2, full", "2, empty", "all", "-", "2, closed"},
	{"SendMany", false, "2 held", "send: claimed", 4, "0, full", "2, claimed", "2, claimed", "-", "2, claimed"},
	{"SendMany", false, "2 held", "send: written", 4, "0, full", "2, claimed", "2, claimed", "-", "2, claimed"},
	{"SendMany", false, "2 held", "send: published", 4, "0, full", "4, empty", "all", "-", "4, closed"},
	{"SendMany", false, "2 wait", "notify: somebody waits", 2, "2, full", "2, empty", "all", "2 of 2", "2, closed"},
	{"SendMany", false, "2 wait", "choose: somebody sits", 2, "2, full", "2, empty", "all", "2 of 2", "2, closed"},
	{"SendMany", false, "2 wait", "notify: chosen", 2, "2, full", "2, empty", "all", "1 of 2", "2, closed"},
	{"SendMany", false, "2 wait in the list", "room: to take mutex", 2, "2, full", "2, empty", "all", "2 of 2", "2, closed"},
	{"SendMany", false, "2 wait in the list", "room: mutex given up", 2, "2, full", "2, empty", "all", "1 of 2", "2, closed"},
	{"SendMany", false, "2 wait in the list", "notify: chosen", 2, "2, full", "2, empty", "all", "1 of 2", "2, closed"},
	{"SendMany", false, "1 starves, 1 waits", "room: to take mutex", 2, "3, full", "1, empty", "all", "2 of 2", "2, closed"},
	{"SendMany", false, "1 starves, 1 waits", "recv: claimed", 1, "2, claimed", "1, empty", "2, claimed", "0 of 2", "1, closed"},
	{"SendMany", false, "1 starves, 1 waits", "recv: taken", 1, "2, claimed", "1, empty", "2, claimed", "0 of 2", "1, closed"},
	{"SendMany", false, "1 starves, 1 waits", "room: mutex given up", 1, "3, full", "1, empty", "all", "2 of 2", "1, closed"},
	{"Recv", false, "full", "recv: to look at tail", 4, "0, full", "4, empty", "all", "-", "4, closed"},
	{"Recv", false, "2 held", "claim: about to", 2, "2, full", "2, empty", "all", "-", "2, closed"},
	{"Recv", false, "2 held", "recv: claimed", 1, "2, claimed", "1, empty", "2, claimed", "-", "1, closed"},
	{"Recv", false, "2 held", "recv: taken", 1, "2, claimed", "1, empty", "2, claimed", "-", "1, closed"},
	{"Recv", false, "2 held", "recv: released", 1, "3, full", "1, empty", "all", "-", "1, closed"},
	{"Recv", false, "empty", "recv: no value", 0, "4, full", "0, empty", "all", "-", "0, closed"},
	{"Recv", false, "empty", "wait: not ready", 0, "4, full", "0, empty", "all", "-", "0, closed"},
	{"Recv", false, "empty", "wait: entered", 0, "5, full", "0, empty", "all", "-", "0, closed"},
	{"Recv", false, "empty", "ready: at head", 0, "5, full", "0, empty", "all", "-", "0, closed"},
	{"Recv", false, "woken", "wait: woken", 1, "3, full", "1, empty", "all", "-", "1, closed"},
	{"Recv", false, "woken", "recv: claimed", 0, "3, claimed", "0, empty", "3, claimed", "-", "0, closed"},
	{"Recv", false, "woken", "wait: over", 0, "4, full", "0, empty", "all", "-", "0, closed"},
	{"Recv", false, "woken", "retire: not awake", 0, "4, full", "0, empty", "all", "-", "0, closed"},
	{"Recv", false, "woken late", "wait: too late", 0, "4, full", "0, empty", "all", "-", "0, closed"},
	{"Recv", false, "woken, 1 behind", "wait: woken", 1, "3, full", "1, empty", "all", "1 of 1", "1, closed"},
	{"Recv", false, "woken, 1 behind", "retire: not awake", 0, "4, full", "0, empty", "all", "1 of 1", "0, closed"},
	{"Recv", false, "woken for two, 1 behind", "retire: somebody waits", 1, "3, full", "1, empty", "all", "1 of 1", "1, closed"},
	{"Recv", false, "cancelled, 1 behind", "wait: cancelled", 0, "5, full", "0, empty", "all", "1 of 1", "0, closed"},
	{"Recv", false, "cancelled, 1 behind", "wait: gives up", 0, "4, full", "0, empty", "all", "1 of 1", "0, closed"},
	{"Recv", false, "cancelled, 1 behind", "retire: not awake", 0, "4, full", "0, empty", "all", "1 of 1", "0, closed"},
	{"Recv", false, "woken, cancelled, 1 behind", "wait: gives up", 1, "3, full", "1, empty", "all", "1 of 1", "1, closed"},
	{"Recv", false, "woken, cancelled, 1 behind", "retire: not awake", 1, "3, full", "1, empty", "all", "1 of 1", "1, closed"},
	{"Recv", false, "woken, cancelled, 1 behind", "retire: somebody waits", 1, "3, full", "1, empty", "all", "1 of 1", "1, closed"},
	{"Recv", false, "ready meanwhile", "wait: ready", 1, "3, full", "1, empty", "all", "-", "1, closed"},
	{"Recv", false, "2 wait, full", "notify: somebody waits", 3, "1, full", "3, empty", "all", "2 of 2", "3, closed"},
	{"Recv", false, "2 wait, full", "choose: somebody sits", 3, "1, full", "3, empty", "all", "2 of 2", "3, closed"},
	{"Recv", false, "2 wait, full", "notify: chosen", 3, "1, full", "3, empty", "all", "1 of 2", "3, closed"},
	{"Recv", false, "2 wait in the list, full", "room: to take mutex", 3, "1, full", "3, empty", "all", "2 of 2", "3, closed"},
	{"Recv", false, "2 wait in the list, full", "room: mutex given up", 3, "1, full", "3, empty", "all", "1 of 2", "3, closed"},
	{"Recv", false, "2 wait in the list, full", "notify: chosen", 3, "1, full", "3, empty", "all", "1 of 2", "3, closed"},
	{"Recv", false, "1 starves, 1 waits, full", "room: to take mutex", 3, "0, full", "4, empty", "all", "2 of 2", "3, closed"},
	{"Recv", false, "1 starves, 1 waits, full", "send: claimed", 4, "0, full", "3, claimed", "3, claimed", "0 of 2", "3, claimed"},
	{"Recv", false, "1 starves, 1 waits, full", "send: written", 4, "0, full", "3, claimed", "3, claimed", "0 of 2", "3, claimed"},
	{"Recv", false, "1 starves, 1 waits, full", "room: mutex given up", 4, "0, full", "4, empty", "all", "2 of 2", "4, closed"},
	{"RecvMany", false, "2 held", "claim: about to", 2, "2, full", "2, empty", "all", "-", "2, closed"},
	{"RecvMany", false, "2 held", "recv: claimed", 0, "2, claimed", "0, empty", "2, claimed", "-", "0, closed"},
	{"RecvMany", false, "2 held", "recv: taken", 0, "2, claimed", "0, empty", "2, claimed", "-", "0, closed"},
	{"RecvMany", false, "2 held", "recv: released", 0, "4, full", "0, empty", "all", "-", "0, closed"},
	{"Send", true, "empty", "send: to look at head", 0, "-", "0, empty", "-", "-", "0, closed"},
	{"Send", true, "2 held", "send: written", 2, "-", "2, empty", "-", "-", "2, closed"},
	{"Send", true, "2 held", "send: published", 3, "-", "3, empty", "-", "-", "3, closed"},
	{"Send", true, "full", "send: no room", 4, "-", "4, empty", "-", "-", "4, closed"},
	{"Send", true, "full", "wait: not ready", 4, "-", "4, empty", "-", "-", "4, closed"},
	{"Send", true, "full", "wait: entered", 4, "-", "4, empty", "-", "-", "4, closed"},
	{"Send", true, "full", "ready: at tail", 4, "-", "4, empty", "-", "-", "4, closed"},
	{"Send", true, "woken, full", "wait: woken", 3, "-", "3, empty", "-", "-", "3, closed"},
	{"Send", true, "woken, full", "send: written", 3, "-", "3, empty", "-", "-", "3, closed"},
	{"Send", true, "woken, full", "wait: over", 4, "-", "4, empty", "-", "-", "4, closed"},
	{"Send", true, "woken, full", "retire: not awake", 4, "-", "4, empty", "-", "-", "4, closed"},
	{"Send", true, "1 waits", "serve: at head", 0, "-", "0, empty", "-", "-", "0, closed"},
	{"Send", true, "1 waits", "serve: nothing held", 0, "-", "0, empty", "-", "-", "0, closed"},
	{"Send", true, "1 waits", "choose: somebody sits", 0, "-", "0, empty", "-", "-", "0, closed"},
	{"Send", true, "1 waits", "serve: chosen", 0, "-", "0, empty", "-", "-", "0, closed"},
	{"Send", true, "1 waits", "serve: nothing held still", 0, "-", "0, empty", "-", "-", "0, closed"},
	{"SendMany", true, "2 held", "send: written", 2, "-", "2, empty", "-", "-", "2, closed"},
	{"SendMany", true, "2 held", "send: published", 4, "-", "4, empty", "-", "-", "4, closed"},
	{"SendMany", true, "2 wait", "notify: somebody waits", 2, "-", "2, empty", "-", "-", "2, closed"},
	{"SendMany", true, "2 wait", "notify: chosen", 2, "-", "2, empty", "-", "-", "2, closed"},
	{"Recv", true, "full", "recv: to look at tail", 4, "0, full", "-", "-", "-", "-"},
	{"Recv", true, "2 held", "recv: taken", 2, "2, full", "-", "-", "-", "-"},
	{"Recv", true, "2 held", "recv: released", 1, "3, full", "-", "-", "-", "-"},
	{"Recv", true, "empty", "recv: no value", 0, "4, full", "-", "-", "-", "-"},
	{"Recv", true, "empty", "wait: not ready", 0, "4, full", "-", "-", "-", "-"},
	{"Recv", true, "empty", "wait: entered", 0, "5, full", "-", "-", "-", "-"},
	{"Recv", true, "empty", "ready: at head", 0, "5, full", "-", "-", "-", "-"},
	{"Recv", true, "woken", "wait: woken", 1, "3, full", "-", "-", "-", "-"},
	{"Recv", true, "woken", "recv: taken", 1, "3, full", "-", "-", "-", "-"},
	{"Recv", true, "woken", "wait: over", 0, "4, full", "-", "-", "-", "-"},
	{"Recv", true, "woken", "retire: not awake", 0, "4, full", "-", "-", "-", "-"},
	{"Recv", true, "2 wait, full", "notify: somebody waits", 3, "1, full", "-", "-", "-", "-"},
	{"Recv", true, "2 wait, full", "notify: chosen", 3, "1, full", "-", "-", "-", "-"},
	{"RecvMany", true, "2 held", "recv: taken", 2, "2, full", "-", "-", "-", "-"},
	{"RecvMany", true, "2 held", "recv: released", 0, "4, full", "-", "-", "-", "-"},
}

// stoppedOps are the operations to be stopped in.
var stoppedOps = map[string]func(context.Context, queue.BoundedQueue[int]){
	"Send":     func(ctx context.Context, q queue.BoundedQueue[int]) { q.Send(ctx, 100) },
	"SendMany": func(ctx context.Context, q queue.BoundedQueue[int]) { queue.SendMany(ctx, q, []int{100, 101}) },
	"Recv":     func(ctx context.Context, q queue.BoundedQueue[int]) { q.Recv(ctx) },
	"RecvMany": func(ctx context.Context, q queue.BoundedQueue[int]) { queue.RecvMany(ctx, q, make([]int, 2)) },
}

func (row stopped) sends() bool { return strings.HasPrefix(row.op, "Send") }

// A before is what comes before somebody is stopped.
type before struct {
	held  int
	wait  int  // of the other side; below zero, the first of them starves
	gap   bool // the one that came first is gone, so all are in the list
	woken bool // the one to be stopped has waited, and was woken
	late  bool // and others have been faster
	two   bool // there is what two wait for
	gone  bool // it has waited, and was cancelled
	found bool // there was what it waited for before it began to wait
	peers int  // of its own side wait behind it
}

var befores = map[string]before{
	"empty":                            {},
	"2 held":                           {held: 2},
	"full":                             {held: 4},
	"1 waits":                          {wait: 1},
	"2 wait":                           {wait: 2},
	"2 wait, full":                     {held: 4, wait: 2},
	"woken":                            {woken: true},
	"woken, full":                      {held: 4, woken: true},
	"woken late":                       {woken: true, late: true},
	"woken late, full":                 {held: 4, woken: true, late: true},
	"woken, 1 behind":                  {woken: true, peers: 1},
	"woken, 1 behind, full":            {held: 4, woken: true, peers: 1},
	"woken for two, 1 behind":          {woken: true, two: true, peers: 1},
	"woken for two, 1 behind, full":    {held: 4, woken: true, two: true, peers: 1},
	"cancelled, 1 behind":              {gone: true, peers: 1},
	"cancelled, 1 behind, full":        {held: 4, gone: true, peers: 1},
	"woken, cancelled, 1 behind":       {woken: true, gone: true, peers: 1},
	"woken, cancelled, 1 behind, full": {held: 4, woken: true, gone: true, peers: 1},
	"ready meanwhile":                  {found: true},
	"ready meanwhile, full":            {held: 4, found: true},
	"2 wait in the list":               {wait: 3, gap: true},
	"2 wait in the list, full":         {held: 4, wait: 3, gap: true},
	"1 starves, 1 waits":               {wait: -2},
	"1 starves, 1 waits, full":         {held: 4, wait: -2},
}

// A hall is a ring in which somebody is stopped.
type hall struct {
	stage
	row     stopped
	roles   role
	q       queue.BoundedQueue[int] // by its roles
	waiting []*actor
}

// hallOf returns the ring of a row anew. It has the role for one on the side of those
// who are not stopped as well, or not.
func hallOf(t *testing.T, row stopped, otherAlone bool) *hall {
	h := &hall{stage: stage{Script: sched.NewScript(t), t: t}, row: row}
	h.roles = role{row.alone, otherAlone}
	if !row.sends() {
		h.roles = role{otherAlone, row.alone}
	}
	h.Queue = newRing[int](stoppedCapacity, h.roles)
	h.q = h.Queue
	for _, k := range kinds {
		if k.role == h.roles {
			h.q = k.on(h.Queue)
		}
	}
	b, known := befores[row.before]
	if !known {
		t.Fatalf("nobody knows %q", row.before)
	}
	for v := range b.held {
		h.mustTry(h.q.TrySend(v))
	}
	ctx, cancel := context.WithCancel(background)
	t.Cleanup(func() {
		cancel()
		h.close("end") // lets all who are left come to their ends
	})
	a := h.play("stopped", func(*result) { stoppedOps[row.op](ctx, h.q) })
	if b.wait < 0 {
		h.receivers.SetBorne(1)
		h.senders.SetBorne(1)
		h.waits(!row.sends())
		h.wakes(!row.sends(), before{late: true})
		h.waiting[0].Block()
		h.waits(!row.sends())
	}
	for range b.wait {
		h.waits(!row.sends())
	}
	if b.gap {
		h.wakes(!row.sends(), before{})
		h.waiting[0].Finish()
		h.waiting = h.waiting[1:]
	}
	switch {
	case b.found:
		a.Until("wait: not ready")
		h.wakes(row.sends(), b)
	case b.woken || b.gone:
		a.Block()
		for range b.peers {
			h.waits(row.sends())
		}
		if b.gone {
			cancel()
			a.Until("wait: cancelled")
		}
		if b.woken {
			h.wakes(row.sends(), b)
		}
	}
	if row.at != "wait: cancelled" {
		a.Until(row.at)
	}
	return h
}

func (h *hall) mustTry(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// waits lets a sender or a receiver wait.
func (h *hall) waits(sends bool) {
	a := h.play(fmt.Sprint("waits ", len(h.waiting)), func(*result) {
		if sends {
			h.q.Send(background, 7)
		} else {
			h.q.Recv(background)
		}
	})
	a.Block()
	h.waiting = append(h.waiting, a)
}

// wakes wakes one of those who wait, and serves nobody.
func (h *hall) wakes(sends bool, b before) {
	n := 1
	if b.two {
		n = 2
	}
	if sends {
		for range n {
			_, err := h.q.TryRecv()
			h.mustTry(err)
		}
		if b.late {
			h.mustTry(h.q.TrySend(8))
		}
		return
	}
	_, err := queue.SendMany(background, h.q, []int{8, 8}[:n])
	h.mustTry(err)
	if b.late {
		_, err := h.q.TryRecv()
		h.mustTry(err)
	}
}

// others reports whether there may be others that send, or that receive.
func (h *hall) others(send bool) bool {
	if h.row.sends() == send {
		return !h.row.alone
	}
	waits := befores[h.row.before].wait != 0
	return !waits || send && !h.roles.oneSender || !send && !h.roles.oneReceiver
}

// count lets somebody operate until it comes to an end, and says how far it came.
func (h *hall) count(most int, op func() error) string {
	n := 0
	var end error
	a := h.play("other", func(*result) {
		for ; n < most; n++ {
			if end = op(); end != nil {
				return
			}
		}
	})
	ends := map[error]string{nil: "all", queue.ErrFull: "full", queue.ErrEmpty: "empty", queue.ErrClosed: "closed"}
	stands := map[string]string{"end": ends[end], "try: claimed": "claimed", "mutex taken": "mutex", "parked": "waits"}
	at := a.Rest()
	what := stands[at]
	if at == "end" {
		what = ends[end]
	}
	if what == "all" {
		return what
	}
	return fmt.Sprintf("%d, %s", n, what)
}

// pair sends a value and receives one, as far as there is room, or a value.
func (h *hall) pair() error {
	first := h.q.TrySend(9)
	_, err := h.q.TryRecv()
	if first == queue.ErrFull {
		return err
	}
	return first // a value may have gone to somebody who waited
}

// watch returns the columns of a row.
func watch(t *testing.T, row stopped, otherAlone bool) stopped {
	new := func() *hall { return hallOf(t, row, otherAlone) }
	row.length = new().Len()
	row.send, row.receive, row.pairs, row.waiters, row.after = "-", "-", "-", "-", "-"
	const enough = 4 * stoppedCapacity
	if new().others(true) {
		h := new()
		row.send = h.count(enough, func() error { return h.q.TrySend(9) })
		h = new()
		row.mustFit(t, row.send, h.count(enough, func() error { return h.q.Send(background, 9) }))
	}
	if new().others(false) {
		try := func(h *hall) string {
			return h.count(enough, func() error { _, err := h.q.TryRecv(); return err })
		}
		row.receive = try(new())
		h := new()
		row.mustFit(t, row.receive, h.count(enough, func() error { _, err := h.q.Recv(background); return err }))

		h = new()
		h.close("close").Finish()
		if err := h.trySendClosed(); err != queue.ErrClosed {
			t.Errorf("%+v: TrySend after Close: %v", row, err)
		}
		row.after = try(h)
	}
	if new().others(true) && new().others(false) {
		h := new()
		row.pairs = h.count(enough, h.pair)
		row.waiters = h.served()
	}
	return row
}

// trySendClosed is TrySend, if anybody may call it.
func (h *hall) trySendClosed() error {
	if !h.others(true) {
		return queue.ErrClosed
	}
	return h.q.TrySend(9)
}

// served brings about what the others wait for, and says how many of them end.
func (h *hall) served() string {
	if len(h.waiting) == 0 {
		return "-"
	}
	h.play("last", func(*result) {
		for range 2 {
			if befores[h.row.before].held > 0 {
				h.q.TryRecv()
			} else {
				h.q.TrySend(10)
			}
		}
	}).Rest()
	ended := 0
	for range h.waiting { // one wakes the next
		for _, a := range h.waiting {
			a.Rest()
		}
	}
	for _, a := range h.waiting {
		if a.Done() {
			ended++
		}
	}
	return fmt.Sprintf("%d of %d", ended, len(h.waiting))
}

// mustFit compares how far tries come, and those who wait: as far, and there they wait.
func (row stopped) mustFit(t *testing.T, try, wait string) {
	t.Helper()
	n, _, _ := strings.Cut(try, ", ")
	waits := "waits"
	if befores[row.before].wait < 0 && wait == n+", mutex" {
		waits = "mutex"
	}
	if try != wait && wait != n+", "+waits {
		t.Errorf("%+v: a try comes to %q, and who waits to %q", row, try, wait)
	}
}

// TestStopped compares the table with what happens. With -v it prints it.
func TestStopped(t *testing.T) {
	var out strings.Builder
	out.WriteString("| stopped in | before | at | Len | others send | receive | in turn | waiters | after Close |\n|---|---|---|---|---|---|---|---|---|\n")
	for _, want := range stoppedTable {
		for _, otherAlone := range []bool{false, true} {
			b := befores[want.before]
			if otherAlone && (b.wait != 0 || b.late) || want.alone && b.peers != 0 {
				continue // it takes more than one
			}
			got := watch(t, stopped{op: want.op, alone: want.alone, before: want.before, at: want.at}, otherAlone)
			if got != want {
				t.Errorf("other side alone: %t\ngot  %#v,\nwant %#v", otherAlone, got, want)
			}
		}
		op := want.op
		if want.alone {
			op += ", alone"
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %d | %s | %s | %s | %s | %s |\n", op, want.before, want.at, want.length, want.send, want.receive, want.pairs, want.waiters, want.after)
	}
	for _, point := range points {
		missing := !slices.ContainsFunc(stoppedTable, func(row stopped) bool { return row.at == point })
		switch point {
		case "parked", "try: claimed", "mutex taken": // there it waits for others itself
		case "side: part of a run marked": // see TestScriptRunInTwoWords
		case "room: mutex in use", "room: asked", "room: was asked", "urge: somebody waits": // another has to be stopped first
		default:
			what, _, _ := strings.Cut(point, ":")
			if missing && what != "len" && what != "close" && what != "condq" {
				t.Errorf("no row has %q", point)
			}
		}
	}
	t.Logf("in a ring of %d somebody is stopped for good:\n%s", stoppedCapacity, &out)
}
