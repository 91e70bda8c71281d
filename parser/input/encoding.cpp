// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/input/encoding.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace skein {

namespace {

constexpr std::size_t kSample = 64 * 1024;

unsigned char byteAt(std::string_view s, std::size_t i) { return static_cast<unsigned char>(s[i]); }

void appendUtf8(std::string& out, std::uint32_t c)
{
    const auto put = [&](std::uint32_t v) { out.push_back(static_cast<char>(v)); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xc0 | c >> 6), put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        put(0xe0 | c >> 12), put(0x80 | (c >> 6 & 0x3f)), put(0x80 | (c & 0x3f));
    } else {
        put(0xf0 | c >> 18), put(0x80 | (c >> 12 & 0x3f)), put(0x80 | (c >> 6 & 0x3f)), put(0x80 | (c & 0x3f));
    }
}

/// Whether it is ASCII without zeros, as nearly every log is: eight bytes at a time.
bool isPlain(std::string_view sample)
{
    constexpr std::uint64_t kOnes = 0x0101010101010101, kHigh = 0x8080808080808080;
    std::size_t i = 0;
    for (; i + sizeof(std::uint64_t) <= sample.size(); i += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, sample.data() + i, sizeof(word));
        // A byte without its highest bit gets it by the subtraction only if it is zero.
        if (((word | (word - kOnes)) & kHigh) != 0) return false;
    }
    return std::ranges::all_of(sample.substr(i), [](char c) { return static_cast<unsigned char>(c) - 1u < 0x7f; });
}

struct ZeroBytes {
    std::size_t even = 0, odd = 0;
};

ZeroBytes countZeros(std::string_view sample)
{
    ZeroBytes zeros;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        if (sample[i] == '\0') ++(i % 2 == 0 ? zeros.even : zeros.odd);
    }
    return zeros;
}

}  // namespace

std::size_t utf8SequenceLength(std::string_view s)
{
    if (s.empty()) return 0;
    const unsigned char lead = byteAt(s, 0);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 ? (lead < 0xf0 ? 3 : 0) : lead >= 0xc2 ? 2 : 0;
    if (length == 0 || s.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byteAt(s, i) & 0xc0) != 0x80) return 0;
    }
    const unsigned char second = byteAt(s, 1);
    const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    const bool surrogate = lead == 0xed && second >= 0xa0;
    const bool tooLarge = lead == 0xf4 && second >= 0x90;
    return overlong || surrogate || tooLarge ? 0 : length;
}

Encoding encodingOf(std::string_view bytes)
{
    if (bytes.starts_with("\xff\xfe")) return Encoding::Utf16Le;
    if (bytes.starts_with("\xfe\xff")) return Encoding::Utf16Be;

    const std::string_view sample = bytes.substr(0, kSample);
    if (isPlain(sample)) return Encoding::Utf8;
    const ZeroBytes zeros = countZeros(sample);
    // Mostly ASCII text in UTF-16 has a zero in nearly every second byte, and only there.
    const std::size_t pairs = sample.size() / 2;
    if (pairs >= 2 && zeros.odd * 10 > pairs * 7 && zeros.even * 20 < pairs) return Encoding::Utf16Le;
    if (pairs >= 2 && zeros.even * 10 > pairs * 7 && zeros.odd * 20 < pairs) return Encoding::Utf16Be;
    if ((zeros.even + zeros.odd) * 20 > sample.size()) return Encoding::Binary;

    std::size_t high = 0, valid = 0;
    for (std::size_t i = 0; i < sample.size();) {
        const std::size_t length = utf8SequenceLength(sample.substr(i));
        if (length == 1) {
            ++i;
            continue;
        }
        ++high;
        valid += length > 1;
        i += std::max<std::size_t>(length, 1);
    }
    return high > 0 && valid == 0 ? Encoding::Latin1 : Encoding::Utf8;
}

std::string_view toString(Encoding encoding)
{
    switch (encoding) {
    case Encoding::Utf8: return "utf-8";
    case Encoding::Utf16Le: return "utf-16le";
    case Encoding::Utf16Be: return "utf-16be";
    case Encoding::Latin1: return "latin-1";
    case Encoding::Binary: return "binary";
    }
    return "utf-8";
}

std::string utf8FromUtf16(std::string_view bytes, Encoding encoding)
{
    const std::size_t low = encoding == Encoding::Utf16Le ? 0 : 1;
    const auto unit = [&](std::size_t i) {
        return static_cast<std::uint32_t>(byteAt(bytes, i + low) | byteAt(bytes, i + 1 - low) << 8);
    };
    std::string out;
    out.reserve(bytes.size() / 2 + bytes.size() / 16);
    std::size_t i = bytes.size() >= 2 && unit(0) == 0xfeff ? 2 : 0;
    for (; i + 1 < bytes.size(); i += 2) {
        std::uint32_t c = unit(i);
        if (c >= 0xd800 && c < 0xdc00 && i + 3 < bytes.size() && (unit(i + 2) & 0xfc00) == 0xdc00) {
            c = 0x10000 + ((c - 0xd800) << 10) + (unit(i + 2) - 0xdc00);
            i += 2;
        } else if (c >= 0xd800 && c < 0xe000) {
            c = 0xfffd;
        }
        appendUtf8(out, c);
    }
    return out;
}

}  // namespace skein
