#pragma once

#include "yielding.h"

#include <boost/lockfree/spsc_queue.hpp>

namespace bench {

// BoostSpsc gives boost::lockfree::spsc_queue the names that Yielding calls. Its capacity
// is the number of values that it holds: it has one slot more.
class BoostSpsc {
public:
    explicit BoostSpsc(unsigned capacity) : queue_(capacity) {}

    bool try_push(Value v) { return queue_.push(v); }
    bool try_pop(Value& v) { return queue_.pop(v); }

private:
    boost::lockfree::spsc_queue<Value> queue_;
};

using BoostSpscQueue = Yielding<BoostSpsc>;

} // namespace bench
