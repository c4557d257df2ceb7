#pragma once

#include "values.h"

#include <thread>

namespace bench {

// A Yielding is a queue that cannot wait and cannot be closed, as its users use it: try;
// when refused, yield and try again. Its end is a value for each consumer.
//
// Queue has try_push(v) and try_pop(v), which return false when they are refused.
template <class Queue>
class Yielding {
public:
    template <class... Arguments>
    explicit Yielding(Arguments... arguments) : queue_(arguments...) {}

    void send(Value v) {
        while (!try_send(v)) std::this_thread::yield();
    }

    bool receive(Value& v) {
        while (!try_receive(v)) std::this_thread::yield();
        return v != end_of_values;
    }

    void close(unsigned consumers) {
        for (unsigned i = 0; i < consumers; i++) send(end_of_values);
    }

    bool try_send(Value v) { return queue_.try_push(v); }
    bool try_receive(Value& v) { return queue_.try_pop(v); }

private:
    Queue queue_;
};

} // namespace bench
