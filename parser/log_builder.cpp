// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/log_builder.h"

#include "parser/thread_reader.h"

#include <algorithm>
#include <utility>

namespace skein
{

LogBuilder::LogBuilder(Input input) : m_log(std::make_shared<Log>())
{
    m_log->input = std::move(input.info);
    m_log->text = LogText(input.text, std::move(input.owner));
    m_log->stackStarts.push_back(0);
}

std::uint64_t LogBuilder::hashOf(const FrameKey& key)
{
    const std::uint64_t hash = hashMix(hashBytes(key.function) ^ key.line, hashBytes(key.file) ^ key.address);
    return key.module.empty() ? hash : hashMix(hash, hashBytes(key.module));
}

bool LogBuilder::isFrame(std::uint32_t row, const FrameKey& key) const
{
    const Frame& frame = m_log->frames[row];
    return frame.line == key.line && frame.address == key.address &&
           m_log->str(frame.function) == key.function && m_log->str(frame.file) == key.file &&
           frame.inlined == key.inlined && m_log->str(frame.module) == key.module;
}

std::uint32_t LogBuilder::addFrame(const FrameKey& key, Role role)
{
    Frame frame;
    frame.function = intern(key.function);
    if (!key.file.empty())
        frame.file = intern(key.file);
    frame.line = key.line;
    frame.address = key.address;
    if (!key.module.empty())
        frame.module = intern(key.module);
    frame.inlined = key.inlined;
    frame.role = role;
    m_log->frames.push_back(frame);
    return static_cast<std::uint32_t>(m_log->frames.size() - 1);
}

StackId LogBuilder::stack(std::span<const FrameId> frames)
{
    static_assert(sizeof(FrameId) == sizeof(std::uint32_t));
    if (frames.empty())
        return {};
    Log& log = *m_log;
    return StackId(m_stackRows.findOrAdd(
        hashBytes(frames.data(), frames.size_bytes()),
        [&](std::uint32_t row) { return std::ranges::equal(log.stack(StackId(row)), frames); },
        [&] {
            log.stackFrames.insert(log.stackFrames.end(), frames.begin(), frames.end());
            log.stackStarts.push_back(static_cast<std::uint32_t>(log.stackFrames.size()));
            return static_cast<std::uint32_t>(log.stackStarts.size() - 2);
        }));
}

void LogBuilder::addSpan(std::uint32_t first, std::uint32_t last)
{
    auto& spans = m_log->recognised;
    if (!spans.empty() && first <= spans.back().last)
        m_spansSorted = false;
    spans.push_back({first, last});
}

bool LogBuilder::isRecognised(std::uint32_t line) const
{
    const auto& spans = m_log->recognised;
    if (!m_spansSorted)
        return std::ranges::any_of(spans, [line](LineSpan span) { return span.contains(line); });
    const auto after = std::ranges::upper_bound(spans, line, {}, &LineSpan::first);
    return after != spans.begin() && std::prev(after)->contains(line);
}

void LogBuilder::sortSpans()
{
    auto& spans = m_log->recognised;
    if (!m_spansSorted) {
        std::ranges::sort(spans);
        std::vector<LineSpan> merged;
        for (const LineSpan span : spans) {
            if (!merged.empty() && span.first <= merged.back().last + 1)
                merged.back().last = std::max(merged.back().last, span.last);
            else
                merged.push_back(span);
        }
        spans = std::move(merged);
    }
    m_log->recognisedLines = 0;
    for (const LineSpan span : spans)
        m_log->recognisedLines += span.last - span.first + 1;
}

void LogBuilder::notePrefix(std::uint32_t line, const LinePrefix& prefix)
{
    if (m_prefixes.empty() ? prefix.empty() : m_prefixes.back().second == prefix)
        return;
    // A stack may begin before the line at which it was found.
    m_prefixes.emplace_back(m_prefixes.empty() ? line : std::max(line, m_prefixes.back().first), prefix);
}

void LogBuilder::countPrefix(const LinePrefix& prefix, std::uint64_t lines)
{
    const std::string_view name = prefix.name();
    const auto it =
        std::ranges::find(m_prefixLines, name, &std::pair<std::string_view, std::uint64_t>::first);
    if (it == m_prefixLines.end())
        m_prefixLines.emplace_back(name, lines);
    else
        it->second += lines;
}

void LogBuilder::clockMark(const std::optional<ClockMark>& mark)
{
    if (mark)
        m_log->clock.push_back(*mark);
}

void LogBuilder::clockMark(std::uint32_t line, std::string_view raw)
{
    if (const auto time = timeOfLine(raw))
        clockMark(ClockMark{line, *time});
}

std::shared_ptr<Log> LogBuilder::finish(std::uint32_t lineCount, std::vector<std::uint64_t> lineStarts)
{
    Log& log = *m_log;
    log.text.setIndex(lineCount, std::move(lineStarts));
    sortSpans();
    const auto commonest =
        std::ranges::max_element(m_prefixLines, {}, &std::pair<std::string_view, std::uint64_t>::second);
    if (commonest != m_prefixLines.end())
        log.input.linePrefix = commonest->first;
    std::ranges::stable_sort(log.snapshots, {}, [](const Snapshot& s) { return s.lines.first; });
    std::ranges::sort(log.clock, {}, &ClockMark::line);
    const auto twice = std::ranges::unique(log.clock, {}, &ClockMark::line);
    log.clock.erase(twice.begin(), twice.end());
    log.threadText = std::make_shared<ThreadReader>(log, std::move(m_prefixes));
    return std::exchange(m_log, nullptr);
}

} // namespace skein
