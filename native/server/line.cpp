#include "line.h"

#include <algorithm>
#include <chrono>

namespace sotto {

namespace {

constexpr std::chrono::milliseconds look_interval(25);

} // namespace

Turn::Turn(Line & line, const std::function<bool()> & gave_up) : line(line) {
    std::unique_lock<std::mutex> lock(line.mutex);
    ticket = line.next++;
    line.waiting.push_back(ticket);
    while (!gave_up()) {
        if (line.waiting.front() == ticket) {
            is_taken = true;
            return;
        }
        line.changed.wait_for(lock, look_interval);
    }
    line.waiting.erase(std::find(line.waiting.begin(), line.waiting.end(), ticket));
    line.changed.notify_all();
}

Turn::~Turn() {
    if (!is_taken) {
        return;
    }
    std::lock_guard<std::mutex> lock(line.mutex);
    line.waiting.pop_front();
    line.changed.notify_all();
}

} // namespace sotto
