#include "gate.h"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include <sys/resource.h>

namespace bench {

namespace {

using std::chrono::nanoseconds;

nanoseconds processor_time() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    auto of = [](timeval t) { return std::chrono::seconds(t.tv_sec) + std::chrono::microseconds(t.tv_usec); };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

// A Gate is passed once, by a known number of threads. A thread that stands at it holds the
// mutex until it sleeps, so once all have been counted, all are asleep.
class Gate {
public:
    explicit Gate(std::size_t threads) : threads_(threads) {}

    void pass() {
        std::unique_lock lock(mutex_);
        standing_++;
        changed_.notify_all();
        opened_.wait(lock, [&] { return open_; });
    }

    void leave() {
        std::lock_guard lock(mutex_);
        ended_++;
        changed_.notify_all();
    }

    void wait_until_all_stand() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return standing_ == threads_; });
    }

    void open() {
        std::lock_guard lock(mutex_);
        open_ = true;
        opened_.notify_all();
    }

    void wait_until_all_have_ended() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return ended_ == threads_; });
    }

private:
    const std::size_t threads_;
    std::mutex mutex_;
    std::condition_variable opened_;
    std::condition_variable changed_; // standing_ or ended_
    std::size_t standing_ = 0;
    std::size_t ended_ = 0;
    bool open_ = false;
};

} // namespace

Spent timed(const std::vector<std::function<void()>>& workers) {
    Gate gate(workers.size());
    std::vector<std::exception_ptr> failures(workers.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < workers.size(); i++) {
        threads.emplace_back([&, i] {
            gate.pass();
            try {
                workers[i]();
            } catch (...) {
                failures[i] = std::current_exception();
            }
            gate.leave();
        });
    }
    gate.wait_until_all_stand();

    auto processor = processor_time();
    auto start = std::chrono::steady_clock::now();
    gate.open();
    gate.wait_until_all_have_ended();
    Spent spent{std::chrono::steady_clock::now() - start, processor_time() - processor};

    for (std::thread& t : threads) t.join();
    for (const std::exception_ptr& failure : failures)
        if (failure) std::rethrow_exception(failure);
    return spent;
}

} // namespace bench
