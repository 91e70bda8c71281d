// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/seen_pointers.h"

#include <algorithm>

#include "model/analysis/call_args.h"
#include "model/analysis/go_name.h"

namespace skein {

ArgumentReader::ArgumentReader(const Log& log)
    : m_log(log),
      m_linesLeft(std::max<std::uint64_t>(50'000, log.text.lineCount() / 40)),
      m_memo(log.stackCount())
{}

std::vector<FrameText> ArgumentReader::frames(const Thread& thread)
{
    const std::uint64_t lines = thread.lastLine - thread.firstLine + 1;
    if (!thread.stack || lines > m_linesLeft || !m_log.threadText) return {};
    m_linesLeft -= lines;
    return m_log.threadText->frames(thread);
}

bool ArgumentReader::isMethod(FrameId frame)
{
    if (m_methods.empty()) m_methods.resize(m_log.frames.size(), -1);
    std::int8_t& known = m_methods[frame.value];
    if (known < 0) {
        const GoName name = parseGoName(m_log.function(frame));
        known = name.pointerReceiver && !name.closure;
    }
    return known != 0;
}

void SeenPointers::add(const Log& log, std::uint32_t thread, std::span<const FrameText> frames,
                       ArgumentReader& reader)
{
    for (std::uint32_t i = 0; i < frames.size(); ++i) {
        if (frames[i].args.empty() || log.frame(frames[i].frame).role == Role::Runtime) continue;
        const bool method = reader.isMethod(frames[i].frame) && receiverOf(log, frames[i]);
        for (const ArgWord& arg : frames[i].args) {
            if (!arg.isNumber || arg.stale || arg.value < kLowestPointer) continue;
            m_all.push_back({arg.value, thread, i, method && arg.position == 0 && arg.depth == 0});
        }
    }
}

void SeenPointers::finish()
{
    m_values.reserve(m_all.size());
    for (const SeenPointer& p : m_all) m_values.push_back(p.value);
    std::ranges::sort(m_values);
    m_values.erase(std::ranges::unique(m_values).begin(), m_values.end());
}

std::uint64_t SeenPointers::nearestBelow(std::uint64_t address) const
{
    const auto above = std::ranges::upper_bound(m_values, address);
    if (above == m_values.begin()) return 0;
    const std::uint64_t nearest = *(above - 1);
    return address - nearest < kLargestObject ? nearest : 0;
}

std::string_view typeKey(std::string_view function)
{
    const std::string_view type = parseGoName(function).type;
    return type.empty() ? type : function.substr(0, static_cast<std::size_t>(type.end() - function.begin()));
}

std::uint64_t objectOf(const Log& log, const FrameText& frame)
{
    const auto receiver = receiverOf(log, frame);
    return receiver && !receiver->stale && receiver->value >= kLowestPointer ? receiver->value : 0;
}

std::uint64_t ownerOf(const Log& log, std::span<const FrameText> frames, std::size_t caller)
{
    constexpr std::size_t kFrames = 6;
    if (caller >= frames.size()) return 0;
    const std::string_view type = typeKey(log.function(frames[caller].frame));
    for (std::size_t i = caller; i < frames.size() && i < caller + kFrames; ++i) {
        if (type.empty() || typeKey(log.function(frames[i].frame)) != type) return 0;
        if (const std::uint64_t object = objectOf(log, frames[i])) return object;
    }
    return 0;
}

}  // namespace skein
