// sotto-decode FILE: writes the sound of a WAV, FLAC, MP3 or Ogg Vorbis file to standard output as signed 16-bit
// mono at 16 kHz, and its length to standard error ("seconds 12.34", left out where the file does not tell).
// Promises: memory stays small however long the file is. Exit codes: 0 all of it, 2 no such sound file, 3 nobody
// reads any more. The decoders are those that whisper.cpp carries, compiled once, in its examples' common library:
// what is left out of the header here must be what is left out there.

#define MA_NO_DEVICE_IO
#define MA_NO_THREADING
#define MA_NO_ENCODING
#define MA_NO_GENERATION
#define MA_NO_RESOURCE_MANAGER
#define MA_NO_NODE_GRAPH
#include "miniaudio.h"

#include <cstdio>

int main(int count, char ** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "usage: sotto-decode FILE\n");
        return 2;
    }
    const ma_decoder_config wanted = ma_decoder_config_init(ma_format_s16, 1, 16000);
    ma_decoder decoder;
    const ma_result opened = ma_decoder_init_file(arguments[1], &wanted, &decoder);
    if (opened != MA_SUCCESS) {
        std::fprintf(stderr, "%s\n", ma_result_description(opened));
        return 2;
    }
    ma_uint64 length = 0;
    if (ma_decoder_get_length_in_pcm_frames(&decoder, &length) == MA_SUCCESS && length > 0) {
        std::fprintf(stderr, "seconds %.2f\n", static_cast<double>(length) / 16000);
    }
    static ma_int16 samples[16000];
    for (;;) {
        ma_uint64 read = 0;
        const ma_result result = ma_decoder_read_pcm_frames(&decoder, samples, 16000, &read);
        if (read > 0 && std::fwrite(samples, sizeof(ma_int16), read, stdout) != read) return 3;
        if (result != MA_SUCCESS || read == 0) break;
    }
    return std::fflush(stdout) == 0 ? 0 : 3;
}
