#include "about.h"

namespace sotto {

namespace {

// Counts our changes on top of one version of whisper.cpp.
constexpr int revision = 1;
// Counts changes of fields and answers that a client has to know about.
constexpr int protocol = 1;

// Defined by the build: which fixes are in. Without them an answer may depend on earlier requests.
constexpr bool flash_attn_mask = SOTTO_FLASH_ATTN_MASK;
constexpr bool no_speech_prob  = SOTTO_NO_SPEECH_PROB;

const char * word(bool value) {
    return value ? "true" : "false";
}

} // namespace

std::string health_json(const std::string & whisper_version, bool can_abort, bool can_bound) {
    std::string json = "{\"status\":\"ok\"";
    json += ",\"engine\":\"" + whisper_version + "+sotto." + std::to_string(revision) + "\"";
    json += ",\"protocol\":" + std::to_string(protocol);
    json += ",\"features\":{";
    json += std::string("\"abort_encode\":\"") + (can_abort ? "node" : "none") + "\"";
    json += std::string(",\"loop_guard\":") + word(can_bound);
    json += std::string(",\"max_tokens\":") + word(can_bound);
    json += std::string(",\"threads\":true");
    json += std::string(",\"deadline\":") + word(can_bound);
    json += std::string(",\"flash_attn_mask\":") + word(flash_attn_mask);
    json += std::string(",\"no_speech_prob\":") + word(no_speech_prob);
    json += "}}";
    return json;
}

} // namespace sotto
