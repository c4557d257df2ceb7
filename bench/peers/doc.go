// Package peers has queues of other authors as [queue.BoundedQueue]s, so that
// the benchmarks and the conformance suite can take them like any other:
//
//   - [MPMC] and [SPSC], of github.com/puzpuzpuz/xsync/v4;
//   - [Workiva], the RingBuffer of github.com/Workiva/go-datastructures;
//   - [Bytedance], the channel of github.com/bytedance/gopkg;
//   - [Resizable], the ResizableChannel of github.com/eapache/channels;
//   - [Deque], the deque of github.com/gammazero/deque, under a mutex of ours.
//
// The adapters are thin: an operation that succeeds at once is one call of the
// peer. What a peer lacks, its adapter does not build: only waiting is added,
// the same for all, see [Backoff], and an end to it, because nobody could stop a
// receiver otherwise. Deque alone is no queue without its adapter. The documentation of
// each adapter says what is the peer's and what is not. [Holds] finds out what capacity a
// queue really has.
//
// The last two are held to the contract and not measured: the one is at the end of its
// life, and the time of the other is that of our mutex.
//
// The tests hold each peer to the contract with the conformance suite, and list
// the cases that it fails. For every failure there is a program of a few lines
// against the peer itself. Bytedance alone is not held to the suite: its goroutine may
// be about to carry what a receive that does not wait then does not find, so that how
// most cases come out is a matter of luck. Programs show what it does.
package peers
