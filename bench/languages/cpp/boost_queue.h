#pragma once

#include "yielding.h"

#include <boost/lockfree/queue.hpp>

namespace bench {

// BoostPool gives boost::lockfree::queue the names that Yielding calls. It is the list of
// Michael and Scott. With fixed_sized its nodes are an array that is allocated once: the capacity and
// one more, because the list keeps the node of the last value that was received. A push
// is refused when no node is free.
//
// A link to a node is a number of 16 bits with another one that counts the uses of the link, so
// that a thread can see that it has changed and changed back. That count wraps around: a thread that
// is stopped in the middle of a call while the others use the same link 65536 times, or a
// multiple of that, sees nothing, and breaks the list. That is rare enough to measure the queue,
// and the check of the values is there if it happens.
class BoostPool {
public:
    explicit BoostPool(unsigned capacity) : queue_(capacity) {}

    bool try_push(Value v) { return queue_.push(v); }
    bool try_pop(Value& v) { return queue_.pop(v); }

private:
    boost::lockfree::queue<Value, boost::lockfree::fixed_sized<true>> queue_;
};

using BoostQueue = Yielding<BoostPool>;

} // namespace bench
