//go:build unix

package cputime

import (
	"syscall"
	"time"
)

// Used returns the user and system time of all threads of this process so far,
// and whether this system tells.
func Used() (time.Duration, bool) {
	var ru syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &ru); err != nil {
		return 0, false
	}
	return time.Duration(ru.Utime.Nano() + ru.Stime.Nano()), true
}

// Switches returns how often the threads of this process have so far given up their
// processors or were taken off them, and whether this system tells. One that has not
// counted a single time does not count.
func Switches() (int64, bool) {
	var ru syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &ru); err != nil {
		return 0, false
	}
	n := int64(ru.Nvcsw) + int64(ru.Nivcsw)
	return n, n > 0
}
