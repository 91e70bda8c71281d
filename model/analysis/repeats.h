// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/analysis/places.h"
#include "model/finding.h"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <vector>

namespace skein
{

/// Reports of the same thing at other moments: two races between the same two places are one finding,
/// whichever side was caught. Columns never count, some compilers don't print them.
class Repeats
{
public:
    explicit Repeats(const Log& log) : m_log(log), m_places(log), m_sites(log.stackCount()) {}

    /// Where an access of a report was: the innermost frame that isn't the runtime's and has a source line;
    /// where none has, the stack's site. None for no stack.
    FrameId site(StackId stack);

    /// Whether a report about these stacks, in any order, is the repetition of one in `out`: then it is
    /// counted there. Else the finding that is added to `out` next will be the one that others repeat.
    bool isRepeat(FindingKind kind, std::span<const StackId> stacks, std::uint32_t snapshot,
                  std::vector<Finding>& out);

private:
    const Log& m_log;
    Places m_places;
    std::vector<FrameId> m_sites; ///< by StackId, as far as they have been asked for
    std::map<std::vector<std::uint64_t>, std::size_t> m_known;
};

} // namespace skein
