#pragma once

#include "yielding.h"

#include <boost/lockfree/queue.hpp>

namespace bench {

// BoostPool gives boost::lockfree::queue the names that Yielding calls. It is the linked list
// of Michael and Scott. With fixed_sized its nodes are an array that is allocated once: the
// capacity and one more, because the list keeps the node of the value that was received last.
// A push is refused when no node is free.
//
// A link is the index of a node in 16 bits and, in 16 more, a count of how often the link was
// set, which shows that it has changed and changed back. The count wraps around. A thread that
// is stopped in the middle of a call, while the others set that link to the same node just 65536
// times or a multiple of it, does not see the change and breaks the list. We have not seen it
// happen.
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
