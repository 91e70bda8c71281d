// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// backward-cpp (FORMATS.md 17), innermost frame last:
//
//     Stack trace (most recent call last) in thread 4711:
//     #2  | Source "/src/cart.h", line 12, in add            a call that was inlined
//           Source "/src/cart.cc", line 40, in Cart::add [0x55d2]
//              39: void Cart::add(int n)                     source code
//           >  40: {
//     #1    Object "/lib/libc.so.6", at 0x7f12, in raise
//     Segmentation fault (Address not mapped to object [0x8])
#include "parser/native/common/thread_dump.h"
#include "parser/native/formats.h"

#include <algorithm>
#include <array>
#include <memory>

namespace skein::native
{

namespace
{

const std::vector<std::string_view>& anchors()
{
    static const std::vector<std::string_view> all = {"Stack trace (most recent call last)"};
    return all;
}

constexpr std::array<std::string_view, 1> kSamples = {"Stack trace (most recent call last) in thread 4711:"};

bool isStart(std::string_view s)
{
    return s.starts_with(anchors()[0]);
}

struct Printed {
    std::string text; ///< NativeFrame views into lines that are gone
    LineSpan lines;
};

/// `     12: code`, `>    13: code`, dots: how backward shows the source.
bool isSnippet(std::string_view s)
{
    if (scan::literal(s, ">"))
        s = scan::trimLeft(s);
    return scan::number(s) && s.starts_with(':');
}

/// The frames as printed, and the line behind them that tells the signal.
std::vector<Printed> readStack(LineCursor& in, ThreadDump* dump)
{
    constexpr int kMostOthers = 4;
    std::vector<Printed> stack;
    while (!in.atEnd() && stack.size() < 100'000) {
        const std::string_view text = body(in.line());
        if (!in.line().foreign && backwardFrame(text)) {
            stack.push_back({std::string(text), {in.line().number, in.line().last}});
            in.advance();
            continue;
        }
        if (!in.line().foreign && !stack.empty() && isSnippet(text)) {
            if (dump)
                dump->detail(in.line());
            in.advance();
            continue;
        }
        LineCursor ahead = in.ahead();
        int skip = 0;
        for (int i = 1; i <= kMostOthers && !ahead.atEnd() && skip == 0; ++i) {
            ahead.advance();
            if (!ahead.atEnd() && !ahead.line().foreign && backwardFrame(body(ahead.line())))
                skip = i;
        }
        if (skip == 0)
            break;
        while (skip-- > 0)
            in.advance();
    }
    return stack;
}

struct Ending {
    std::string_view begins, signal;
};
/// psiginfo()'s words.
constexpr Ending kEndings[] = {
    {"Segmentation fault", "SIGSEGV"}, {"Aborted", "SIGABRT"},
    {"Bus error", "SIGBUS"},           {"Floating point exception", "SIGFPE"},
    {"Illegal instruction", "SIGILL"},
};

class BackwardReader final : public DumpReader
{
public:
    bool read(LineCursor& in, LogBuilder& out) override
    {
        dumpInto(out, backward.id);
        if (!locatePrefix(in, isStart))
            return false;
        LineCursor ahead = in.ahead();
        ahead.advance();
        if (readStack(ahead, nullptr).empty())
            return false;
        out.notePrefix(in.line().number, in.prefix());
        const std::uint32_t first = in.line().number;
        m_dump->close();
        ThreadId id;
        const std::string text(body(in.line()));
        if (const std::size_t at = text.find("in thread "); at != text.npos) {
            std::string_view rest = std::string_view(text).substr(at + 10);
            if (const auto number = scan::number(rest))
                id = ThreadId(*number);
        }
        m_dump->begin(in.line(), id, ThreadId::kNone, {});
        m_dump->mayHaveCrashed("the program printed this stack");
        in.advance();
        const std::vector<Printed> stack = readStack(in, m_dump.get());
        for (std::size_t i = stack.size(); i-- > 0;)
            if (const auto frame = backwardFrame(stack[i].text))
                m_dump->frame(*frame, stack[i].lines);
        m_dump->end();
        ending(in, id);
        out.countPrefix(in.prefix(), in.place().line - first);
        return true;
    }

private:
    void ending(LineCursor& in, ThreadId id)
    {
        for (const Ending& e : kEndings) {
            if (in.atEnd() || in.line().foreign || !body(in.line()).starts_with(e.begins))
                continue;
            m_dump->crashed(id, e.signal, in.line(), std::string(body(in.line())));
            in.advance();
            return;
        }
    }
};

ThreadLines readThread(LineCursor& in, const Log& log, const Thread& thread)
{
    std::vector<LineSpan> spans;
    in.advance();
    for (const Printed& printed : readStack(in, nullptr))
        spans.push_back(printed.lines);
    std::ranges::reverse(spans);
    return framesAt(log, thread, spans);
}

} // namespace

const Format backward = {
    .id = "backward-cpp",
    .title = "backward-cpp",
    .anchors = anchors,
    .samples = kSamples,
    .reader = [] -> std::unique_ptr<FormatReader> { return std::make_unique<BackwardReader>(); },
    .readThread = readThread,
};

} // namespace skein::native
