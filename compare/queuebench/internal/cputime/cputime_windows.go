package cputime

import (
	"syscall"
	"time"
)

// Used returns the user and kernel time of all threads of this process so far,
// and whether this system tells.
func Used() (time.Duration, bool) {
	self, err := syscall.GetCurrentProcess()
	if err != nil {
		return 0, false
	}
	var created, exited, kernel, user syscall.Filetime
	if err := syscall.GetProcessTimes(self, &created, &exited, &kernel, &user); err != nil {
		return 0, false
	}
	return span(kernel) + span(user), true
}

// span reads t as a length of time, in units of 100 ns. Its own Nanoseconds
// method reads it as a date.
func span(t syscall.Filetime) time.Duration {
	return time.Duration(int64(t.HighDateTime)<<32|int64(t.LowDateTime)) * 100
}

// Switches returns false: this system does not tell a process how often its threads
// were switched off their processors.
func Switches() (int64, bool) { return 0, false }
