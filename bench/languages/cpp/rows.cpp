#include "rows.h"

#include "run.h"
#include "usage.h"

#include <algorithm>

#include <boost/version.hpp>
#include <gnu/libc-version.h>
#include <oneapi/tbb/version.h>

namespace bench {

namespace {

// Shape is producers and consumers.
using Shape = std::pair<unsigned, unsigned>;

const std::vector<unsigned> capacities = {1, 16, 128, 1024};
const std::vector<Shape> shapes = {{1, 1}, {4, 1}, {1, 4}, {4, 4}};

const std::string compiler = "g++ " __VERSION__;
const std::string atomic_queue_library = "atomic_queue " ATOMIC_QUEUE_VERSION " AtomicQueue";
const std::string backoff = "try; when refused, sched_yield and try again";
const std::string no_rendezvous = "not at cap=0: it needs a slot";
const std::string one_to_one = "only p=1/c=1: it is for one producer and one consumer";

std::string boost_version() {
    return std::to_string(BOOST_VERSION / 100000) + "." + std::to_string(BOOST_VERSION / 100 % 1000) + "." +
           std::to_string(BOOST_VERSION % 100);
}

void add_cells(Row& row, const std::string& scenario, const std::vector<unsigned>& at_capacities,
               const std::vector<Shape>& in_shapes) {
    for (unsigned capacity : at_capacities)
        for (auto [producers, consumers] : in_shapes)
            row.cells.push_back({scenario, row.impl, capacity, producers, consumers});
}

Row atomic_queue_row() {
    Row row{"cpp-atomic_queue",
            atomic_queue_library + " with its default parameters, try_push and try_pop, " + compiler + "; " + backoff +
                "; " + no_rendezvous + "; not with several producers or consumers from cap=16 on: " +
                "values can come out of their producer's order",
            run_atomic_queue};
    add_cells(row, "handoff", {1}, shapes);
    add_cells(row, "handoff", {16, 128, 1024}, {{1, 1}});
    add_cells(row, "pingpong", capacities, {{1, 1}});
    return row;
}

Row atomic_queue_spsc_row() {
    Row row{"cpp-atomic_queue-spsc",
            atomic_queue_library + " with SPSC=true, try_push and try_pop, " + compiler + "; " + backoff + "; " +
                no_rendezvous + "; " + one_to_one,
            run_atomic_queue_spsc};
    add_cells(row, "handoff", capacities, {{1, 1}});
    add_cells(row, "pingpong", capacities, {{1, 1}});
    return row;
}

Row boost_spsc_row() {
    Row row{"cpp-boost-spsc",
            "Boost.Lockfree " + boost_version() + " spsc_queue, " + compiler + "; " + backoff + "; " + no_rendezvous +
                "; " + one_to_one,
            run_boost_spsc};
    add_cells(row, "handoff", capacities, {{1, 1}});
    add_cells(row, "pingpong", capacities, {{1, 1}});
    return row;
}

Row boost_queue_row() {
    Row row{"cpp-boost-queue",
            "Boost.Lockfree " + boost_version() + " queue with fixed_sized, " + compiler + "; " + backoff + "; " +
                no_rendezvous,
            run_boost_queue};
    add_cells(row, "handoff", capacities, shapes);
    add_cells(row, "pingpong", capacities, {{1, 1}});
    return row;
}

// The version is that of the library that is loaded, which is where the queue sleeps and wakes.
Row tbb_row() {
    Row row{"cpp-tbb",
            "oneTBB " + std::string(TBB_runtime_version()) + " concurrent_bounded_queue, push and pop, " + compiler +
                "; blocks on a futex until there is room or a value, without spinning first; then spins and " +
                "yields until earlier calls on the same eighth of the queue have ended; ends by a value for each " +
                "consumer: abort ends only calls that wait already; not at cap=0: push sleeps until it is woken " +
                "by a pop that waits for its value, and both hang",
            run_tbb};
    add_cells(row, "handoff", capacities, shapes);
    add_cells(row, "pingpong", capacities, {{1, 1}});
    return row;
}

Row condvar_row() {
    Row row{"cpp-condvar",
            "ring under std::mutex and two std::condition_variable, glibc " + std::string(gnu_get_libc_version()) + ", " +
                compiler + "; blocks in condition_variable::wait; " + no_rendezvous,
            run_condvar};
    add_cells(row, "handoff", capacities, shapes);
    add_cells(row, "pingpong", capacities, {{1, 1}});
    return row;
}

// The cells that cpp-atomic_queue does not have, to show why: sooner or later, a run of them ends
// the program.
Row overtaking_row() {
    Row row{"cpp-atomic_queue-overtaking", "", run_atomic_queue};
    row.listed = false;
    add_cells(row, "handoff", {16, 128, 1024}, {{4, 1}, {1, 4}, {4, 4}});
    return row;
}

Row lossy_row() {
    Row row{"cpp-lossy", "", run_lossy};
    row.listed = false;
    row.any_capacity = true;
    add_cells(row, "handoff", {1}, shapes);
    return row;
}

constexpr unsigned most_of_any_capacity = 1u << 20;

bool has(const Row& row, const Cell& cell) {
    return std::any_of(row.cells.begin(), row.cells.end(), [&](const Cell& c) {
        return c.scenario == cell.scenario && c.producers == cell.producers && c.consumers == cell.consumers &&
               (row.any_capacity || c.capacity == cell.capacity);
    });
}

std::string place(const Cell& cell) {
    return cell.scenario + "/cap=" + std::to_string(cell.capacity) + "/p=" + std::to_string(cell.producers) +
           "/c=" + std::to_string(cell.consumers);
}

template <class Items, class Describe>
std::string joined(const Items& items, Describe describe) {
    std::string out;
    for (const auto& item : items) out += (out.empty() ? "" : ", ") + describe(item);
    return out;
}

} // namespace

const std::vector<Row>& rows() {
    static const std::vector<Row> all = {
        atomic_queue_row(), atomic_queue_spsc_row(), boost_spsc_row(), boost_queue_row(),
        tbb_row(), condvar_row(), overtaking_row(), lossy_row(),
    };
    return all;
}

const Row& row_of(const Cell& cell) {
    auto row = std::find_if(rows().begin(), rows().end(), [&](const Row& r) { return r.impl == cell.impl; });
    if (row == rows().end())
        throw Usage("impl=" + quoted(cell.impl) + ": want " + joined(rows(), [](const Row& r) { return r.impl; }));

    if (row->any_capacity && (cell.capacity < 1 || cell.capacity > most_of_any_capacity))
        throw Usage("cap=" + std::to_string(cell.capacity) + ": " + row->impl + " has cap from 1 to " +
                    std::to_string(most_of_any_capacity));
    if (!has(*row, cell))
        throw Usage(quoted(place(cell)) + ": " + row->impl + " has " + joined(row->cells, place));
    return *row;
}

} // namespace bench
