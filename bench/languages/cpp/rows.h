#pragma once

#include "cell.h"
#include "gate.h"

#include <cstdint>
#include <vector>

namespace bench {

// A Row is a queue and the cells that it has.
struct Row {
    std::string impl;
    std::string about; // the library, how it waits, and why a cell is missing
    std::vector<Cell> cells;
    bool listed;
    bool any_capacity; // the cells stand for those of any capacity from 1

    // Runs n operations in one cell of this row. The cell is looked at here, once: the loops
    // behind it are compiled for this queue.
    Spent (*run)(const Cell& cell, std::uint64_t n);
};

// rows returns all rows, those that are not listed too.
const std::vector<Row>& rows();

// row_of returns the row that has the cell. It throws Usage.
const Row& row_of(const Cell& cell);

} // namespace bench
