#pragma once

#include "gate.h"
#include "values.h"

#include <atomic>

namespace bench {

// handoff sends n values from the producers to the consumers through one queue, as fast as
// they go. The last producer to end closes the queue.
template <class Queue>
Spent handoff(Queue& queue, unsigned producers, unsigned consumers, std::uint64_t n) {
    const std::vector<Source> sources = sources_of(n, producers);
    std::vector<Tally> tallies(consumers, Tally(producers));
    std::atomic<unsigned> running = producers; // those that have not ended

    std::vector<std::function<void()>> workers;
    for (const Source& source : sources) {
        workers.push_back([&] {
            for (Value v = source.first(), end = source.end(); v < end; v++) queue.send(v);
            if (--running == 0) queue.close(consumers);
        });
    }
    for (Tally& tally : tallies) {
        workers.push_back([&] {
            for (Value v; queue.receive(v);) tally.add(v);
        });
    }

    Spent spent = timed(workers);
    verify(sources, tallies);
    return spent;
}

} // namespace bench
