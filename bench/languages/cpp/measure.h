#pragma once

#include "gate.h"

#include <cstdint>

namespace bench {

struct Result {
    std::uint64_t n;
    Spent spent;
};

// next_n returns how many operations should take goal, when n of them took elapsed: as Go's
// testing package predicts it, a fifth more than that, at least one more than n and at
// most 100 times as many, and never above 10^9.
std::uint64_t next_n(std::uint64_t n, std::chrono::nanoseconds elapsed, std::chrono::nanoseconds goal);

// measure runs more and more operations until they take goal, and returns that run.
Result measure(const std::function<Spent(std::uint64_t n)>& run, std::chrono::nanoseconds goal);

} // namespace bench
