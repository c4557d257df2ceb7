// The rows of C++ in the table across languages. ../README.md says what it does.

#include "cell.h"
#include "measure.h"
#include "rows.h"
#include "usage.h"

#include <cstdio>

namespace {

using namespace bench;

void list() {
    for (const Row& row : rows())
        if (row.listed)
            for (const Cell& cell : row.cells) std::printf("%s\n", name_of(cell).c_str());
    for (const Row& row : rows())
        if (row.listed) std::printf("row-%s: %s\n", row.impl.c_str(), row.about.c_str());
}

std::chrono::milliseconds parse_milliseconds(const char* given) {
    constexpr unsigned most = 3'600'000;
    if (auto ms = parse_number(given, 1, most)) return std::chrono::milliseconds(*ms);
    throw Usage("MILLISECONDS " + quoted(given) + ": want a number from 1 to " + std::to_string(most));
}

void measure_and_print(const std::string& name, std::chrono::nanoseconds goal) {
    const Cell cell = parse_cell(name);
    const Row& row = row_of(cell);
    Result result = measure([&](std::uint64_t n) { return row.run(cell, n); }, goal);
    auto each = [&](std::chrono::nanoseconds t) {
        return static_cast<double>(t.count()) / static_cast<double>(result.n);
    };
    std::printf("%s\t%llu\t%.2f ns/op\t%.2f cpu-ns/op\n", name.c_str(), static_cast<unsigned long long>(result.n),
                each(result.spent.wall), each(result.spent.processor));
    std::fflush(stdout);
}

void run(const std::vector<std::string>& arguments) {
    const std::string usage = "want -list, or MILLISECONDS and the names of cells";
    if (arguments.empty()) throw Usage("no arguments: " + usage);
    if (arguments[0] == "-list") {
        if (arguments.size() > 1) throw Usage(quoted(arguments[1]) + " behind -list: " + usage);
        list();
        return;
    }
    auto goal = parse_milliseconds(arguments[0].c_str());
    const std::vector<std::string> names(arguments.begin() + 1, arguments.end());
    if (names.empty()) throw Usage("no names behind " + quoted(arguments[0]) + ": " + usage);

    // All names first: a wrong one is not to be found after minutes of measuring.
    for (const std::string& name : names) row_of(parse_cell(name));
    for (const std::string& name : names) {
        try {
            measure_and_print(name, goal);
        } catch (const Wrong& wrong) {
            throw Wrong(name + ": " + wrong.what());
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    try {
        run({argv + 1, argv + argc});
    } catch (const Usage& usage) {
        std::fprintf(stderr, "%s\n", usage.what());
        return 2;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return 1;
    }
    return 0;
}
