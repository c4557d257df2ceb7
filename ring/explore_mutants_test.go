//go:build sched

package ring

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A mutant is one fault in the code of the module: in a file, one text in place of another.
// Exploring finds it in these scenarios, with so many preemptions and not with fewer.
type mutant struct {
	what        string
	file        string
	old, new    string
	scenarios   string // for -test.run
	preemptions int
}

var mutants = []mutant{
	{
		"who waits does not look again", "internal/wait/room.go",
		"if r.side.Ready() != 0 {\n\t\t\tsched.Point(\"wait: ready\")", "if false {\n\t\t\tsched.Point(\"wait: ready\")",
		"^wait_1_sender_and_1_receiver$/^ring$", 1,
	}, {
		"wakes before it publishes", "ring/send.go",
		"\tp, err := q.put(v)\n\tif err == nil {\n\t\tsched.Point(\"send: published\")\n\t\tq.receivers.Notify(p)\n\t}\n\treturn err",
		"\tq.receivers.Notify(q.tail.word.Load())\n\t_, err := q.put(v)\n\treturn err",
		"^wait_1_sender_and_1_receiver$/^ring$", 1,
	}, {
		"LockFree wakes before it publishes", "ring/lockfree.go",
		"\tp, err := q.put(v)\n\tif err == nil {\n\t\tq.receivers.Notify(p)\n\t}\n\treturn err",
		"\tq.receivers.Notify(0)\n\t_, err := q.put(v)\n\treturn err",
		"^wait_1_sender_and_1_receiver$/^LockFree$", 1,
	}, {
		"who was woken and cancelled does not hand on", "internal/wait/room.go",
		"\tsched.Point(\"wait: gives up\")\n\tr.finish(w)\n",
		"\tsched.Point(\"wait: gives up\")\n\tif w == &r.seat {\n\t\tr.state.Add(minus(taken + awake))\n\t} else {\n\t\tr.finish(w)\n\t}\n",
		"^wait_and_cancel/^(ring|LockFree)$", 0,
	}, {
		"who is done does not hand on", "internal/wait/room.go",
		"if s&waits != 0 && r.side.Ready() != 0 {\n\t\tsched.Point(\"retire: somebody waits\")", "if s == 0 {\n\t\tsched.Point(\"retire: somebody waits\")",
		"^wait/^(ring|LockFree)$", 0,
	}, {
		"who is served and cancelled drops the value", "internal/wait/room.go",
		"\t\tw.Wait(nil)\n\t\tif w.Served {", "\t\tw.Wait(nil)\n\t\tif false {",
		"^wait_and_cancel/^ring$", 0,
	}, {
		"who feeds does not tell the other side", "internal/wait/room.go",
		"\tfor range fed {\n\t\tr.side.Tell()\n\t}\n", "\t_ = fed\n",
		"^wait_starving_on_both_sides/^LockFree", 1,
	}, {
		"serves after Close", "ring/send.go",
		"return q.tail.word.Load() == h // and", "return q.tail.word.Load()&^flags == h // and",
		"^wait_and_Close$/^ring$", 1,
	}, {
		"LockFree serves after Close", "ring/lockfree.go",
		"return what == open", "return what <= shut",
		"^wait_and_Close$/^LockFree$", 1,
	}, {
		"claims a value that is not published", "ring/recv.go",
		"if n = q.tail.passed(p, max(want, perMarks)); n > 0 {", "if n = q.tail.lap.between(p, q.tail.word.Load()&^flags); n > 0 {",
		"^core_2_senders/^ring$", 1,
	}, {
		"claims a slot before it is released", "ring/send.go",
		"if n = q.head.passed(before, max(want, perMarks)); n > 0 {", "if n = q.head.lap.between(before, q.head.word.Load()); n > 0 {",
		"^core/^ring$", 1,
	}, {
		"full while a slot is claimed by a receiver", "ring/send.go",
		"case h == before:", "case h == h:",
		"^core/^ring$", 1,
	}, {
		"Close wakes before it shuts", "ring/ring.go",
		"\tif q.tail.word.Or(shut)&shut == 0 {\n\t\tsched.Point(\"close: marked\")\n\t\tq.senders.NotifyAll()\n\t\tsched.Point(\"close: senders woken\")\n\t\tq.receivers.NotifyAll()\n\t}",
		"\tq.senders.NotifyAll()\n\tq.receivers.NotifyAll()\n\tq.tail.word.Or(shut)",
		"^wait_and_Close/^ring$", 1,
	}, {
		"the only sender sends after Close", "ring/send.go",
		"\tif !s.word.CompareAndSwap(p, s.lap.add(p, n)) {\n\t\tclear(run)\n\t\treturn 0, 0, queue.ErrClosed\n\t}\n\ts.at", "\ts.word.Store(s.lap.add(p, n))\n\ts.at",
		"^core_and_Close_roles$/^SPSC$", 0,
	}, {
		"LockFree holds one more than its capacity", "ring/lockfree.go",
		"if !r.taken(r.lap.before(r.lap.add(p, 1))) {", "if false {",
		"^core_full$/^LockFree$", 0,
	}, {
		"LockFree takes by a store", "ring/cells.go",
		"if r.word[i].CompareAndSwap(start|what, start+r.lap.unit) {", "if r.word[i].Load() == start|what {\n\t\t\tr.word[i].Store(start + r.lap.unit)",
		"^core_2_senders/^LockFree$", 1,
	}, {
		"LockFree gives a place back before it has read it", "ring/lockfree.go",
		"\tsched.Access(place)\n\tv, *place = *place, v // the place keeps no reference to it\n\ts.put(x)\n", "\ts.put(x)\n\tsched.Access(place)\n\tv, *place = *place, v\n",
		"^core_2_senders/^LockFree_no", 1,
	}, {
		"LockFree counts what it has not looked at twice", "ring/cells.go",
		"if !r.taken(h) {", "if true {",
		"^Len$/^LockFree$", 1,
	}, {
		"LockFree moves the hint on before it takes", "ring/cells.go",
		"\t\ti, start := r.lap.index(p), r.lap.start(p)\n\t\tif r.word[i].CompareAndSwap(start|what, start+r.lap.unit) {",
		"\t\ti, start := r.lap.index(p), r.lap.start(p)\n\t\tr.head.CompareAndSwap(from, r.lap.at(start, i+1))\n\t\tif r.word[i].CompareAndSwap(start|what, start+r.lap.unit) {",
		"^core/^LockFree$", 1,
	}, {
		"condq: who was served and cancelled drops the value", "condq/wait.go",
		"\t\tq.mu.unlock()\n\t\tw.Wait(nil) // chosen first: what was done for it stands\n", "\t\tq.mu.unlock()\n\t\tw.Wait(nil)\n\t\tvar zero T\n\t\treturn zero, park.Cause(ctx)\n",
		"^wait_and_cancel/^condq$", 0,
	}, {
		"condq: a receive leaves the sender that waits where it is", "condq/condq.go",
		"if !q.closed { // else", "if q.held == 0 && !q.closed { // else",
		"^wait/^condq$", 0,
	},
}

// TestMutants builds each mutant and looks whether exploring finds it, and with how many
// preemptions. With -v it prints a table.
func TestMutants(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the package once for each mutant")
	}
	rows := make([]string, len(mutants))
	t.Run("mutant", func(t *testing.T) {
		for i, m := range mutants {
			t.Run(m.what, func(t *testing.T) {
				t.Parallel()
				rows[i] = m.try(t)
			})
		}
	})
	t.Logf("\n| fault | preemptions | found as |\n|---|---:|---|\n%s", strings.Join(rows, ""))
}

// try returns the row of a mutant.
func (m mutant) try(t *testing.T) string {
	program := m.build(t)
	for n := range m.preemptions {
		if out, err := m.explore(program, n); err != nil {
			t.Fatalf("found with %d preemptions, and not only with %d:\n%s", n, m.preemptions, out)
		}
	}
	out, err := m.explore(program, m.preemptions)
	if err == nil {
		t.Fatalf("not found with %d preemptions", m.preemptions)
	}
	_, why, found := strings.Cut(out, "held: ")
	if !found {
		t.Fatalf("another failure than of a schedule: %v\n%s", err, out)
	}
	why, _, _ = strings.Cut(why, "\n")
	return fmt.Sprintf("| %s | %d | %s |\n", m.what, m.preemptions, why)
}

// build compiles the tests of this package, with the fault.
func (m mutant) build(t *testing.T) string {
	dir := t.TempDir()
	file, err := filepath.Abs(filepath.Join("..", filepath.FromSlash(m.file)))
	if err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(code), m.old); n != 1 {
		t.Fatalf("%s has the text %d times, want once:\n%s", m.file, n, m.old)
	}
	faulty := filepath.Join(dir, "faulty.go")
	overlay := filepath.Join(dir, "overlay.json")
	program := filepath.Join(dir, "faulty.test")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {file: faulty}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{faulty: []byte(strings.Replace(string(code), m.old, m.new, 1)), overlay: replace} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("go", "test", "-c", "-vet=off", "-tags", "sched", "-overlay", overlay, "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// explore explores with so many preemptions, and returns what was printed.
func (m mutant) explore(program string, preemptions int) (string, error) {
	out, err := exec.Command(program, "-test.run", "^TestExplore$/"+m.scenarios, "-test.failfast", fmt.Sprint("-explore.at=", preemptions)).CombinedOutput()
	return string(out), err
}
