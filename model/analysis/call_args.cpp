// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/call_args.h"

#include "model/analysis/go_name.h"

namespace skein
{

std::optional<ArgWord> argumentAt(const FrameText& frame, std::uint8_t position)
{
    for (const ArgWord& word : frame.args) {
        if (word.position > position)
            break;
        if (word.position == position)
            return word.isNumber && word.depth == 0 ? std::optional(word) : std::nullopt;
    }
    return {};
}

std::optional<ArgWord> receiverOf(const Log& log, const FrameText& frame)
{
    if (!frame.frame || frame.args.empty())
        return {};
    const GoName name = parseGoName(log.function(frame.frame));
    if (!name.pointerReceiver || name.closure)
        return {};
    // Generic code may print its dictionary, which lies in the program's image, in place of the receiver:
    //     cache.(*Cache[...]).Put(0x580ba0, {0xc00011e680, 0xc}, 0xc00011e670)
    constexpr std::uint64_t kImageEnd = 0x8400000;
    const bool generic = log.function(frame.frame).find("[...]") != std::string_view::npos;
    auto word = argumentAt(frame, 0);
    return word && word->value >= (generic ? kImageEnd : 0x1000) ? word : std::nullopt;
}

bool looksLikeHeap(std::uint64_t value, bool narrow)
{
    if (value % 4 != 0 || value >= (std::uint64_t{1} << 56))
        return false;
    return narrow ? value >= 0x100000 : value >= (std::uint64_t{1} << 32);
}

std::vector<Pointer> pointersOf(const Log& log, std::span<const FrameText> frames, bool narrow)
{
    constexpr std::size_t kMost = 512; // a stack of 100 frames with 5 words each: more is noise
    std::vector<Pointer> out;
    for (std::uint32_t i = 0; i < frames.size() && out.size() < kMost; ++i) {
        const FrameText& f = frames[i];
        if (f.args.empty() || log.function(f.frame).starts_with("runtime."))
            continue;
        const auto receiver = receiverOf(log, f);
        if (receiver)
            out.push_back({receiver->value, i, receiver->stale, true, false});
        for (const ArgWord& w : f.args) {
            if (!w.isNumber || (receiver && w.position == 0) || !looksLikeHeap(w.value, narrow))
                continue;
            out.push_back({w.value, i, w.stale, false, w.depth > 0});
        }
    }
    return out;
}

bool isNarrow(std::span<const FrameText> frames)
{
    bool address = false;
    for (const FrameText& f : frames) {
        for (const ArgWord& w : f.args) {
            if (!w.isNumber || w.stale)
                continue;
            if (w.value > 0xffffffff)
                return false;
            address |= w.value >= 0x1000000;
        }
    }
    return address;
}

} // namespace skein
