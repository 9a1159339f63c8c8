// Watches whether the client of a request is still there.
// Promises: asking costs one atomic load, so that it can be done after each node of a graph; the answer is at
// most 25 ms old.
// Must not know: how a connection is looked at.

#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace sotto {

class ClientWatch {
  public:
    // `is_gone` is called by a thread of this object's own until it says yes or the object ends.
    explicit ClientWatch(std::function<bool()> is_gone);
    ~ClientWatch();
    ClientWatch(const ClientWatch &) = delete;
    ClientWatch & operator=(const ClientWatch &) = delete;

    bool gone() const { return is_gone_now.load(std::memory_order_relaxed); }

  private:
    void watch(const std::function<bool()> & is_gone);

    std::atomic<bool> is_gone_now{false};
    std::mutex mutex;
    std::condition_variable changed;
    bool ended = false;
    std::thread watcher;
};

} // namespace sotto
