package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// neighbourEnv tells this program to be the neighbour, and how long to compute and to rest.
const neighbourEnv = "STOPPED_NEIGHBOUR"

// neighbour starts a process on the victim's processor that computes for a time, rests,
// and so on. The victim runs while it rests: to stop a thread in this way is what any busy
// machine does, only more often. dismiss ends it. A process and not a goroutine, so that
// the Go scheduler of this one has no part in when it computes.
func (p processors) neighbour(compute, rest time.Duration) (dismiss func() error, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("cannot find this program to start the neighbour: %w", err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%v %v", neighbourEnv, compute, rest))
	var complaint strings.Builder
	cmd.Stderr = &complaint
	// It ends with its input, also if this process is killed.
	if _, err := cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("cannot make the input of the neighbour: %w", err)
	}
	started := make(chan error)
	go func() {
		// A process begins where the thread that makes it may run. This one, which is not
		// unlocked, ends then.
		runtime.LockOSThread()
		err := unix.SchedSetaffinity(0, &p.victim)
		if err == nil {
			err = cmd.Start()
		}
		started <- err
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("cannot start the neighbour: %w", err)
	}
	return func() error {
		// Killed, so that it does not stop the victim once more on its way out.
		gone := cmd.Process.Kill()
		err := cmd.Wait()
		if gone != nil {
			return fmt.Errorf("the neighbour has ended by itself: %v %s", err, complaint.String())
		}
		return nil
	}, nil
}

func isNeighbour() bool { return os.Getenv(neighbourEnv) != "" }

// beNeighbour computes and rests until its input ends.
func beNeighbour() error {
	compute, rest, ok := strings.Cut(os.Getenv(neighbourEnv), " ")
	on, err := time.ParseDuration(compute)
	off, err2 := time.ParseDuration(rest)
	if !ok || err != nil || err2 != nil {
		return errors.New(neighbourEnv + " is not for use by hand")
	}
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	for {
		for start := time.Now(); time.Since(start) < on; {
		}
		time.Sleep(off)
	}
}
