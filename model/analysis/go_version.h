// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <string>

namespace skein
{

/// Which Go printed a dump, as its own text tells. Minor versions: 24 of Go 1.24.
struct GoVersion {
    static constexpr int kNewest = 99; ///< newer than any that is known

    int from = 0, to = kNewest; ///< what its forms, frames and paths allow
    int about = 0; ///< by the runtime's line numbers, which a patch release may move; 0 where they don't tell

    /// It is this one or newer.
    bool since(int minor) const { return (about != 0 ? about : from) >= minor; }
    /// It is older than this one.
    bool before(int minor) const { return (about != 0 ? about : to) < minor; }
    /// "Go 1.24", "Go 1.24 or later", "Go 1.20 or older", "about Go 1.22"; empty where nothing tells.
    std::string name() const;
};

/// Looks at the first goroutines of a snapshot of a Go program. Bounded cost.
GoVersion goVersionOf(const Log& log, std::uint32_t snapshot);

} // namespace skein
