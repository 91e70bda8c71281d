// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/intern.h"
#include "model/log.h"

#include <cstdint>
#include <vector>

namespace skein {

/// Source places: frames that differ only in their program counter stand at the same place.
/// Also remembers the site of every stack. Linear in the log's tables.
class Places {
public:
    static constexpr std::uint32_t kNone = ~std::uint32_t{0};

    explicit Places(const Log& log);

    /// Equal for frames with the same function, file and line; kNone for no frame.
    std::uint32_t place(FrameId frame) const { return frame ? m_places[frame.value] : kNone; }
    /// Log::site, looked up.
    FrameId site(StackId stack) const { return stack ? m_sites[stack.value] : FrameId{}; }

private:
    std::vector<std::uint32_t> m_places;
    std::vector<FrameId> m_sites;
};

}  // namespace skein
