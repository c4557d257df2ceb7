#pragma once

#include "values.h"

#include <oneapi/tbb/concurrent_queue.h>

namespace bench {

// TbbQueue is tbb::concurrent_bounded_queue, whose push waits for room and whose pop waits for a
// value. Both take a ticket first: the queue is first in, first out in the order of the
// tickets.
//
// It cannot be closed. Its abort throws user_abort out of the calls that wait at that moment,
// takes back the values of those that wait in push, and leaves what is in the queue. A
// consumer that is between two calls does not notice, and waits forever in the next one. So
// the end is a value for each consumer.
//
// With capacity 0 a push waits until a pop has taken the same ticket. But that pop waits, by
// yielding, until the value is there before it wakes anybody, so if the push sleeps by then, both wait
// forever.
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
    tbb::concurrent_bounded_queue<Value> queue_;
};

} // namespace bench
