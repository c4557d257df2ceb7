package queuebench

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"testing"
	"time"
)

// computing makes a program that imports this package compute and do nothing else: the
// company of busyprocess is whatever test binary runs it, started again.
const computing = "QUEUEBENCH_COMPUTE"

// That is decided before the program's flags are looked at, and whatever its TestMain
// does.
func init() {
	if os.Getenv(computing) != "" {
		computeUntilEOF(os.Stdin, os.Stdout)
		os.Exit(0)
	}
}

// computeUntilEOF keeps every processor busy until in ends. That is when the parent
// closes it, or has ended in whatever way. It writes a byte to out when all compute.
func computeUntilEOF(in io.Reader, out io.Writer) {
	n := runtime.NumCPU()
	runtime.GOMAXPROCS(n + 1) // one to notice the end with
	g := &goroutines{computers: make([]computer, n)}
	g.start(1<<64 - 1)
	out.Write([]byte{0})
	io.Copy(io.Discard, in)
	g.dismiss()
	g.wait()
}

// A process is a company in another process, with a thread for each processor.
type process struct {
	cmd  *exec.Cmd
	in   io.Closer // ends it
	once sync.Once
}

func (p *process) begin(time.Duration) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	p.cmd = exec.Command(self)
	p.cmd.Env = append(os.Environ(), computing+"=1")
	p.cmd.Stderr = os.Stderr
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	p.in = in
	if _, err := out.Read(make([]byte, 1)); err != nil {
		p.dismiss()
		p.wait()
		return fmt.Errorf("%s does not compute beside this process: %w", self, err)
	}
	return nil
}

// work is not known: it is another process that counts.
func (p *process) work() (blocks uint64, ok bool) { return 0, false }

func (p *process) dismiss() {
	p.once.Do(func() {
		p.in.Close()
		p.cmd.Process.Kill() // without waiting until it notices
	})
}

func (p *process) wait() { p.cmd.Wait() }

// alone returns why no other process can be started here, or "".
func alone() string {
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		return "on " + runtime.GOOS + " no process can be started"
	}
	return ""
}

// busyprocess is handoff beside another process that keeps every processor busy: the
// operating system takes processors away, at any moment. One operation is one value
// that arrived.
func busyprocess(b *testing.B, c Cell) {
	if why := alone(); why != "" {
		b.Skip(why)
	}
	carryBeside(b, c, new(process))
}
