#include "decode_guard.h"

#include "loop.h"

#include <algorithm>
#include <cmath>

namespace sotto {

namespace {

double rounded(float temperature) {
    return std::round(temperature * 1000.0) / 1000.0;
}

} // namespace

DecodeGuard::DecodeGuard(const Fields & fields, whisper_token eot, float temperature, Clock clock)
    : fields(fields), eot(eot), clock(std::move(clock)),
      end(this->clock() + std::chrono::milliseconds(fields.deadline_ms)) {
    result.temperature_used = rounded(temperature);
}

void DecodeGuard::attach(whisper_full_params & params) {
    params.decode_callback_user_data = this;
    params.decode_callback = [](whisper_context *, whisper_state *, whisper_decode_event * event, void * guard) {
        return static_cast<DecodeGuard *>(guard)->decide(*event);
    };
    params.encoder_begin_callback_user_data = this;
    params.encoder_begin_callback = [](whisper_context *, whisper_state *, void * guard) {
        return static_cast<DecodeGuard *>(guard)->may_encode();
    };
}

whisper_decode_action DecodeGuard::decide(whisper_decode_event & event) {
    switch (event.kind) {
        case WHISPER_DECODE_EVENT_TOKEN:
            return decide_token(event);
        case WHISPER_DECODE_EVENT_FALLBACK:
            return late() ? stop() : WHISPER_DECODE_CONTINUE;
        case WHISPER_DECODE_EVENT_RESULT: {
            const std::pair<int, int> taken{event.i_temperature, event.i_decoder};
            result.loop_cut |= std::find(looped.begin(), looped.end(), taken) != looped.end();
            result.temperature_used = std::max(result.temperature_used, rounded(event.temperature));
            looped.clear();
            windows++;
            break;
        }
    }
    return WHISPER_DECODE_CONTINUE;
}

whisper_decode_action DecodeGuard::decide_token(whisper_decode_event & event) {
    // The end of the text and the marks of time between the words end nothing here.
    if (event.n_tokens == 0 || event.tokens[event.n_tokens - 1].id >= eot) {
        return WHISPER_DECODE_CONTINUE;
    }
    std::vector<int> ids, places;
    for (int i = 0; i < event.n_tokens; i++) {
        if (event.tokens[i].id < eot) {
            ids.push_back(event.tokens[i].id);
            places.push_back(i);
        }
    }
    // The first temperature is bounded by its tokens and by the guard against loops: a slow machine cuts off no words.
    const bool is_late = late();
    const bool stops = is_late && event.i_temperature > 0;
    if (fields.loop_guard) {
        if (const auto left = cut_loop(ids, is_late ? likely_loop : sure_loop)) {
            event.n_keep = places[*left - 1] + 1;
            looped.emplace_back(event.i_temperature, event.i_decoder);
            result.loop = true;
            return stops ? stop() : WHISPER_DECODE_FAIL;
        }
    }
    if (fields.max_tokens > 0 && static_cast<int>(ids.size()) > fields.max_tokens) {
        event.n_keep = event.n_tokens - 1;
        return WHISPER_DECODE_COMPLETE;
    }
    return stops ? stop() : WHISPER_DECODE_CONTINUE;
}

bool DecodeGuard::may_encode() {
    if (windows == 0 || !late()) {
        return true;
    }
    result.deadline_hit = true;
    return false;
}

bool DecodeGuard::late() const {
    return fields.deadline_ms > 0 && clock() >= end;
}

whisper_decode_action DecodeGuard::stop() {
    result.deadline_hit = true;
    return WHISPER_DECODE_STOP;
}

DecodeReport DecodeGuard::report() const {
    return result;
}

} // namespace sotto
