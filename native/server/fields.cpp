#include "fields.h"

#include <algorithm>
#include <charconv>

namespace sotto {

namespace {

constexpr int most_tokens      = 100000;
constexpr int most_threads     = 1024;
constexpr int most_deadline_ms = 3600 * 1000;

bool parse_number(const FieldLookup & lookup, const char * name, int most, int & number) {
    std::string text;
    if (!lookup(name, text)) {
        return false;
    }
    const char * end = text.data() + text.size();
    int value = 0;
    const auto [rest, problem] = std::from_chars(text.data(), end, value);
    if (problem != std::errc() || rest != end || value < 1 || value > most) {
        throw BadField(std::string(name) + " takes a whole number from 1 to " + std::to_string(most));
    }
    number = value;
    return true;
}

bool parse_flag(const FieldLookup & lookup, const char * name, bool & flag) {
    std::string text;
    if (!lookup(name, text)) {
        return false;
    }
    // The words that whisper-server takes for its own flags.
    flag = text == "true" || text == "1" || text == "yes" || text == "y";
    return true;
}

} // namespace

Fields parse_fields(const FieldLookup & lookup, unsigned hardware_threads) {
    Fields fields;
    fields.any |= parse_number(lookup, "max_tokens", most_tokens, fields.max_tokens);
    fields.any |= parse_flag(lookup, "loop_guard", fields.loop_guard);
    fields.any |= parse_number(lookup, "threads", most_threads, fields.threads);
    fields.any |= parse_number(lookup, "deadline_ms", most_deadline_ms, fields.deadline_ms);
    // A client may count processors that this process is not allowed to use.
    if (hardware_threads > 0) {
        fields.threads = std::min(fields.threads, static_cast<int>(hardware_threads));
    }
    return fields;
}

} // namespace sotto
