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
    Spent (*run)(const Cell& cell, std::uint64_t n);

    std::vector<Cell> cells = {};
    bool listed = true;
    bool any_capacity = false; // the cells stand for those of any capacity from 1
};

// rows returns all rows, those that are not listed too.
const std::vector<Row>& rows();

// row_of returns the row that has the cell. It throws Usage.
const Row& row_of(const Cell& cell);

} // namespace bench
