#include "run.h"

#include "atomic_queue.h"
#include "boost_queue.h"
#include "boost_spsc.h"
#include "capacity.h"
#include "condvar.h"
#include "handoff.h"
#include "lossy.h"
#include "pingpong.h"
#include "tbb_bounded.h"

namespace bench {

namespace {

// in_cell runs the cell's scenario on queues that make returns.
template <class Make>
Spent in_cell(const Cell& cell, std::uint64_t n, Make make) {
    auto queue = make();
    check_capacity(queue, cell.capacity);
    if (cell.scenario == "handoff") return handoff(queue, cell.producers, cell.consumers, n);

    auto back = make();
    check_capacity(back, cell.capacity);
    return pingpong(queue, back, n);
}

template <bool spsc>
Spent run_atomic_queue_as(const Cell& cell, std::uint64_t n) {
    switch (cell.capacity) {
    case 1: return in_cell(cell, n, [] { return AtomicQueue<1, spsc>(); });
    case 16: return in_cell(cell, n, [] { return AtomicQueue<16, spsc>(); });
    case 128: return in_cell(cell, n, [] { return AtomicQueue<128, spsc>(); });
    case 1024: return in_cell(cell, n, [] { return AtomicQueue<1024, spsc>(); });
    }
    throw std::logic_error("AtomicQueue is compiled without cap=" + std::to_string(cell.capacity));
}

} // namespace

Spent run_atomic_queue(const Cell& cell, std::uint64_t n) { return run_atomic_queue_as<false>(cell, n); }

Spent run_atomic_queue_spsc(const Cell& cell, std::uint64_t n) { return run_atomic_queue_as<true>(cell, n); }

Spent run_boost_spsc(const Cell& cell, std::uint64_t n) {
    return in_cell(cell, n, [&] { return BoostSpscQueue(cell.capacity); });
}

Spent run_boost_queue(const Cell& cell, std::uint64_t n) {
    return in_cell(cell, n, [&] { return BoostQueue(cell.capacity); });
}

Spent run_tbb(const Cell& cell, std::uint64_t n) {
    return in_cell(cell, n, [&] { return TbbQueue(cell.capacity); });
}

Spent run_condvar(const Cell& cell, std::uint64_t n) {
    return in_cell(cell, n, [&] { return CondvarQueue(cell.capacity); });
}

Spent run_lossy(const Cell& cell, std::uint64_t n) {
    return in_cell(cell, n, [&] { return LossyQueue(cell.capacity, (n + 1) / 2); });
}

} // namespace bench
