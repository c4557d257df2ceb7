#include "measure.h"

#include <algorithm>

namespace bench {

namespace {

constexpr std::uint64_t most_operations = 1'000'000'000;

} // namespace

std::uint64_t next_n(std::uint64_t n, std::chrono::nanoseconds elapsed, std::chrono::nanoseconds goal) {
    // In floating point, because goal times n does not always fit into 64 bits.
    double nanoseconds = std::max(1.0, static_cast<double>(elapsed.count()));
    double predicted = 1.2 * static_cast<double>(goal.count()) * static_cast<double>(n) / nanoseconds;
    double next = std::min(predicted, static_cast<double>(100 * n));
    return std::min(std::max(static_cast<std::uint64_t>(next), n + 1), most_operations);
}

Result measure(const std::function<Spent(std::uint64_t n)>& run, std::chrono::nanoseconds goal) {
    std::uint64_t n = 1;
    Spent spent = run(n);
    while (spent.wall < goal && n < most_operations) {
        n = next_n(n, spent.wall, goal);
        spent = run(n);
    }
    return {n, spent};
}

} // namespace bench
