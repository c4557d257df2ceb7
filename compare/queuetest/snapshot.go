package queuetest

import (
	"bytes"
	"reflect"
	"runtime"
	"strconv"
	"strings"
)

// A goroutine is one entry of a snapshot.
type goroutine struct {
	id, creator uint64
	state       string // as the runtime words it: "chan receive", "runnable"
	stack       string
}

// waitingStates has the states of a goroutine that another one has to wake.
// "sleep" is not among them: who sleeps in order to look again is polling.
var waitingStates = map[string]bool{
	"chan receive":            true,
	"chan receive (nil chan)": true,
	"chan send":               true,
	"chan send (nil chan)":    true,
	"select":                  true,
	"select (no cases)":       true,
	"sync.Cond.Wait":          true,
	"sync.Mutex.Lock":         true,
	"sync.RWMutex.Lock":       true,
	"sync.RWMutex.RLock":      true,
	"sync.WaitGroup.Wait":     true,
}

// waits reports whether another goroutine has to wake g.
func (g goroutine) waits() bool { return waitingStates[g.state] }

// runs reports whether g has a processor or only lacks one. Who waits for the
// collector is as good as that. A sleep, a system call and the network are none of
// both: nothing in the process says how they end.
func (g goroutine) runs() bool {
	switch g.state {
	case "running", "runnable", "preempted", "copystack", "stopping the world",
		"GC assist wait", "GC assist marking", "GC mark termination", "wait for GC cycle":
		return true
	}
	return false
}

// mayBeTimed reports whether g may wait for a timer that nobody sees: a select does
// not show which of its channels are a timer's. Who waits for a lock or a WaitGroup
// waits for another goroutine, and so does who waits in the code of the suite.
func (g goroutine) mayBeTimed() bool {
	switch g.state {
	case "select", "chan receive", "chan send", "sync.Cond.Wait":
		_, frames, _ := strings.Cut(g.stack, "\n")
		return !strings.HasPrefix(frames, suite)
	}
	return false
}

// suite begins the names of the functions of this package.
var suite = reflect.TypeFor[trial]().PkgPath() + "."

// ofSuite reports whether g was started by the suite, for a case or to end one.
func (g goroutine) ofSuite() bool {
	_, by, _ := strings.Cut(g.stack, "\ncreated by "+suite)
	return strings.HasPrefix(by, "(*trial).Go ") || strings.HasPrefix(by, "attempt ")
}

// locks reports whether g waits for who holds a lock.
func (g goroutine) locks() bool { return strings.HasSuffix(g.state, "Lock") }

// fired reports whether g is the goroutine of a timer, as of time.AfterFunc or of a
// context with a deadline. The runtime starts it, whoever made the timer.
func (g goroutine) fired() bool { return strings.Contains(g.stack, "\ncreated by time.goFunc\n") }

// A camera takes snapshots of all goroutines of the process. The world is
// stopped meanwhile, so a snapshot is one moment: when everybody in it waits,
// nobody is on the way to wake anybody.
type camera struct {
	buf []byte
}

// shoot returns the goroutines of the process, the caller's first.
func (c *camera) shoot() []goroutine {
	if c.buf == nil {
		c.buf = make([]byte, 64<<10)
	}
	n := runtime.Stack(c.buf, true)
	for n == len(c.buf) {
		c.buf = make([]byte, 2*len(c.buf))
		n = runtime.Stack(c.buf, true)
	}
	var all []goroutine
	for entry := range bytes.SplitSeq(c.buf[:n], []byte("\n\n")) {
		if g, ok := parseGoroutine(string(entry)); ok {
			all = append(all, g)
		}
	}
	return all
}

// parseGoroutine reads an entry of a stack dump:
//
//	goroutine 7 [chan receive (durable), 2 minutes, synctest bubble 1]:
//	...
//	created by main.main in goroutine 1
func parseGoroutine(entry string) (goroutine, bool) {
	header, _, _ := strings.Cut(entry, "\n")
	rest, ok := strings.CutPrefix(header, "goroutine ")
	if !ok {
		return goroutine{}, false
	}
	number, rest, ok := strings.Cut(rest, " [")
	if !ok {
		return goroutine{}, false
	}
	id, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return goroutine{}, false
	}
	state, _, _ := strings.Cut(rest, "]")
	state, _, _ = strings.Cut(state, ",")
	state = strings.TrimSuffix(state, " (durable)")
	state = strings.TrimSuffix(state, " (scan)")
	return goroutine{id: id, creator: creatorOf(entry), state: state, stack: entry}, true
}

func creatorOf(entry string) uint64 {
	_, by, ok := strings.Cut(entry, "\ncreated by ")
	if !ok {
		return 0
	}
	by, _, _ = strings.Cut(by, "\n")
	_, number, _ := strings.Cut(by, " in goroutine ")
	id, _ := strconv.ParseUint(number, 10, 64)
	return id
}
