//go:build !unix

package main

import "os"

// endSignals ask for an end.
var endSignals = []os.Signal{os.Interrupt}

// dump only ends a program: nothing here makes it print its goroutines first.
var dump = os.Kill
