//go:build !linux

package main

import (
	"runtime"
	"time"

	"github.com/boundedq/queue/bench/internal/cli"
)

// Elsewhere than on Linux no thread is pinned to a processor, and there is no demonstration.
const notHere = cli.UsageError("this needs Linux, to pin threads to processors and to stop one; this is " + runtime.GOOS + "/" + runtime.GOARCH)

type processors struct{}

func survey() (processors, error) { return processors{}, notHere }

func (processors) reserve() (undo func(), err error) { return nil, notHere }

func (processors) seat(yields bool) (release func() error, err error) { return nil, notHere }

func (processors) neighbour(compute, rest time.Duration) (dismiss func() error, err error) {
	return nil, notHere
}

func isNeighbour() bool { return false }

func beNeighbour() error { return notHere }

func yield() {}
