// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/rewrite/rewritten_log.h"

#include "parser/thread_reader.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace skein
{

namespace
{

/// Reads arguments from the rewritten text and says in which lines of the log they stand.
class RewrittenThreads final : public ThreadText
{
public:
    RewrittenThreads(std::shared_ptr<const RewrittenText> text, std::shared_ptr<const ThreadText> reader)
        : m_text(std::move(text)), m_reader(std::move(reader))
    {
    }

    /// `inLog` begins at a byte that is still to be told apart from others: see separate().
    void add(Thread& inLog, const Thread& inText, std::string_view format)
    {
        m_places.push_back(
            {&inLog, inLog.textOffset, inText.textOffset, inText.firstLine, inText.lastLine, format});
    }
    /// Threads that begin in one line of the log begin at different bytes of it, in the order of the
    /// rewritten text. To be called once, before the first is read.
    void separate()
    {
        std::ranges::sort(m_places, {}, [](const Place& p) { return std::pair(p.key, p.offset); });
        std::uint64_t next = 0;
        for (Place& place : m_places) {
            place.key = std::max(place.key, next);
            next = place.key + 1;
            std::exchange(place.inLog, nullptr)->textOffset = place.key;
        }
    }

    std::vector<FrameText> frames(const Thread& thread) const override { return read(thread).frames; }
    LineSpan createdByLines(const Thread& thread) const override { return read(thread).createdBy; }

    Printed printed(const Around& around) const override
    {
        Around there = around;
        there.lines = m_text->linesFrom(around.lines);
        Printed printed = m_reader->printed(there);
        for (PrintedLine& line : printed.lines)
            line.lines = m_text->origin(line.lines);
        return printed;
    }

private:
    struct Place {
        Thread* inLog = nullptr;  ///< until separate()
        std::uint64_t key = 0;    ///< its offset in the log
        std::uint64_t offset = 0; ///< in the rewritten text
        std::uint32_t first = 0, last = 0;
        std::string_view format;
    };

    ThreadLines read(const Thread& thread) const
    {
        const auto place = std::ranges::lower_bound(m_places, thread.textOffset, {}, &Place::key);
        if (place == m_places.end() || place->key != thread.textOffset)
            return {};
        Thread there = thread;
        there.textOffset = place->offset;
        there.firstLine = place->first;
        there.lastLine = place->last;
        ThreadLines lines = static_cast<const ThreadReader&>(*m_reader).read(there, place->format);
        for (FrameText& frame : lines.frames)
            frame.lines = m_text->origin(frame.lines);
        lines.createdBy = m_text->origin(lines.createdBy);
        return lines;
    }

    std::shared_ptr<const RewrittenText> m_text;
    std::shared_ptr<const ThreadText> m_reader;
    std::vector<Place> m_places;
};

/// Whatever was recognised of a line of the log, the whole line is.
void leadBackRecognised(Log& log, const RewrittenText& text)
{
    std::vector<LineSpan> spans;
    for (const LineSpan span : log.recognised) {
        for (std::uint32_t n = span.first; n <= span.last; ++n) {
            const LineSpan from = text.origin(n);
            if (!spans.empty() && from.first >= spans.back().first && from.first <= spans.back().last + 1)
                spans.back().last = std::max(spans.back().last, from.last);
            else if (!from.empty())
                spans.push_back(from);
        }
    }
    std::ranges::sort(spans);
    log.recognised.clear();
    log.recognisedLines = 0;
    for (const LineSpan span : spans) {
        if (!log.recognised.empty() && span.first <= log.recognised.back().last + 1)
            log.recognised.back().last = std::max(log.recognised.back().last, span.last);
        else
            log.recognised.push_back(span);
    }
    for (const LineSpan span : log.recognised)
        log.recognisedLines += span.last - span.first + 1;
}

void leadBackSnapshot(Snapshot& s, const RewrittenText& text, const Log& original, RewrittenThreads& threads)
{
    s.lines = text.origin(s.lines);
    s.reasonLines = text.origin(s.reasonLines);
    for (OtherStack& other : s.otherStacks)
        other.lines = text.origin(other.lines);
    for (Remark& remark : s.remarks)
        remark.lines = text.origin(remark.lines);
    for (Thread& thread : s.threads) {
        const Thread there = thread;
        // Not only its ends: the lines may be in any order.
        LineSpan lines = text.origin(thread.firstLine);
        for (std::uint32_t n = there.firstLine; n <= there.lastLine; ++n) {
            const LineSpan from = text.origin(n);
            lines = {std::min(lines.first, from.first), std::max(lines.last, from.last)};
        }
        thread.firstLine = lines.first;
        thread.lastLine = lines.last;
        thread.textOffset = original.text.lineOffset(lines.first);
        threads.add(thread, there, s.format);
        s.lines = {std::min(s.lines.first, lines.first), std::max(s.lines.last, lines.last)};
    }
}

} // namespace

void leadBack(Log& log, std::shared_ptr<const RewrittenText> text, const Log& original)
{
    auto threads = std::make_shared<RewrittenThreads>(text, std::move(log.threadText));
    for (Snapshot& snapshot : log.snapshots)
        leadBackSnapshot(snapshot, *text, original, *threads);
    threads->separate();
    log.threadText = std::move(threads);
    std::ranges::stable_sort(log.snapshots, {}, [](const Snapshot& s) { return s.lines.first; });
    leadBackRecognised(log, *text);
    for (ClockMark& mark : log.clock)
        mark.line = text->origin(mark.line).first;
    std::ranges::sort(log.clock, {}, &ClockMark::line);
    const auto twice = std::ranges::unique(log.clock, {}, &ClockMark::line);
    log.clock.erase(twice.begin(), twice.end());
    log.text = original.text;
}

} // namespace skein
