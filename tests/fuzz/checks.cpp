// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "tests/fuzz/checks.h"

#include "parser/parse.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace skein::test
{

namespace
{

class Checker
{
public:
    explicit Checker(const Log& log) : m_log(log) {}

    std::vector<std::string> run()
    {
        lines();
        tables();
        std::uint32_t before = 0;
        for (const Snapshot& snapshot : m_log.snapshots) {
            // Several may stand in one line of the file.
            require(snapshot.lines.first >= before, "snapshots follow each other");
            before = snapshot.lines.first;
            this->snapshot(snapshot);
        }
        return std::move(m_found);
    }

private:
    void require(bool holds, std::string_view what)
    {
        if (!holds && m_found.size() < 10)
            m_found.emplace_back(what);
    }

    void lines()
    {
        const std::string_view text = m_log.text.bytes();
        const auto newlines = static_cast<std::uint32_t>(std::ranges::count(text, '\n'));
        const std::uint32_t count = newlines + (text.empty() || text.back() == '\n' ? 0 : 1);
        require(m_log.text.lineCount() == count, "every line is counted");
        std::uint32_t recognised = 0, last = 0;
        for (const LineSpan span : m_log.recognised) {
            require(span.first > last && span.last >= span.first && span.last <= count,
                    "recognised lines are in order");
            recognised += span.last - span.first + 1;
            last = span.last;
        }
        require(recognised == m_log.recognisedLines && recognised <= count, "recognised lines add up");
        for (std::uint32_t n = 1; n <= count; n += std::max(1u, count / 50))
            require(m_log.text.lineAt(m_log.text.lineOffset(n)) == n, "the index of lines leads back");
        require(std::ranges::is_sorted(m_log.clock, {}, &ClockMark::line), "clock marks are in order");
    }

    void tables()
    {
        require(!m_log.stackStarts.empty() && std::ranges::is_sorted(m_log.stackStarts),
                "stacks follow each other");
        require(m_log.stackStarts.back() == m_log.stackFrames.size(), "the last stack ends at the end");
        for (const FrameId frame : m_log.stackFrames)
            require(frame.value < m_log.frames.size(), "frames exist");
        for (const Frame& frame : m_log.frames)
            require(frame.function && !m_log.str(frame.function).empty(), "a frame has a function");
    }

    void snapshot(const Snapshot& s)
    {
        const std::uint32_t count = m_log.text.lineCount();
        require(s.lines.first >= 1 && s.lines.first <= s.lines.last && s.lines.last <= count,
                "a snapshot is in the file");
        for (const Thread& t : s.threads)
            thread(s, t);
        for (const OtherStack& other : s.otherStacks)
            require(!other.stack || other.stack.value < m_log.stackCount(), "other stacks exist");
        for (const Remark& remark : s.remarks)
            require(remark.lines.first >= 1 && remark.lines.last <= count, "a remark is in the file");
        for (const auto& [index, labels] : s.labels)
            require(index < s.threads.size(), "labels belong to a thread");
        require(std::ranges::count(s.threads, true, [](const Thread& t) { return bool(t.crashed); }) <= 3,
                "few crash at once");
    }

    void thread(const Snapshot& s, const Thread& t)
    {
        require(t.firstLine >= s.lines.first && t.firstLine <= t.lastLine && t.lastLine <= s.lines.last,
                "a thread is in its snapshot");
        // Other formats tell of a thread's creation apart from what it did.
        const bool block = s.format == "go-traceback";
        require(!block || m_log.text.lineAt(t.textOffset) == t.firstLine,
                "a thread's text starts in its first line");
        require(!t.stack || t.stack.value < m_log.stackCount(), "a thread's stack exists");
        const auto stack = m_log.stack(t.stack);
        const auto frames = m_log.threadText->frames(t);
        require(frames.size() == stack.size(), "reading a thread again gives the same frames");
        for (std::size_t i = 0; i < std::min(frames.size(), stack.size()); ++i) {
            require(frames[i].frame == stack[i], "the frames are the stack's");
            require(frames[i].lines.first >= t.firstLine && frames[i].lines.last <= t.lastLine,
                    "a frame is in its thread");
        }
        const LineSpan created = m_log.threadText->createdByLines(t);
        require(!block || created.empty() == !t.createdAt, "created by is found again");
        if (const auto site = m_log.siteIndex(t.stack))
            require(*site < stack.size(), "the site is in the stack");
    }

    const Log& m_log;
    std::vector<std::string> m_found;
};

} // namespace

LogPtr parseText(std::string text)
{
    auto log = parse(inputFromText(std::move(text), "test"));
    return log ? *log : nullptr;
}

std::vector<std::string> violations(const Log& log)
{
    return Checker(log).run();
}

std::string readFile(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

namespace
{

std::vector<std::filesystem::path> filesIn(const std::filesystem::path& root, std::string_view suffix)
{
    std::vector<std::filesystem::path> found;
    if (!std::filesystem::exists(root))
        return found;
    for (const auto& entry : std::filesystem::directory_iterator(root))
        if (entry.path().string().ends_with(suffix))
            found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

} // namespace

std::vector<std::filesystem::path> fixtures(std::string_view folder, std::string_view suffix)
{
    return filesIn(std::filesystem::path(SKEIN_SOURCE_DIR) / "tests/fixtures" / folder, suffix);
}

std::vector<std::filesystem::path> seeds()
{
    return filesIn(std::filesystem::path(SKEIN_SOURCE_DIR) / "tests/fuzz/seeds", ".log");
}

std::string seed(std::string_view name)
{
    for (const auto& path : seeds())
        if (path.stem() == name)
            return readFile(path);
    throw std::runtime_error("no seed of that name");
}

} // namespace skein::test
