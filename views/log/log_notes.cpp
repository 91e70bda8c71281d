// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/log/log_notes.h"

#include <algorithm>
#include <tuple>

namespace skein
{

LogNotes::LogNotes(std::shared_ptr<const ShownNotes> said) : m_said(std::move(said))
{
    for (std::size_t i = 0; m_said && i < m_said->list.size(); ++i) {
        const ShownNote& note = m_said->list[i];
        if (note.kind == ShownNote::Kind::Note && note.lines.first > 0)
            m_entries.push_back({.lines = note.lines,
                                 .note = i,
                                 .lineNote = std::holds_alternative<notes::OnLines>(note.anchor.at)});
    }
    std::ranges::sort(m_entries, {}, [](const Entry& e) { return std::tuple(e.lines.first, e.note); });
    std::uint32_t reaches = 0;
    for (Entry& entry : m_entries) {
        if (entry.lineNote)
            reaches = std::max(reaches, entry.lines.last);
        entry.reaches = reaches;
    }
}

std::vector<std::size_t> LogNotes::beginningAt(std::uint32_t line) const
{
    std::vector<std::size_t> result;
    const auto first = [](const Entry& e) { return e.lines.first; };
    for (auto at = std::ranges::lower_bound(m_entries, line, {}, first);
         at != m_entries.end() && at->lines.first == line; ++at)
        result.push_back(at->note);
    return result;
}

const ShownNote* LogNotes::onLine(std::uint32_t line) const
{
    const auto first = [](const Entry& e) { return e.lines.first; };
    auto at = std::ranges::upper_bound(m_entries, line, {}, first);
    while (at != m_entries.begin()) {
        --at;
        if (at->reaches < line)
            return nullptr; // nor does any before it
        if (at->lineNote && at->lines.last >= line)
            return &note(at->note);
    }
    return nullptr;
}

} // namespace skein
