// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/native/common/report.h"

#include <algorithm>
#include <utility>

namespace skein::native
{

void Report::open(const Line& line, ReportKind kind, std::string_view what, std::string_view reason)
{
    close();
    m_open = true;
    m_snapshot = {};
    m_snapshot.format = m_format;
    m_snapshot.lines = {line.number, line.last};
    m_snapshot.reason = m_out.intern(reason);
    m_snapshot.reasonLines = {line.number, line.last};
    m_facts = {};
    m_facts.kind = kind;
    m_facts.what = what;
    m_threads.clear();
    cover(line);
}

void Report::cover(const Line& line)
{
    m_out.recognise(line);
    m_snapshot.lines.first = std::min(m_snapshot.lines.first, line.number);
    m_snapshot.lines.last = std::max(m_snapshot.lines.last, line.last);
}

Thread& Report::thread(ThreadId id, const Line& line)
{
    const auto [hit, isNew] =
        m_threads.try_emplace(id.value, static_cast<std::uint32_t>(m_snapshot.threads.size()));
    if (isNew) {
        Thread thread;
        thread.id = id;
        thread.kind = ThreadKind::Thread;
        thread.textOffset = line.threadOffset();
        thread.firstLine = line.number;
        thread.lastLine = line.last;
        m_snapshot.threads.push_back(thread);
    }
    return m_snapshot.threads[hit->second];
}

void Report::expect(About about, ThreadId thread, const Line& line, bool keep)
{
    m_keep = keep;
    m_other = {};
    m_other.about = about;
    m_other.thread = thread;
    m_other.lines = {line.number, line.last};
    m_frames.clear();
    m_stackLines = {};
    cover(line);
}

void Report::frame(const NativeFrame& frame, LineSpan lines)
{
    if (m_frames.size() < 100'000)
        m_frames.push_back(internFrame(m_out, frame));
    m_out.recognise(lines.first, lines.last);
    if (m_stackLines.empty())
        m_stackLines = lines;
    m_stackLines.last = std::max(m_stackLines.last, lines.last);
    m_other.lines.last = std::max(m_other.lines.last, lines.last);
    m_snapshot.lines.last = std::max(m_snapshot.lines.last, lines.last);
}

StackId Report::endStack()
{
    if (m_frames.empty() && !std::exchange(m_keep, false))
        return {};
    m_other.stack = m_out.stack(m_frames);
    m_frames.clear();
    m_keep = false;
    m_snapshot.otherStacks.push_back(m_other);
    return m_other.stack;
}

void Report::close()
{
    if (!m_open)
        return;
    m_open = false;
    m_snapshot.native = std::make_shared<const NativeFacts>(std::exchange(m_facts, {}));
    m_out.addSnapshot(std::exchange(m_snapshot, {}));
}

ThreadId threadNamed(std::string_view text)
{
    std::string_view s = scan::trimLeft(text);
    if (s.starts_with("main thread") || s.starts_with("the main thread"))
        return ThreadId::main();
    for (const std::string_view word : {"thread #", "thread T", "thread ", "goroutine ", "T", "#"}) {
        std::string_view rest = s;
        if (!scan::literal(rest, word))
            continue;
        const auto number = scan::number(rest);
        if (!number)
            continue;
        return *number == 0 ? ThreadId::main() : ThreadId(*number);
    }
    return {};
}

} // namespace skein::native
