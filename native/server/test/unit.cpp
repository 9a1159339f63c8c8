// Tests of the parts of this folder that need no model and no connection. Compiled and run by
// test/adapters/nativeServer.test.ts. Prints one line for each test that fails; the exit status is their number.

#include "server/about.h"
#include "server/client_watch.h"
#include "server/decode_guard.h"
#include "server/fields.h"
#include "server/line.h"
#include "server/loop.h"

#include <atomic>
#include <cstdio>
#include <map>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace {

int failures = 0;
int checks   = 0;

void check(bool holds, const char * what) {
    checks++;
    if (!holds) {
        failures++;
        std::printf("failed: %s\n", what);
    }
}

// ---- fields ----

sotto::Fields parse(const std::map<std::string, std::string> & form, unsigned threads = 4) {
    return sotto::parse_fields([&form](const char * name, std::string & value) {
        const auto found = form.find(name);
        if (found == form.end()) {
            return false;
        }
        value = found->second;
        return true;
    }, threads);
}

bool refused(const std::map<std::string, std::string> & form) {
    try {
        parse(form);
    } catch (const sotto::BadField & error) {
        return std::string(error.what()).rfind(form.begin()->first, 0) == 0;
    }
    return false;
}

void test_fields() {
    const sotto::Fields none = parse({{"temperature", "0.2"}});
    check(!none.any && none.max_tokens == 0 && !none.loop_guard && none.threads == 0 && none.deadline_ms == 0,
          "without our fields nothing is set");
    const sotto::Fields all =
        parse({{"max_tokens", "40"}, {"loop_guard", "true"}, {"threads", "3"}, {"deadline_ms", "1500"}});
    check(all.any && all.max_tokens == 40 && all.loop_guard && all.threads == 3 && all.deadline_ms == 1500,
          "every field is read");
    check(parse({{"threads", "64"}}, 4).threads == 4, "threads end at those of the hardware");
    check(parse({{"threads", "64"}}, 0).threads == 64, "threads are taken as they are where the hardware is unknown");
    const sotto::Fields off = parse({{"loop_guard", "false"}});
    check(off.any && !off.loop_guard, "loop_guard=false is a field of ours that was sent");
    for (const char * value : {"0", "-1", "", "1.5", "12x", " 12", "99999999999999999999", "1e3"}) {
        check(refused({{"max_tokens", value}}), value);
        check(refused({{"threads", value}}), value);
        check(refused({{"deadline_ms", value}}), value);
    }
    check(refused({{"deadline_ms", "3600001"}}), "a deadline has a limit");
}

// ---- loops ----

std::vector<int> rounds(std::vector<int> before, const std::vector<int> & group, int times, std::vector<int> after = {}) {
    for (int i = 0; i < times; i++) {
        before.insert(before.end(), group.begin(), group.end());
    }
    before.insert(before.end(), after.begin(), after.end());
    return before;
}

// Whether a loop is seen at the end of any beginning of `ids`, as a decoder would meet it.
bool ever(const std::vector<int> & ids) {
    for (std::size_t n = 1; n <= ids.size(); n++) {
        if (sotto::cut_loop({ids.begin(), ids.begin() + n})) {
            return true;
        }
    }
    return false;
}

std::vector<int> counting(int n) {
    std::vector<int> ids;
    for (int i = 0; i < n; i++) {
        ids.push_back(100 + i);
    }
    return ids;
}

void test_loops() {
    check(!sotto::cut_loop({}), "nothing is no loop");
    check(!ever(counting(220)), "different tokens are no loop");
    check(!ever(rounds({}, {7}, 7, {8})), "0 0 0 0 0 0 0 1");
    check(!ever(rounds({}, {7, 9}, 7, {8})), "0, 0, 0, 0, 0, 0, 0, 1");
    check(!ever(rounds({1, 2}, {7}, 4, {3})), "no no no no");
    check(!ever(rounds({1, 2}, {7, 9}, 4, {3})), "no, no, no, no,");
    check(!ever(rounds({}, {7}, 8)), "a byte of zeros");
    check(!ever(rounds({}, {7}, 15)), "one token 15 times");
    check(!ever(rounds({}, {1, 2, 3, 4, 5}, 3, {1, 2, 3, 4})), "a sentence three times and a piece of it");

    check(sotto::cut_loop(rounds({}, {7}, 16)) == 1, "one token 16 times");
    check(sotto::cut_loop(rounds({}, {7, 8}, 8)) == 2, "two tokens 8 times");
    check(sotto::cut_loop(rounds({}, {1, 2, 3, 4, 5}, 4)) == 5, "five tokens 4 times");
    check(sotto::cut_loop(rounds({}, counting(24), 4)) == 24, "24 tokens 4 times");
    check(!ever(rounds({}, counting(25), 8)), "25 tokens are too many for a group");
    check(sotto::cut_loop(rounds({50, 51}, {1, 2, 3, 4, 5}, 4)) == 7, "what is before the loop is kept");
    check(sotto::cut_loop(rounds({50, 51}, {1, 2, 3, 4, 5}, 6, {1, 2})) == 7, "a loop is seen within a round");
    check(!sotto::cut_loop(rounds({}, {1, 2, 3, 4, 5}, 4, {60})), "a loop that has ended is none");
    check(sotto::cut_loop(rounds({}, {7, 7, 8}, 6)) == 3, "a group that has a repetition in it");

    check(sotto::cut_loop(rounds({9}, {1, 2, 3, 4, 5, 6}, 2, {1}), sotto::likely_loop) == 7, "six tokens twice");
    check(!sotto::cut_loop(rounds({9}, {1, 2, 3, 4, 5}, 2, {1}), sotto::likely_loop), "five tokens twice");
}

// ---- the guard ----

constexpr whisper_token eot = 50256;

struct Talk {
    std::vector<whisper_token_data> tokens;
    whisper_decode_event event{};

    whisper_decode_action say(sotto::DecodeGuard & guard, whisper_token id, int temperature = 0, int decoder = 0) {
        whisper_token_data token{};
        token.id = id;
        tokens.push_back(token);
        return tell(guard, WHISPER_DECODE_EVENT_TOKEN, temperature, decoder);
    }

    whisper_decode_action tell(sotto::DecodeGuard & guard, whisper_decode_event_kind kind, int temperature = 0, int decoder = 0) {
        const int n = static_cast<int>(tokens.size());
        event = {kind, decoder, temperature, 2, 0.4f * temperature, tokens.data(), n, n};
        return guard.decide(event);
    }
};

void test_most_tokens() {
    sotto::DecodeGuard guard(parse({{"max_tokens", "3"}}), eot, 0.0f);
    Talk talk;
    check(talk.say(guard, eot + 107) == WHISPER_DECODE_CONTINUE, "a mark of time is no text");
    for (int id : {1, 2, 3}) {
        check(talk.say(guard, id) == WHISPER_DECODE_CONTINUE, "as many tokens as are allowed");
    }
    check(talk.say(guard, eot + 200) == WHISPER_DECODE_CONTINUE, "a mark of time after the last one");
    check(talk.say(guard, 4) == WHISPER_DECODE_COMPLETE && talk.event.n_keep == 5, "the token too many is dropped");
    Talk exact;
    for (int id : {1, 2, 3}) {
        exact.say(guard, id);
    }
    check(exact.say(guard, eot) == WHISPER_DECODE_CONTINUE, "an answer that just fits ends by itself");
}

void test_loop_guard() {
    sotto::DecodeGuard guard(parse({{"loop_guard", "1"}}), eot, 0.0f);
    Talk talk;
    talk.say(guard, eot + 107);
    for (int i = 0; i < 15; i++) {
        check(talk.say(guard, 5) == WHISPER_DECODE_CONTINUE, "not yet a loop");
        talk.say(guard, eot + 110 + i);
    }
    check(talk.say(guard, 5) == WHISPER_DECODE_FAIL && talk.event.n_keep == 2, "a loop between marks of time");
    check(guard.report().loop && !guard.report().loop_cut, "a loop was noticed");

    Talk second;
    second.say(guard, 1, 1, 2);
    second.tell(guard, WHISPER_DECODE_EVENT_RESULT, 1, 2);
    check(!guard.report().loop_cut, "another answer was taken");
    check(guard.report().temperature_used == 0.4, "its temperature is told without rounding errors");
    check(guard.report().loop && !guard.report().deadline_hit, "the loop is told all the same");

    sotto::DecodeGuard last(parse({{"loop_guard", "1"}}), eot, 0.0f);
    Talk only;
    for (int i = 0; i < 16; i++) {
        only.say(last, 5);
    }
    only.tell(last, WHISPER_DECODE_EVENT_RESULT);
    check(last.report().loop_cut, "the answer that was cut was taken");

    sotto::DecodeGuard off(parse({{"threads", "1"}}), eot, 0.0f);
    Talk free;
    for (int i = 0; i < 100; i++) {
        check(free.say(off, 5) == WHISPER_DECODE_CONTINUE, "nothing is guarded that was not asked for");
    }
}

void test_deadline() {
    auto now = std::chrono::steady_clock::time_point{} + 1h;
    const auto start = now;
    sotto::DecodeGuard guard(parse({{"deadline_ms", "100"}}), eot, 0.0f, [&now] { return now; });
    Talk talk;
    now = start + 99ms;
    check(talk.say(guard, 1) == WHISPER_DECODE_CONTINUE, "before the deadline");
    check(talk.tell(guard, WHISPER_DECODE_EVENT_FALLBACK) == WHISPER_DECODE_CONTINUE, "another temperature in time");
    now = start + 100ms;
    check(guard.may_encode(), "the first window is always encoded");
    check(talk.say(guard, eot) == WHISPER_DECODE_CONTINUE && !guard.report().deadline_hit,
          "an answer that ends is not stopped");
    check(talk.tell(guard, WHISPER_DECODE_EVENT_FALLBACK) == WHISPER_DECODE_STOP, "no further temperature");
    check(guard.report().deadline_hit, "the deadline is told");
    check(talk.say(guard, 2) == WHISPER_DECODE_CONTINUE, "the first temperature says all its words");
    check(talk.say(guard, 3, 1) == WHISPER_DECODE_STOP, "no further token of another one");
    talk.tell(guard, WHISPER_DECODE_EVENT_RESULT);
    check(!guard.may_encode(), "no further window");

    now = start;
    sotto::DecodeGuard broken(parse({{"deadline_ms", "100"}, {"loop_guard", "1"}}), eot, 0.0f, [&now] { return now; });
    Talk begun;
    for (int i = 0; i < 14; i++) {
        check(begun.say(broken, i % 7, 1) == WHISPER_DECODE_CONTINUE, "twice is no loop yet");
    }
    now = start + 100ms;
    check(begun.say(broken, 0, 1) == WHISPER_DECODE_STOP && begun.event.n_keep == 7,
          "a text that is broken off in its third round is cut to its first");
    begun.tell(broken, WHISPER_DECODE_EVENT_RESULT, 1);
    check(broken.report().loop_cut && broken.report().deadline_hit, "both are told");

    sotto::DecodeGuard none(parse({{"max_tokens", "9"}}), eot, 0.0f, [&now] { return now; });
    now += 10h;
    check(Talk().say(none, 1) == WHISPER_DECODE_CONTINUE, "without a deadline it is never late");
}

// ---- the line and the watch ----

void test_line() {
    sotto::Line line;
    std::mutex mutex;
    std::vector<int> order;
    std::vector<std::thread> threads;
    std::atomic<bool> third_gone{false};
    std::atomic<int>  in_line{0};
    {
        sotto::Turn first(line, [] { return false; });
        check(first.taken(), "an empty line");
        for (int i = 0; i < 4; i++) {
            threads.emplace_back([&, i] {
                bool counted = false;
                sotto::Turn turn(line, [&] {
                    if (!counted) {
                        counted = true;
                        in_line++;
                    }
                    return i == 2 && third_gone.load();
                });
                std::lock_guard<std::mutex> lock(mutex);
                order.push_back(turn.taken() ? i : -i);
            });
            while (in_line.load() <= i) {
                std::this_thread::yield();
            }
        }
        third_gone = true;
        threads[2].join();
        check(order == std::vector<int>{-2}, "one gives up while all wait");
    }
    for (int i : {0, 1, 3}) {
        threads[i].join();
    }
    check(order == (std::vector<int>{-2, 0, 1, 3}), "the others have their turns in order");
    sotto::Turn late(line, [] { return true; });
    check(!late.taken(), "who has left gets no turn, even in an empty line");
    sotto::Turn next(line, [] { return false; });
    check(next.taken(), "and holds nobody up");
}

void test_watch() {
    std::atomic<bool> gone{false};
    sotto::ClientWatch watch([&gone] { return gone.load(); });
    check(!watch.gone(), "there at first");
    gone = true;
    const auto limit = std::chrono::steady_clock::now() + 5s;
    while (!watch.gone() && std::chrono::steady_clock::now() < limit) {
        std::this_thread::yield();
    }
    check(watch.gone(), "its leaving is seen");
    gone = false;
    check(watch.gone(), "and not forgotten");
}

void test_about() {
    check(sotto::health_json("1.9.1", true, true) ==
              "{\"status\":\"ok\",\"engine\":\"1.9.1+sotto.1\",\"protocol\":1,\"features\":{\"abort_encode\":\"node\","
              "\"loop_guard\":true,\"max_tokens\":true,\"threads\":true,\"deadline\":true,\"flash_attn_mask\":true,"
              "\"no_speech_prob\":true}}",
          "everything is there");
    const std::string less = sotto::health_json("1.9.1", false, false);
    check(less.find("\"abort_encode\":\"none\",\"loop_guard\":false") != std::string::npos, "less is there");
}

} // namespace

int main() {
    test_fields();
    test_loops();
    test_most_tokens();
    test_loop_guard();
    test_deadline();
    test_line();
    test_watch();
    test_about();
    std::printf("%d checks, %d failed\n", checks, failures);
    return failures;
}
