// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "views/report/shown_note.h"
#include "views/timeline/timeline_lanes.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace skein
{

/// The sheet of paper of one note.
struct NoteMark {
    std::size_t note = 0; ///< index into ShownNotes::list
    QRectF box = {};
};

/// The notes of one lane, in pixels of the scene.
struct LaneNotes {
    std::vector<NoteMark> marks = {};
    std::size_t more = 0; ///< notes on the lane that found no room; `moreAt` stands for them
    QRectF moreAt = {};
    double labelRight = 0; ///< where the text of the label's second line has to end; 0: anywhere
    QPointF stripAt = {};  ///< left end and middle of the strip with the first words of a note
    double stripRoom = 0;
    QString strip = {};
    std::size_t stripNote = 0; ///< whose words they are
};

/// A note on a span of time.
struct NoteBand {
    NoteMark mark;
    QRectF area;
    bool oneLane = false;
};

/// A note's arrow between two things.
struct NoteArrow {
    std::size_t note = 0;
    QPointF from, to;
};

/// What people said about the threads of one snapshot, by where the timeline shows it. Made once for a
/// notebook and an analysis: linear in the notes, and in the threads where there are any.
class TimelineNotes
{
public:
    TimelineNotes() = default;
    TimelineNotes(const Analysis& analysis, std::uint32_t snapshot, std::optional<std::uint32_t> finding,
                  std::shared_ptr<const ShownNotes> said);

    const ShownNotes* said() const { return m_said.get(); }
    const std::shared_ptr<const ShownNotes>& shared() const { return m_said; }
    const ShownNote& note(std::size_t index) const { return m_said->list[index]; }
    LaneWishes wishes(bool showHidden) const;

    /// Index of a note, where it stands in ShownNotes::list.
    using At = std::pair<std::uint32_t, std::size_t>;
    std::span<const At> onThread(std::uint32_t thread) const { return of(m_byThread, thread); }
    /// On a group itself.
    std::span<const At> onGroup(std::uint32_t group) const { return of(m_byGroup, group); }
    /// On a thread of a group.
    std::span<const At> onMembers(std::uint32_t group) const { return of(m_byMembers, group); }
    std::optional<std::uint32_t> groupOf(std::uint32_t thread) const;

    std::vector<std::size_t> onFinding, onAbsent, bands, arrows, links;

private:
    static std::span<const At> of(const std::vector<At>& list, std::uint32_t key);
    void add(std::size_t index, const Analysis& analysis, std::uint32_t snapshot,
             std::optional<std::uint32_t> finding);
    void findGroups(const Analysis& analysis, std::uint32_t snapshot);

    std::shared_ptr<const ShownNotes> m_said;
    std::uint32_t m_snapshot = 0;
    std::optional<std::uint32_t> m_finding;
    std::vector<At> m_byThread, m_byGroup, m_byMembers;
    std::unordered_map<std::uint32_t, std::uint32_t> m_groups; ///< of threads that notes are on
};

} // namespace skein
