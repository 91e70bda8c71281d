// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace skein::native
{

struct Pattern;

/// The row of the table for a function as a tool prints it; null if there is none.
const Pattern* patternOf(std::string_view function);

/// One of the innermost frames of a thread.
struct TopFrame {
    std::string function, args; ///< args only where there is a pattern
    const Pattern* pattern = nullptr;
    Role role = Role::User;
};

/// What a thread waits for by its innermost frames.
struct NativeWait {
    std::string_view reason = ""; ///< REPORT.md's word; empty for a thread that seems to run
    ResourceKind kind = ResourceKind::None;
    std::uint64_t address = 0; ///< 0 where no argument shows it
    ThreadState state = ThreadState::Unknown;
    std::uint64_t mutex =
        0; ///< of a condition: the mutex that is released while it is waited for; 0 if not shown
    std::uint64_t osId = 0; ///< of a join: the TID that must end, as the kernel knows it; 0 if not shown
};

NativeWait waitOf(std::span<const TopFrame> top);

} // namespace skein::native
