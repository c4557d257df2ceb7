package queuebench

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// A besideUsage is what a run beside company has used.
type besideUsage struct {
	usage
	blocks float64 // computed by the company meanwhile
	counts bool    // whether that is known
}

// beside measures workers, who are to end soon when over is true, beside company. That
// is once the time of s has gone by. It fails b where they do. The time in which the
// company begins and ends is not in what it returns.
//
// If the workers take as long again to end, the company leaves, so that they get
// whatever they wait for: no queue can make a run last much longer than that.
func (s stretch) beside(b *testing.B, with company, over *atomic.Bool, workers []func() error) (used besideUsage, err error) {
	if err := with.begin(4 * s.time); err != nil {
		b.Fatal(err)
	}
	defer with.wait()
	defer with.dismiss()

	open := ready(workers)
	used.usage, err = measured(b, func() error {
		end := time.AfterFunc(s.time, func() { over.Store(true) })
		defer end.Stop()
		leave := time.AfterFunc(2*s.time, with.dismiss)
		defer leave.Stop()
		before, _ := with.work()
		err := open()
		after, ok := with.work()
		used.blocks, used.counts = float64(after-before), ok
		return err
	})
	return used, err
}

// newFlag returns a flag that no cache line has together with anything that is written
// while the clock runs.
func newFlag() *atomic.Bool {
	flag := new(struct {
		_ [padBytes]byte
		atomic.Bool
		_ [padBytes]byte
	})
	return &flag.Bool
}

// report reports what has been used, by operation, of which there is one at least: a
// queue that moves nothing has the time of the whole run.
func (u besideUsage) report(b *testing.B, operations int) {
	operations = max(operations, 1)
	report(b, float64(u.time)/float64(operations), "ns/op")
	u.usage.report(b, operations)
	u.reportWork(b)
	if own, ok := u.own(); ok {
		report(b, float64(own)/float64(operations), "own-cpu-ns/op")
	}
}

// reportWork reports what the company got done, of what it could have.
func (u besideUsage) reportWork(b *testing.B) {
	if u.counts {
		b.ReportMetric(100*u.blocks/(pace()*u.time.Seconds()), "beside-%")
	}
}

// leastOwn is the part of the processor time that has to be the queue's own to be
// known: the pace of who computes is not so exact.
const leastOwn = 0.1

// own returns the processor time that the company has not taken, and false if that is
// not known.
func (u besideUsage) own() (time.Duration, bool) {
	if !u.counts || !u.hasCPU {
		return 0, false
	}
	procs := min(runtime.GOMAXPROCS(0), runtime.NumCPU())
	theirs := u.blocks / pace() * float64(procs)
	own := u.cpu - time.Duration(theirs*float64(time.Second))
	return own, own.Seconds() > leastOwn*u.cpu.Seconds()
}
