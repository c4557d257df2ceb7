#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bench {

// A Cell is one combination that is measured, and its name says which.
struct Cell {
    std::string scenario;
    std::string impl;
    unsigned capacity;
    unsigned producers;
    unsigned consumers;
};

// name_of returns the name without a number of processors.
std::string name_of(const Cell& cell);

// parse_cell reads a name. The number of processors behind its last dash is checked and
// then left alone: here the operating system schedules the threads, on whatever
// processors the process has. It throws Usage.
Cell parse_cell(std::string_view name);

// parse_number reads a decimal number from least to most, without sign or leading zeros.
std::optional<unsigned> parse_number(std::string_view digits, unsigned least, unsigned most);

} // namespace bench
