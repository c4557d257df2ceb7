#pragma once

#include "cell.h"
#include "gate.h"

#include <cstdint>

namespace bench {

// Each of these runs n operations in one cell, through one kind of queue. The cell is looked
// at before the clock starts: the loops behind it are compiled for that queue.

Spent run_atomic_queue(const Cell& cell, std::uint64_t n);
Spent run_atomic_queue_spsc(const Cell& cell, std::uint64_t n);
Spent run_boost_spsc(const Cell& cell, std::uint64_t n);
Spent run_boost_queue(const Cell& cell, std::uint64_t n);
Spent run_tbb(const Cell& cell, std::uint64_t n);
Spent run_condvar(const Cell& cell, std::uint64_t n);

// Loses the middle one of the values: there is one, however few are sent.
Spent run_lossy(const Cell& cell, std::uint64_t n);

} // namespace bench
