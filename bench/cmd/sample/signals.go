//go:build unix

package main

import (
	"os"
	"syscall"
)

// endSignals ask for an end. SIGPIPE is one of them: a reader that has seen
// enough is no reason to leave the binary running.
var endSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE}

// dump makes a Go program print its goroutines and end.
const dump = syscall.SIGQUIT
