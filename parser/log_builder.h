// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "parser/input/input.h"
#include "parser/line_cursor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace skein
{

/// Builds a Log and keeps what is true of every Log: names, frames and stacks stored once, recognised lines
/// sorted and disjoint, snapshots in file order. Formats stay free of such matters.
class LogBuilder
{
public:
    explicit LogBuilder(Input input);

    Log& log() { return *m_log; }
    StringId intern(std::string_view s) { return m_log->strings.intern(s); }

    /// What a frame is known by. Two frames that differ in any of it are two frames.
    struct FrameKey {
        std::string_view function = "", file = "";
        std::uint32_t line = 0;
        std::uint64_t address = 0;
        std::string_view module = "";
        bool inlined = false;
    };
    /// The frame with that key; when it is new, `role` is asked whose code it is.
    template <class RoleOf>
    FrameId frame(const FrameKey& key, RoleOf&& role)
    {
        const std::uint64_t hash = hashOf(key);
        return FrameId(m_frameRows.findOrAdd(
            hash, [&](std::uint32_t row) { return isFrame(row, key); },
            [&] { return addFrame(key, role(key.function, key.file)); }));
    }
    /// None for no frames.
    StackId stack(std::span<const FrameId> frames);

    /// The lines first … last are part of something. Any order, quickest in file order.
    void recognise(std::uint32_t first, std::uint32_t last)
    {
        auto& spans = m_log->recognised;
        if (!spans.empty() && first <= spans.back().last + 1 && first >= spans.back().first) {
            if (last > spans.back().last)
                spans.back().last = last;
        } else {
            addSpan(first, last);
        }
    }
    /// Linear where lines were recognised out of order; else quick.
    bool isRecognised(std::uint32_t line) const;
    void recognise(const Line& line) { recognise(line.number, line.last); }

    /// What stands before the lines from `line` on, for whoever reads them again.
    void notePrefix(std::uint32_t line, const LinePrefix& prefix);
    /// `lines` were read with that prefix: which one is the commonest goes to InputInfo::linePrefix.
    void countPrefix(const LinePrefix& prefix, std::uint64_t lines);
    /// A line that carries a time. Any order.
    void clockMark(const std::optional<ClockMark>& mark);
    void clockMark(std::uint32_t line, std::string_view raw);

    void addSnapshot(Snapshot snapshot) { m_log->snapshots.push_back(std::move(snapshot)); }

    /// Puts everything in order. The builder is empty afterwards.
    std::shared_ptr<Log> finish(std::uint32_t lineCount, std::vector<std::uint64_t> lineStarts);

private:
    static std::uint64_t hashOf(const FrameKey& key);
    bool isFrame(std::uint32_t row, const FrameKey& key) const;
    std::uint32_t addFrame(const FrameKey& key, Role role);
    void addSpan(std::uint32_t first, std::uint32_t last);
    void sortSpans();

    std::shared_ptr<Log> m_log;
    RowIndex m_frameRows, m_stackRows;
    bool m_spansSorted = true;
    std::vector<std::pair<std::uint32_t, LinePrefix>> m_prefixes;
    std::vector<std::pair<std::string_view, std::uint64_t>> m_prefixLines;
};

} // namespace skein
