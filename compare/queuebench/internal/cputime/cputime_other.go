//go:build !unix && !windows

package cputime

import "time"

// Used returns false: this system does not tell a process how much processor
// time it has used.
func Used() (time.Duration, bool) { return 0, false }

// Switches returns false: this system does not tell a process how often its threads
// were switched off their processors.
func Switches() (int64, bool) { return 0, false }
