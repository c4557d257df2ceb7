package main

import (
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/boundedq/queue/bench/internal/cli"
)

// processors is how those that this process may use are shared out.
type processors struct {
	all    unix.CPUSet
	victim unix.CPUSet // one, for the victim and its neighbour
	others unix.CPUSet // the rest
}

// survey gives the victim the first processor. At least one must be left.
func survey() (processors, error) {
	var p processors
	if err := unix.SchedGetaffinity(0, &p.all); err != nil {
		return p, fmt.Errorf("cannot ask which processors this process may use: %w", err)
	}
	if n := p.all.Count(); n < 2 {
		return p, cli.UsageError(fmt.Sprintf("this process may use %d processor, and needs 2: one for the producer that is stopped and one for the others", n))
	}
	first := 0
	for !p.all.IsSet(first) {
		first++
	}
	p.victim.Set(first)
	p.others = p.all
	p.others.Clear(first)
	return p, nil
}

// reserve keeps the threads of this process off the victim's processor, and those to come:
// a thread begins where the one that makes it may run. The thread of a locked goroutine,
// which the victim's is, makes none. undo lets them back.
func (p processors) reserve() (undo func(), err error) {
	undo = func() { moveAll(&p.all) }
	if err := moveAll(&p.others); err != nil {
		undo()
		return nil, err
	}
	return undo, nil
}

// moveAll looks again until it finds no thread that it has not moved: one that was not
// moved yet may have made another meanwhile.
func moveAll(to *unix.CPUSet) error {
	moved := map[int]bool{}
	for {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return fmt.Errorf("cannot list the threads of this process: %w", err)
		}
		before := len(moved)
		for _, t := range threads {
			id, err := strconv.Atoi(t.Name())
			if err != nil || moved[id] {
				continue
			}
			// One that has ended meanwhile needs no move.
			if err := unix.SchedSetaffinity(id, to); err != nil && err != unix.ESRCH {
				return fmt.Errorf("cannot move thread %d to other processors: %w", id, err)
			}
			moved[id] = true
		}
		if len(moved) == before {
			return nil
		}
	}
}

// seat moves the calling thread to the victim's processor. If it is to yield, it gives way
// to everybody else there, at once. The goroutine must be locked to it. release undoes both
// as far as it may: to end it has to run.
func (p processors) seat(yields bool) (release func() error, err error) {
	if err := unix.SchedSetaffinity(0, &p.victim); err != nil {
		return nil, fmt.Errorf("cannot move the victim to its processor: %w", err)
	}
	if yields {
		if err := setPolicy(0, unix.SCHED_IDLE); err != nil {
			return nil, fmt.Errorf("cannot lower the priority of the victim: %w", err)
		}
	}
	id := unix.Gettid()
	return func() error {
		setPolicy(id, unix.SCHED_NORMAL) // allowed to few; others have to wait for a quiet moment
		if err := unix.SchedSetaffinity(id, &p.all); err != nil && err != unix.ESRCH {
			return fmt.Errorf("cannot move the victim back: %w", err)
		}
		return nil
	}, nil
}

func setPolicy(thread int, policy uint32) error {
	return unix.SchedSetAttr(thread, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: policy}, 0)
}

// yield lets other threads run on this processor. runtime.Gosched lets goroutines run on
// this P, and each has one of its own here.
func yield() { unix.RawSyscall(unix.SYS_SCHED_YIELD, 0, 0, 0) }
