#pragma once

#include "values.h"

#include <condition_variable>
#include <mutex>

namespace bench {

// A CondvarQueue is the bounded queue of the textbooks: a ring under a mutex, with one
// condition for those who wait for room and one for those who wait for a value.
//
// Whoever has changed something unlocks before it notifies: a thread that is woken while
// the mutex is still held would only go to sleep again.
class CondvarQueue {
public:
    explicit CondvarQueue(unsigned capacity) : ring_(capacity) {}

    // Waits until there is room. Nothing is sent after close.
    void send(Value v) {
        {
            std::unique_lock lock(mutex_);
            not_full_.wait(lock, [&] { return count_ < ring_.size(); });
            put(v);
        }
        not_empty_.notify_one();
    }

    // Waits until there is a value, or returns false: the queue is closed and drained.
    bool receive(Value& v) {
        {
            std::unique_lock lock(mutex_);
            not_empty_.wait(lock, [&] { return count_ > 0 || closed_; });
            if (count_ == 0) return false;
            v = take();
        }
        not_full_.notify_one();
        return true;
    }

    // The number of consumers is for queues that have to tell each of them.
    void close(unsigned /*consumers*/) {
        {
            std::lock_guard lock(mutex_);
            closed_ = true;
        }
        not_empty_.notify_all();
    }

    bool try_send(Value v) {
        {
            std::lock_guard lock(mutex_);
            if (count_ == ring_.size()) return false;
            put(v);
        }
        not_empty_.notify_one();
        return true;
    }

    bool try_receive(Value& v) {
        {
            std::lock_guard lock(mutex_);
            if (count_ == 0) return false;
            v = take();
        }
        not_full_.notify_one();
        return true;
    }

private:
    void put(Value v) {
        ring_[tail_] = v;
        tail_ = after(tail_);
        count_++;
    }

    Value take() {
        Value v = ring_[head_];
        head_ = after(head_);
        count_--;
        return v;
    }

    std::size_t after(std::size_t slot) const { return slot + 1 == ring_.size() ? 0 : slot + 1; }

    std::mutex mutex_; // for all that follows it except the conditions
    std::condition_variable not_full_;
    std::condition_variable not_empty_;
    std::vector<Value> ring_; // the count_ values from head_ on, up to tail_
    std::size_t head_ = 0;
    std::size_t tail_ = 0;
    std::size_t count_ = 0;
    bool closed_ = false;
};

} // namespace bench
