package peers_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/peers"
	"github.com/boundedq/queue/compare/queuetest"
)

var update = flag.Bool("update", false, "write what the peers keep and break to testdata")

func newMPMC[T any](n int) queue.BoundedQueue[T]      { return peers.NewMPMC[T](n) }
func newSPSC[T any](n int) queue.BoundedQueue[T]      { return peers.NewSPSC[T](n) }
func newWorkiva[T any](n int) queue.BoundedQueue[T]   { return peers.NewWorkiva[T](n) }
func newBytedance[T any](n int) queue.BoundedQueue[T] { return peers.NewBytedance[T](n) }
func newResizable[T any](n int) queue.BoundedQueue[T] { return peers.NewResizable[T](n) }
func newDeque[T any](n int) queue.BoundedQueue[T]     { return peers.NewDeque[T](n) }

// What each peer is known not to have.
var (
	mpmc = []queuetest.Option{
		queuetest.NoRendezvous(), queuetest.RoundsUp(), queuetest.Weak(), queuetest.NoLen(),
		queuetest.Polling(), queuetest.NoClose(),
	}
	spsc = []queuetest.Option{
		queuetest.SingleProducer(), queuetest.SingleConsumer(), queuetest.NoRendezvous(), queuetest.NoLen(),
		queuetest.Polling(), queuetest.NoClose(),
	}
	workiva = []queuetest.Option{
		queuetest.MinCapacity(2), queuetest.RoundsUp(), queuetest.Weak(), queuetest.Allocates(),
		queuetest.Polling(), queuetest.NoClose(),
	}
	workivaOfOne = []queuetest.Option{
		queuetest.NoRendezvous(), queuetest.RoundsUp(), queuetest.Weak(), queuetest.Allocates(),
		queuetest.Polling(), queuetest.NoClose(), queuetest.Only("^(Basic|Capacity)/"),
	}
	workivaDisposed = []queuetest.Option{
		queuetest.MinCapacity(2), queuetest.RoundsUp(), queuetest.Weak(), queuetest.Allocates(),
		queuetest.Polling(), queuetest.Only("^Close/"),
	}
	// Where nobody closes them each of its queues leaves a goroutine behind, and a snapshot of
	// thousands takes its time: so less of them, and more of it.
	resizable = []queuetest.Option{
		queuetest.NoRendezvous(), queuetest.Weak(), queuetest.Allocates(), queuetest.NotDurable(), queuetest.NoClose(),
		queuetest.Short(), queuetest.Watchdog(2 * time.Minute),
	}
	resizableClosed = []queuetest.Option{
		queuetest.NoRendezvous(), queuetest.Weak(), queuetest.Allocates(), queuetest.NotDurable(), queuetest.Only("^Close/"),
	}
	dequeUnderMutex = []queuetest.Option{queuetest.NoRendezvous(), queuetest.Allocates()}
)

// held has the peers under their declarations. Where a declaration covers up
// what the peer does not document, another entry does without it, for the cases
// that show it.
var held = []struct {
	name string // of the file in testdata
	run  func(t *testing.T)

	// luck has the cases that come out as the schedule will have it. What they
	// find is shown by a program of its own, which tries for longer.
	luck []string
}{
	{name: "xsync-mpmc", run: ints(newMPMC, mpmc), luck: strictTries},
	{name: "xsync-mpmc-pointers", run: pointers(newMPMC, mpmc)},
	{name: "xsync-spsc", run: ints(newSPSC, spsc)},
	{name: "xsync-spsc-pointers", run: pointers(newSPSC, spsc)},
	{name: "workiva", run: ints(newWorkiva, workiva), luck: append(strictTries, "Len/NeverOutOfRange")},
	{name: "workiva-pointers", run: pointers(newWorkiva, workiva)},
	{name: "workiva-capacity-1", run: ints(newWorkiva, workivaOfOne)},
	{name: "workiva-dispose", run: ints(newWorkiva, workivaDisposed)},
	{name: "eapache-resizable", run: ints(newResizable, resizable)},
	{name: "eapache-resizable-pointers", run: pointers(newResizable, resizable)},
	{name: "eapache-resizable-closed", run: ints(newResizable, resizableClosed)},
	{name: "gammazero-deque", run: ints(newDeque, dequeUnderMutex)},
	{name: "gammazero-deque-pointers", run: pointers(newDeque, dequeUnderMutex)},
}

// strictTries has the cases that a Weak queue fails sooner or later, and is
// excused.
var strictTries = []string{"Try/NeverFailFullGuarantee", "Try/TwoFreeSlots", "Try/LenAgreesWithTry"}

// patience is for a case that fails while others wait: who polls cannot be seen
// to wait in vain.
const patience = 10 * time.Second

// ints tests queues of int.
func ints(newQueue func(int) queue.BoundedQueue[int], opts []queuetest.Option) func(*testing.T) {
	opts = append([]queuetest.Option{queuetest.Watchdog(patience)}, opts...)
	return func(t *testing.T) { queuetest.Run(t, newQueue, opts...) }
}

// pointers tests queues of pointers, by the cases that int has no use for.
func pointers(newQueue func(int) queue.BoundedQueue[*queuetest.Box], opts []queuetest.Option) func(*testing.T) {
	opts = append(opts[:len(opts):len(opts)], queuetest.Only("^(Basic|GC)/"))
	return func(t *testing.T) { queuetest.RunOf(t, newQueue, queuetest.Pointers(), opts...) }
}

const peerEnv = "PEERS_TEST_PEER"

// TestPeerInChild is what the children of TestHeld run, and fails as the peer
// does.
func TestPeerInChild(t *testing.T) {
	for _, peer := range held {
		if peer.name == os.Getenv(peerEnv) {
			peer.run(t)
			return
		}
	}
	t.Skip("a part of TestHeld")
}

var outcome = regexp.MustCompile(`(?m)^ +--- (PASS|FAIL|SKIP): TestPeerInChild/(\S+)`)

// TestHeld runs the suite on each peer in a child process and expects that every
// case comes out as testdata has it. After a change to the suite, or a new
// version of a peer, look at what -update writes.
func TestHeld(t *testing.T) {
	for _, peer := range held {
		t.Run(peer.name, func(t *testing.T) {
			if raceEnabled && peer.name == "eapache-resizable" {
				t.Skip("the race detector keeps count of the thousands of goroutines that it leaves behind, which takes minutes")
			}
			cmd := exec.Command(os.Args[0], "-test.v", "-test.run=^TestPeerInChild$")
			cmd.Env = append(os.Environ(), peerEnv+"="+peer.name)
			out, _ := cmd.CombinedOutput() // which fails if the peer does
			var got []string
			for _, m := range outcome.FindAllStringSubmatch(string(out), -1) {
				how := strings.ToLower(m[1])
				if slices.Contains(peer.luck, m[2]) {
					how = "luck"
				}
				got = append(got, how+" "+m[2])
			}
			compare(t, filepath.Join("testdata", peer.name+".txt"), got)
			if t.Failed() || testing.Verbose() {
				t.Logf("%s", out)
			}
		})
	}
}

// compare expects the lines that a file has, or writes them. Under the race
// detector some cases are skipped, so there it looks at the failures alone.
func compare(t *testing.T, file string, got []string) {
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(got, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(data)), "\n")
	if raceEnabled {
		got, want = failures(got), failures(want)
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("%s: not expected: %s", file, line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("%s: expected, and not so: %s", file, line)
		}
	}
}

func failures(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool { return !strings.HasPrefix(line, "fail ") })
}
