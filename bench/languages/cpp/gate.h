#pragma once

#include <chrono>
#include <functional>
#include <vector>

namespace bench {

// Spent is what a run took.
struct Spent {
    std::chrono::nanoseconds wall;
    std::chrono::nanoseconds processor; // of the whole process, user and system
};

// timed runs the workers, each in a thread of its own. All of them stand at a gate, where
// they sleep. The clocks start when it opens and stop when the last of them has ended. The
// first exception of a worker is thrown again.
Spent timed(const std::vector<std::function<void()>>& workers);

} // namespace bench
