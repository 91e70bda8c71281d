// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/waits.h"
#include "model/finding.h"
#include "model/log.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace skein
{

/// What the code of the standard library or of a well-known one says about whoever waits in it.
struct LibraryWait {
    enum class Where : std::uint8_t { Stack, Creator };
    std::string_view function;               ///< the beginning of a name: closures and methods follow
    Wait wait = Wait::Other;                 ///< Other: whatever it waits for
    Certainty certainty = Certainty::Proved; ///< Proved: that is what this function waits for
    std::string_view why;                    ///< one sentence
    Where where = Where::Stack;              ///< it stands on the stack, or behind `created by`
    bool open = false; ///< something was not given back: not idle, whatever else waits in this function
};

/// "database/sql.(*DB).conn" is one of "database/sql.(*DB).conn.func1", and not of "….connectionOpener".
bool isFunction(std::string_view name, std::string_view known);

/// Looks stacks up in the table; each name is looked up once.
class LibraryWaits
{
public:
    /// Keeps a reference.
    explicit LibraryWaits(const Log& log) : m_log(log), m_known(log.strings.size()) {}
    /// Null where nothing is known. The innermost frame decides, then the creator.
    const LibraryWait* of(const Thread& thread, Wait wait) const;

private:
    const LibraryWait* find(FrameId frame, Wait wait, LibraryWait::Where where) const;

    const Log& m_log;
    mutable std::vector<std::uint8_t> m_known; ///< by StringId: 0 not looked up, 1 none, else index + 2
};

} // namespace skein
