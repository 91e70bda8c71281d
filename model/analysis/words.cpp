// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/analysis/words.h"

#include "model/formatted.h"

#include <algorithm>

namespace skein::words {

std::string threadName(const Thread& thread)
{
    const std::string_view noun = thread.kind == ThreadKind::Thread ? "thread" : "goroutine";
    if (thread.id == ThreadId::main())
        return formatted("the main {}", noun);
    return thread.id.known() ? formatted("{} {}", noun, toString(thread.id)) : formatted("a {}", noun);
}

std::string threadNames(const Snapshot& snapshot, std::span<const std::uint32_t> threads, std::size_t max)
{
    if (threads.empty()) return "nobody";
    if (threads.size() == 1) return threadName(snapshot.threads[threads[0]]);
    const bool native = snapshot.threads[threads[0]].kind == ThreadKind::Thread;
    std::string text = native ? "threads " : "goroutines ";
    const std::size_t shown = threads.size() > max + 1 ? max : threads.size();
    for (std::size_t i = 0; i < shown; ++i) {
        if (i > 0) text += i + 1 == threads.size() ? " and " : ", ";
        const ThreadId id = snapshot.threads[threads[i]].id;
        text += id.known() ? toString(id) : "?";
    }
    if (shown < threads.size())
        text += formatted(" and {} more", threads.size() - shown);
    return text;
}

std::string count(std::size_t n, std::string_view one, std::string_view many)
{
    if (n == 1)
        return formatted("1 {}", one);
    return many.empty() ? formatted("{} {}s", n, one) : formatted("{} {}", n, many);
}

std::string place(const Log& log, FrameId frame)
{
    if (!frame) return "an unknown place";
    const Frame& f = log.frame(frame);
    std::string text(shortFunction(log.str(f.function)));
    if (f.file)
        text += formatted(" ({}:{})", baseName(log.str(f.file)), f.line);
    return text;
}

std::string shorten(std::string_view text, std::size_t max)
{
    const std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    if (line.size() <= max) return line.size() == text.size() ? std::string(line) : std::string(line) + " …";
    std::size_t end = max;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) --end;
    return std::string(line.substr(0, end)) + "…";
}

std::string sentence(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string minutes(std::int64_t n)
{
    if (n < 120) return count(static_cast<std::size_t>(n), "minute");
    if (n < 60 * 48) return count(static_cast<std::size_t>(n / 60), "hour");
    return count(static_cast<std::size_t>(n / 60 / 24), "day");
}

std::string resource(ResourceKind kind, std::uint64_t address)
{
    std::string_view noun = "resource";
    switch (kind) {
    case ResourceKind::Mutex: noun = "mutex"; break;
    case ResourceKind::RwMutex: noun = "RWMutex"; break;
    case ResourceKind::Channel: noun = "channel"; break;
    case ResourceKind::WaitGroup: noun = "WaitGroup"; break;
    case ResourceKind::Condition: noun = "condition variable"; break;
    case ResourceKind::Semaphore: noun = "semaphore"; break;
    case ResourceKind::Once: noun = "sync.Once"; break;
    case ResourceKind::Map: noun = "map"; break;
    case ResourceKind::Thread: noun = "thread"; break;
    default: break;
    }
    if (address == 0)
        return formatted("{} {}", noun.starts_with("RW") ? "an" : "a", noun);
    return formatted("the {} {}", noun, hexAddress(address));
}

std::vector<std::uint32_t> frameLines(const Log& log, const Thread& thread, std::size_t index)
{
    std::vector<std::uint32_t> lines;
    if (thread.firstLine > 0) lines.push_back(thread.firstLine);
    if (!log.threadText || !thread.stack) return lines;
    const std::vector<FrameText> frames = log.threadText->frames(thread);
    if (index < frames.size() && !frames[index].lines.empty()) {
        const std::uint32_t line = frames[index].lines.first;
        if (lines.empty() || line > lines.back()) lines.push_back(line);
    }
    return lines;
}

std::vector<std::uint32_t> siteLines(const Log& log, const Thread& thread)
{
    return frameLines(log, thread, log.siteIndex(thread.stack).value_or(0));
}

void addLines(std::vector<std::uint32_t>& lines, std::span<const std::uint32_t> more, std::size_t max)
{
    lines.insert(lines.end(), more.begin(), more.end());
    std::ranges::sort(lines);
    lines.erase(std::ranges::unique(lines).begin(), lines.end());
    if (lines.size() > max) lines.resize(max);
}

std::vector<std::uint32_t> spanLines(LineSpan span, std::size_t max)
{
    std::vector<std::uint32_t> lines;
    if (span.empty()) return lines;
    for (std::uint32_t line = span.first; line <= span.last && lines.size() < max; ++line)
        lines.push_back(line);
    return lines;
}

Finding finding(FindingKind kind, Certainty certainty, std::uint32_t snapshot)
{
    Finding made;
    made.kind = kind;
    made.certainty = certainty;
    made.snapshot = snapshot;
    return made;
}

std::vector<ThreadRef> refs(std::uint32_t snapshot, std::span<const std::uint32_t> threads)
{
    std::vector<ThreadRef> all;
    all.reserve(threads.size());
    for (const std::uint32_t t : threads) all.push_back({snapshot, t});
    return all;
}

}  // namespace skein::words
