#include "client_watch.h"

#include <chrono>
#include <utility>

namespace sotto {

namespace {

constexpr std::chrono::milliseconds look_interval(25);

} // namespace

ClientWatch::ClientWatch(std::function<bool()> is_gone)
    : watcher([this, is_gone = std::move(is_gone)] { watch(is_gone); }) {}

ClientWatch::~ClientWatch() {
    {
        std::lock_guard<std::mutex> lock(mutex);
        ended = true;
    }
    changed.notify_all();
    watcher.join();
}

void ClientWatch::watch(const std::function<bool()> & is_gone) {
    std::unique_lock<std::mutex> lock(mutex);
    while (!ended) {
        if (is_gone()) {
            is_gone_now.store(true, std::memory_order_relaxed);
            return;
        }
        changed.wait_for(lock, look_interval);
    }
}

} // namespace sotto
