#pragma once

#include "condvar.h"

#include <atomic>

namespace bench {

// A LossyQueue loses one value, the one that is sent as number `lost`, from 1. It shows that
// a wrong sum ends the program.
class LossyQueue : public CondvarQueue {
public:
    LossyQueue(unsigned capacity, std::uint64_t lost) : CondvarQueue(capacity), lost_(lost) {}

    void send(Value v) {
        if (++sent_ != lost_) CondvarQueue::send(v);
    }

private:
    const std::uint64_t lost_;
    std::atomic<std::uint64_t> sent_ = 0;
};

} // namespace bench
