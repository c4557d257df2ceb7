package lane

import (
	"github.com/boundedq/queue"
	"github.com/boundedq/queue/bench/peers"
	"github.com/boundedq/queue/compare/queuebench"
)

// Peers returns queues of others.
func Peers() []queuebench.Impl {
	return []queuebench.Impl{
		{Name: "xsync-mpmc", New: boxed(peers.NewMPMC[uint64])},
		{Name: "xsync-spsc", New: boxed(peers.NewSPSC[uint64]), Roles: queuebench.Roles{Producers: 1, Consumers: 1}},
		{Name: "workiva", New: func(capacity int) queue.BoundedQueue[uint64] {
			return drained{peers.NewWorkiva[uint64](capacity)}
		}},
		{Name: "bytedance", New: boxed(peers.NewBytedance[uint64])},
	}
}

// drained is a Workiva whose Close is Drain: a run ends with Close, and what the
// queue then drops would be missed.
type drained struct{ *peers.Workiva[uint64] }

func (d drained) Close() { d.Drain() }
