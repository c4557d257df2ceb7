#pragma once

#include "yielding.h"

#include <atomic_queue/atomic_queue.h>

namespace bench {

// atomic_queue::AtomicQueue has its size in its type and rounds it up to a power of two,
// which 1, 16, 128 and 1024 are. (AtomicQueueB, which gets its size at run time, has at least
// 64 slots for values of 8 bytes.) The values are atomic themselves, and 0 is an empty slot:
// no value of ours is 0. All parameters but the last are the library's defaults.
//
// It is first in, first out only as long as nobody is overtaken by a whole round. A thread
// claims a slot by advancing a counter, and uses the slot afterwards. Let a producer stop in
// between, and the consumer whose turn that slot is wait for it: the counters say that there
// is room, so another producer can come around to the same slot and fill it. The waiting
// consumer takes that value, and so gets it before those that its producer sent earlier. A
// consumer that stops in between lets another one take a value a round too early in the same
// way. With one slot a round is one value, and with one producer and one consumer nobody
// is there to come around.
template <unsigned capacity, bool spsc>
using AtomicQueue = Yielding<atomic_queue::AtomicQueue<Value, capacity, Value{0}, true, true, false, spsc>>;

} // namespace bench
