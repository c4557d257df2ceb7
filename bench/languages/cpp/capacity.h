#pragma once

#include "usage.h"
#include "values.h"

namespace bench {

// check_capacity fills the queue, sees that the next value is refused, and drains it: it
// throws Wrong unless the queue holds exactly as many values as asked for. So every queue has
// been through all of its memory before it is timed.
template <class Queue>
void check_capacity(Queue& queue, unsigned capacity) {
    unsigned held = 0;
    while (held <= capacity && queue.try_send(held + 1)) held++;
    Value v;
    while (queue.try_receive(v)) {
    }
    if (held < capacity) throw Wrong("holds " + std::to_string(held) + " values");
    if (held > capacity) throw Wrong("holds more than " + std::to_string(capacity) + " values");
}

} // namespace bench
