package main

import (
	"context"

	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/peers"
	"github.com/boundedq/queue/ring"
)

// A value says who sent it and when it was due.
type value struct {
	due  int64  // on the clock of the sample
	from uint32 // 0 is the victim
	n    uint32 // from 1
}

// A lane is what is used of a queue.
type lane interface {
	queue.Sender[value]
	queue.Receiver[value]
	Close() // after the last send
}

// A contestant is a kind of queue.
type contestant struct {
	name string
	open func(capacity int) lane
}

// contestants returns those that can be used as asked: xsync's queue does not wait.
func contestants(wait bool) []contestant {
	all := []contestant{
		{"ring.NewLockFree", func(n int) lane { return ring.NewLockFree[value](n) }},
		{"ring.New", func(n int) lane { return ring.New[value](n) }},
		{"channel", func(n int) lane { return channel(make(chan value, n)) }},
		{"xsync MPMCQueue", func(n int) lane { return peers.NewMPMC[value](n) }},
	}
	if wait {
		return all[:3]
	}
	return all
}

// channel is a native one, with nothing around it.
type channel chan value

func (c channel) Send(_ context.Context, v value) error {
	c <- v
	return nil
}

func (c channel) TrySend(v value) error {
	select {
	case c <- v:
		return nil
	default:
		return queue.ErrFull
	}
}

func (c channel) Recv(context.Context) (value, error) {
	v, ok := <-c
	if !ok {
		return v, queue.ErrClosed
	}
	return v, nil
}

func (c channel) TryRecv() (value, error) {
	select {
	case v, ok := <-c:
		if !ok {
			return v, queue.ErrClosed
		}
		return v, nil
	default:
		return value{}, queue.ErrEmpty
	}
}

func (c channel) Close() { close(c) }
