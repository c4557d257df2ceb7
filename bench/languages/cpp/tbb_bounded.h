#pragma once

#include "values.h"

#include <memory>

#include <oneapi/tbb/cache_aligned_allocator.h>
#include <oneapi/tbb/concurrent_queue.h>

namespace bench {

// The queue gets and frees its memory as it goes, in pages of 32 values. The library's own
// allocator is not instrumented, so the thread sanitizer does not see that a page was freed before it
// came back, and would report a race between its two lives. It knows std::allocator.
#ifdef __SANITIZE_THREAD__
using TbbAllocator = std::allocator<Value>;
#else
using TbbAllocator = tbb::cache_aligned_allocator<Value>; // the library's default
#endif

// TbbQueue is tbb::concurrent_bounded_queue, whose push waits for room and whose pop waits for a
// value. Both take a ticket first, and values come out in the order of their tickets. Who must
// wait sleeps on a semaphore of the library, which is a futex on Linux.
//
// It cannot be closed. Its abort throws user_abort out of the calls that wait at that moment,
// takes back the values of those that wait in push, and leaves what is in the queue. A
// consumer that is between two calls does not notice, and waits forever in the next one. So
// the end is a value for each consumer.
//
// With capacity 0 a push waits until a pop has taken the same ticket. But that pop wakes nobody
// before it has the value, for which it spins and yields. So a push that sleeps when the pop comes
// is never woken, and both wait forever.
class TbbQueue {
public:
    explicit TbbQueue(unsigned capacity) { queue_.set_capacity(capacity); }

    void send(Value v) { queue_.push(v); }

    bool receive(Value& v) {
        queue_.pop(v);
        return v != end_of_values;
    }

    void close(unsigned consumers) {
        for (unsigned i = 0; i < consumers; i++) send(end_of_values);
    }

    bool try_send(Value v) { return queue_.try_push(v); }
    bool try_receive(Value& v) { return queue_.try_pop(v); }

private:
    tbb::concurrent_bounded_queue<Value, TbbAllocator> queue_;
};

} // namespace bench
