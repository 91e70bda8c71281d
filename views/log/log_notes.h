// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/shown_note.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace skein
{

/// What people said, by the lines of the log that it is about.
class LogNotes
{
public:
    LogNotes() = default;
    explicit LogNotes(std::shared_ptr<const ShownNotes> said);

    bool empty() const { return m_entries.empty(); }
    const ShownNote& note(std::size_t index) const { return m_said->list[index]; }
    /// Notes whose thing begins on this line: indices into ShownNotes::list.
    std::vector<std::size_t> beginningAt(std::uint32_t line) const;
    /// A note on lines, and nothing but them, that this line is among; null where there is none.
    const ShownNote* onLine(std::uint32_t line) const;

private:
    struct Entry {
        LineSpan lines;
        std::size_t note = 0;
        bool lineNote = false;     ///< on lines, not on a thing that was printed in them
        std::uint32_t reaches = 0; ///< the last line of it and of all line notes before it
    };
    std::shared_ptr<const ShownNotes> m_said;
    std::vector<Entry> m_entries; ///< by first line
};

} // namespace skein
