// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/repeats.h"

#include <algorithm>

namespace skein
{

FrameId Repeats::site(StackId stack)
{
    if (!stack)
        return {};
    FrameId& known = m_sites[stack.value];
    if (known)
        return known;
    known = m_places.site(stack);
    for (const FrameId id : m_log.stack(stack)) {
        const Frame& frame = m_log.frame(id);
        if (frame.role != Role::Runtime && frame.line != 0) {
            known = id;
            break;
        }
    }
    return known;
}

bool Repeats::isRepeat(FindingKind kind, std::span<const StackId> stacks, std::uint32_t snapshot,
                       std::vector<Finding>& out)
{
    std::vector<std::uint64_t> key;
    for (const StackId stack : stacks) {
        const FrameId frame = site(stack);
        // Without a source line the frame itself is all that is known.
        const bool hasLine = frame && m_log.frame(frame).line != 0;
        key.push_back(hasLine ? m_places.place(frame) : std::uint64_t{1} << 32 | frame.value);
    }
    std::ranges::sort(key);
    key.push_back(static_cast<std::uint64_t>(kind));
    const auto [known, isNew] = m_known.try_emplace(std::move(key), out.size());
    if (isNew)
        return false;
    Finding& first = out[known->second];
    ++first.count;
    first.repeats.push_back(snapshot);
    return true;
}

} // namespace skein
